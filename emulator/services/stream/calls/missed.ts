// Calls that nobody answered: members who were rung, and neither accepted, nor rejected, nor joined in time (§2.3, `ring`).
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { emit } from '../webhooks/emit.ts'
import { lookUpCall } from './find.ts'
import { members, type Session, sessions, type VideoCall } from './model.ts'
import { isRunning, sessionOf } from './session-of.ts'
import { endSession } from './sessions.ts'
import { settingsOf } from './settings.ts'
import { writeCall, writeMember, writeUserOf } from './wire.ts'

interface Rung {
  /** Who rings. */
  by: string
  userIds: readonly string[]
}

interface MissedPayload extends Rung {
  cid: string
  sessionId: string
}

/** ms, of types whose own timeouts are 0. */
const usual = { missed: 5000, end: 15_000 }

/** Within a transaction. */
export function scheduleMissed(world: World, call: VideoCall & { sessionId: string }, rung: Rung): void {
  const { missed_call_timeout_ms: missed, auto_cancel_timeout_ms: cancel } = settingsOf(world, call).ring
  const payload: MissedPayload = { cid: call.id, sessionId: call.sessionId, ...rung }
  const now = world.clock.now()
  const missedAt = now + (missed || usual.missed)
  const subject = ringOf(call.sessionId)
  world.jobs.schedule({ kind: 'stream.ring.missed', dueAt: missedAt, payload, subject })
  const dueAt = Math.max(missedAt, now + (cancel || usual.end))
  world.jobs.schedule({ kind: 'stream.ring.end', dueAt, payload, subject })
}

/** The subject of what waits for answers. */
export const ringOf = (sessionId: string) => `${sessionId}/ring`

/** Those of these users who have not answered have missed it. Within a transaction. */
export function tellMissed(world: World, call: VideoCall, { by, userIds }: Rung, at: number): void {
  const session = sessionOf(world, call)
  if (!session) return
  const missing = userIds.filter((userId) => !hasAnswered(session, userId))
  if (missing.length === 0) return
  const missedBy = { ...session.missedBy, ...Object.fromEntries(missing.map((userId) => [userId, at])) }
  world.state.table(sessions).put({ ...session, missedBy })
  const rows = missing.flatMap((userId) => world.state.table(members).get(`${call.id}/${userId}`) ?? [])
  emit(world, {
    type: 'call.missed',
    callCid: call.id,
    at,
    fields: {
      session_id: session.id,
      call: writeCall(world, call),
      members: rows.map((member) => writeMember(world, member)),
      user: writeUserOf(world, by),
      notify_user: true,
    },
  })
}

function hasAnswered({ acceptedBy, rejectedBy, missedBy, visits }: Session, userId: string): boolean {
  return (
    [acceptedBy, rejectedBy, missedBy].some((answers) => answers[userId] !== undefined) ||
    visits.some((visit) => visit.userId === userId)
  )
}

export const ringJobs: Service['jobs'] = {
  'stream.ring.missed'(job, world) {
    const payload = job.payload as MissedPayload
    return () => {
      const call = lookUpCall(world, payload.cid)
      if (call?.sessionId === payload.sessionId) tellMissed(world, call, payload, job.dueAt)
    }
  },

  /** Nobody came: who rang has given up. */
  'stream.ring.end'(job, world) {
    const { cid, sessionId } = job.payload as MissedPayload
    return () => {
      const call = lookUpCall(world, cid)
      const session = call?.sessionId === sessionId ? sessionOf(world, call) : undefined
      if (session && !isRunning(session)) endSession(world, cid, job.dueAt)
    }
  },
}
