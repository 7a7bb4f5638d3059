// The sessions of a call: somebody joins and it is live, everybody has left and it is over (§2.10, [I]).
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { startAutomatic } from '../egress/automatic.ts'
import { endAllEgress } from '../egress/end.ts'
import { ensureUser } from '../users/model.ts'
import { emit } from '../webhooks/emit.ts'
import { limitOf, refuseWhenFull, scheduleLimit, timerOf } from './limits.ts'
import { ringOf } from './missed.ts'
import { calls, type Participant, type RunningSession, type Session, sessions, type VideoCall } from './model.ts'
import { visitsUntil } from './presence.ts'
import { isRunning, newSession, sessionOf } from './session-of.ts'
import { settingsOf } from './settings.ts'
import { tellParticipant } from './tell-participant.ts'
import { writeCall } from './wire.ts'

/**
 * Somebody joins; the first one starts a session. Who is in it already stays as they are. Within a transaction.
 * @throws {StreamError} 400/4 when the call is full
 */
export function join(world: World, cid: string, userId: string, role?: string): RunningSession {
  const now = world.clock.now()
  const user = ensureUser(world, userId)
  const call = requireRow(world, cid)
  const before = sessionOf(world, call)
  if (before && isRunning(before) && before.participants.some((one) => one.userId === userId)) return before
  const participant: Participant = {
    userId,
    role: role ?? user.role,
    userSessionId: world.ids.uuid('stream.user-session'),
    joinedAt: now,
  }
  refuseWhenFull(world, call, before, participant)
  const session = before && isRunning(before) ? before : start(world, call, before, now)
  world.jobs.cancel(inactivity(session.id))
  const joined: RunningSession = {
    ...session,
    participants: [...session.participants, participant],
    visits: [...session.visits, { userId, from: now }],
    maxConcurrent: Math.max(session.maxConcurrent, session.participants.length + 1),
  }
  world.state.table(sessions).put(joined)
  tellParticipant(world, joined, participant, 'joined')
  return joined
}

/**
 * Somebody leaves; when nobody is left, the session ends after the call's inactivity timeout. Answers whether they were there.
 * @param reason why, where they did not go by themselves
 */
export function leave(world: World, cid: string, userId: string, reason?: string): boolean {
  const now = world.clock.now()
  const call = requireRow(world, cid)
  const session = sessionOf(world, call)
  const participant = session?.participants.find((one) => one.userId === userId)
  if (!session || !participant) return false
  const participants = session.participants.filter((one) => one !== participant)
  const left = world.state
    .table(sessions)
    .put({ ...session, participants, visits: visitsUntil(session.visits, now, userId) })
  tellParticipant(world, left, participant, 'left', {
    duration_seconds: Math.floor((now - participant.joinedAt) / 1000),
    ...(reason !== undefined && { reason }),
  })
  if (participants.length === 0) {
    const { inactivity_timeout_seconds: seconds } = settingsOf(world, call).session
    const subject = inactivity(session.id)
    const payload = { cid, sessionId: session.id }
    world.jobs.schedule({ kind: 'stream.session.end', dueAt: now + seconds * 1000, payload, subject })
  }
  return true
}

/** Ends the open session, if there is one: what is running stops and is uploaded. Answers whether there was one. Within a transaction. */
export function endSession(world: World, cid: string, at: number): boolean {
  const call = requireRow(world, cid)
  const session = sessionOf(world, call)
  if (!session) return false
  endAllEgress(world, call, at)
  world.jobs.cancel(inactivity(session.id))
  world.jobs.cancel(limitOf(session.id))
  world.jobs.cancel(ringOf(session.id))
  world.state.table(sessions).put({
    ...session,
    participants: [],
    visits: visitsUntil(session.visits, at),
    endedAt: at,
    ...(session.liveStartedAt !== undefined && session.liveEndedAt === undefined && { liveEndedAt: at }),
  })
  const { sessionId, ...rest } = call
  const ended = world.state.table(calls).put({ ...rest, ongoing: false, updatedAt: at })
  // Of one in which people were only rung nobody was told that it began.
  if (isRunning(session)) {
    const fields = { session_id: sessionId, call: writeCall(world, ended) }
    emit(world, { type: 'call.session_ended', callCid: cid, at, fields })
  }
  return true
}

/** The first one joins: a session begins, or the one in which members are rung becomes one that runs. */
function start(world: World, call: VideoCall, rung: Session | undefined, now: number): RunningSession {
  const known = rung ?? newSession(world.ids.uuid('stream.session'), call.id)
  const timerEndsAt = timerOf(world, call, { startedAt: now })
  const session: RunningSession = {
    ...known,
    startedAt: now,
    ...(!call.backstage && { liveStartedAt: now }),
    ...(timerEndsAt !== undefined && { timerEndsAt }),
  }
  world.state.table(sessions).put(session)
  const { id } = session
  const live = world.state
    .table(calls)
    .put({ ...call, sessionId: id, lastSessionId: id, ongoing: true, updatedAt: now })
  scheduleLimit(world, session, timerEndsAt)
  const fields = { session_id: id, call: writeCall(world, live) }
  emit(world, { type: 'call.session_started', callCid: call.id, fields })
  startAutomatic(world, live, session)
  return session
}

const inactivity = (sessionId: string) => `${sessionId}/inactivity`

function requireRow(world: World, cid: string): VideoCall {
  const call = world.state.table(calls).get(cid)
  if (!call) throw new Error(`There is no call ${cid}`)
  return call
}

export const sessionJobs: Service['jobs'] = {
  /** Nobody came back, or it took too long. */
  'stream.session.end'(job, world) {
    const { cid, sessionId } = job.payload as { cid: string; sessionId: string }
    return () => {
      if (world.state.table(calls).get(cid)?.sessionId === sessionId) endSession(world, cid, job.dueAt)
    }
  },
}
