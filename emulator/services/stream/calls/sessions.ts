// The sessions of a call: somebody joins and it is live, everybody has left and it is over (§2.10, [I]).
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { startAutomatic } from '../egress/automatic.ts'
import { endAllEgress } from '../egress/end.ts'
import { inputError } from '../errors.ts'
import { ensureUser } from '../users/model.ts'
import { emit } from '../webhooks/emit.ts'
import { calls, type Participant, type Session, sessions, type VideoCall } from './model.ts'
import { settingsOf } from './settings.ts'
import { writeCall, writeParticipant } from './wire.ts'

/** The open session. @throws {StreamError} 400/4 in the words of §1.7 */
export function requireSession(world: World, call: VideoCall): Session {
  const session = call.sessionId === undefined ? undefined : world.state.table(sessions).get(call.sessionId)
  if (!session) throw inputError('there is no active session')
  return session
}

/**
 * Somebody joins; the first one opens a session. Who is in it already stays as they are. Within a transaction.
 * @throws {StreamError} 400/4 when the call is full
 */
export function join(world: World, cid: string, userId: string, role?: string): Session {
  const now = world.clock.now()
  const user = ensureUser(world, userId)
  const call = requireRow(world, cid)
  const before = call.sessionId === undefined ? undefined : world.state.table(sessions).get(call.sessionId)
  if (before?.participants.some((participant) => participant.userId === userId)) return before
  const participant: Participant = {
    userId,
    role: role ?? user.role,
    userSessionId: world.ids.uuid('stream.user-session'),
    joinedAt: now,
  }
  refuseWhenFull(world, call, before, participant)
  const session = before ?? open(world, call, now)
  world.jobs.cancel(inactivity(session.id))
  const joined = world.state.table(sessions).put({
    ...session,
    participants: [...session.participants, participant],
    maxConcurrent: Math.max(session.maxConcurrent, session.participants.length + 1),
    everJoined: session.everJoined.includes(userId) ? session.everJoined : [...session.everJoined, userId],
  })
  emit(world, {
    type: 'call.session_participant_joined',
    callCid: cid,
    fields: { session_id: session.id, participant: writeParticipant(world, participant) },
  })
  return joined
}

/** Somebody leaves; when nobody is left, the session ends after the call's inactivity timeout. Answers whether they were there. */
export function leave(world: World, cid: string, userId: string): boolean {
  const now = world.clock.now()
  const call = requireRow(world, cid)
  const session = call.sessionId === undefined ? undefined : world.state.table(sessions).get(call.sessionId)
  const participant = session?.participants.find((one) => one.userId === userId)
  if (!session || !participant) return false
  const participants = session.participants.filter((one) => one !== participant)
  world.state.table(sessions).put({ ...session, participants })
  emit(world, {
    type: 'call.session_participant_left',
    callCid: cid,
    fields: {
      session_id: session.id,
      participant: writeParticipant(world, participant),
      duration_seconds: Math.floor((now - participant.joinedAt) / 1000),
    },
  })
  if (participants.length === 0) {
    const { inactivity_timeout_seconds: seconds } = settingsOf(world, call).session
    const subject = inactivity(session.id)
    world.jobs.schedule({
      kind: 'stream.session.end',
      dueAt: now + seconds * 1000,
      payload: { cid, sessionId: session.id },
      subject,
    })
  }
  return true
}

/** Ends the open session, if there is one: what is running stops and is uploaded. Within a transaction. */
export function endSession(world: World, cid: string, at: number): void {
  const call = requireRow(world, cid)
  const session = call.sessionId === undefined ? undefined : world.state.table(sessions).get(call.sessionId)
  if (!session) return
  endAllEgress(world, call, session, at)
  world.jobs.cancel(inactivity(session.id))
  world.jobs.cancel(limit(session.id))
  world.state.table(sessions).put({
    ...session,
    participants: [],
    endedAt: at,
    ...(session.liveStartedAt !== undefined && session.liveEndedAt === undefined && { liveEndedAt: at }),
  })
  const { sessionId, ...rest } = call
  const ended = world.state.table(calls).put({ ...rest, ongoing: false, updatedAt: at })
  emit(world, {
    type: 'call.session_ended',
    callCid: cid,
    at,
    fields: { session_id: sessionId, call: writeCall(world, ended) },
  })
}

function open(world: World, call: VideoCall, now: number): Session {
  const { max_duration_seconds: seconds } = settingsOf(world, call).limits
  const id = world.ids.uuid('stream.session')
  const timerEndsAt = seconds ? now + seconds * 1000 : undefined
  const session = world.state.table(sessions).insert({
    id,
    callCid: call.id,
    startedAt: now,
    ...(call.backstage ? {} : { liveStartedAt: now }),
    ...(timerEndsAt !== undefined && { timerEndsAt }),
    participants: [],
    everJoined: [],
    maxConcurrent: 0,
    acceptedBy: {},
    rejectedBy: {},
    missedBy: {},
  })
  const live = world.state
    .table(calls)
    .put({ ...call, sessionId: id, lastSessionId: id, ongoing: true, updatedAt: now })
  if (timerEndsAt !== undefined) {
    const payload = { cid: call.id, sessionId: id }
    world.jobs.schedule({ kind: 'stream.session.end', dueAt: timerEndsAt, payload, subject: limit(id) })
  }
  emit(world, {
    type: 'call.session_started',
    callCid: call.id,
    fields: { session_id: id, call: writeCall(world, live) },
  })
  startAutomatic(world, live, session)
  return session
}

const inactivity = (sessionId: string) => `${sessionId}/inactivity`
const limit = (sessionId: string) => `${sessionId}/limit`

function refuseWhenFull(
  world: World,
  call: VideoCall,
  session: Session | undefined,
  { userId, role }: Participant,
): void {
  const {
    max_participants: most,
    max_participants_exclude_owner: withoutOwner,
    max_participants_exclude_roles: withoutRoles,
  } = settingsOf(world, call).limits
  // 0 is no limit, as suites set it.
  if (!most) return
  const counts = (one: Pick<Participant, 'userId' | 'role'>) =>
    !(withoutOwner && one.userId === call.createdById) && !withoutRoles.includes(one.role)
  const inside = session?.participants.filter(counts).length ?? 0
  if (counts({ userId, role }) && inside >= most) throw inputError('maximum number of participants reached')
}

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
