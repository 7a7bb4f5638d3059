// Members who answer a call that rings: POST C/accept, POST C/reject. Clients of users do that (§2.11).
import type { Call } from '../call.ts'
import { inputError } from '../errors.ts'
import { later, optional, shape, text } from '../schema.ts'
import { ensureUser } from '../users/model.ts'
import { emit } from '../webhooks/emit.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { tellMissed } from './missed.ts'
import { type Session, sessions, type VideoCall } from './model.ts'
import { isRunning, sessionOf } from './session-of.ts'
import { endSession } from './sessions.ts'
import { writeCall, writeUserOf } from './wire.ts'

/** POST C/accept */
export function acceptCall(call: Call): object {
  call.world.state.transaction(() => {
    const { row, session, userId } = answered(call, 'AcceptCall')
    put(call, { ...session, acceptedBy: { ...session.acceptedBy, [userId]: call.now } })
    tell(call, row, 'call.accepted', userId)
  })
  return {}
}

const rejectRequest = later(() => shape({ reason: optional(text({ max: 255 })) }))

/** Reasons with which a call is missed, as the documents have it: the user did not see it, or had no time. */
const missedFor = new Set(['timeout', 'busy'])

/** POST C/reject. Who rings takes it back by it: then all have missed it who did not answer. */
export function rejectCall(call: Call): object {
  const { reason } = call.body(rejectRequest)
  const { world, now } = call
  world.state.transaction(() => {
    const { row, session, userId } = answered(call, 'RejectCall')
    const isCaller = !session.rung.includes(userId)
    const missing = isCaller ? session.rung : reason !== undefined && missedFor.has(reason) ? [userId] : []
    tellMissed(world, row, { by: isCaller ? userId : row.createdById, userIds: missing }, now)
    const after = sessionOf(world, row) ?? session
    put(call, { ...after, rejectedBy: { ...after.rejectedBy, [userId]: now } })
    tell(call, row, 'call.rejected', userId, reason)
    if (isCaller && !isRunning(session)) endSession(world, row.id, now)
  })
  return {}
}

function answered(call: Call, action: string): { row: VideoCall; session: Session; userId: string } {
  const { caller, world } = call
  if (caller.kind !== 'user') throw inputError('a call is answered with the token of a user')
  const row = findCall(call)
  requireCapability(call, 'read-call', action, { type: row.type, cid: row.id })
  const session = sessionOf(world, row)
  if (!session) throw inputError('there is no active session')
  return { row, session, userId: ensureUser(world, caller.userId).id }
}

function put({ world }: Call, session: Session): void {
  world.state.table(sessions).put(session)
}

function tell({ world }: Call, row: VideoCall, type: string, userId: string, reason?: string): void {
  emit(world, {
    type,
    callCid: row.id,
    fields: {
      call: writeCall(world, row),
      user: writeUserOf(world, userId),
      ...(reason !== undefined && { reason }),
    },
  })
}
