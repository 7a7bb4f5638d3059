// Ringing members, and telling them (§2.4): who is rung is told by the vendor's push providers; here the events say so.
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { filled, flag, later, listOf, optional, shape } from '../schema.ts'
import { emit } from '../webhooks/emit.ts'
import { requireCapability } from './capabilities.ts'
import { findCall, lookUpCall, membersOf } from './find.ts'
import { scheduleMissed } from './missed.ts'
import { calls, type Member, type Session, sessions, type VideoCall } from './model.ts'
import { newSession, sessionOf } from './session-of.ts'
import { writeCall, writeMember, writeUserOf } from './wire.ts'

interface Told {
  ring?: boolean | undefined
  notify?: boolean | undefined
  video?: boolean | undefined
}

/**
 * Rings and notifies all members but who does it, or those of them who are named; answers who they are. Within a transaction.
 * A session is there from then on, so that they can accept and reject; it runs when the first one joins.
 */
export function ringMembers(
  { world, caller }: Pick<Call, 'world' | 'caller'>,
  cid: string,
  { ring, notify, video = true }: Told,
  named?: readonly string[],
): Member[] {
  const call = lookUpCall(world, cid)
  if (!call) throw new Error(`There is no call ${cid}`)
  const by = caller.kind === 'user' ? caller.userId : call.createdById
  const rung = membersOf(world, cid).filter(({ userId }) => userId !== by && (!named || named.includes(userId)))
  const tell = (type: string, told: VideoCall, more: object = {}) =>
    emit(world, {
      type,
      callCid: cid,
      fields: {
        session_id: told.sessionId ?? '',
        call: writeCall(world, told),
        members: rung.map((member) => writeMember(world, member)),
        user: writeUserOf(world, by),
        ...more,
      },
    })
  if (ring) {
    const userIds = rung.map(({ userId }) => userId)
    const ringing = putRung(world, call, userIds)
    scheduleMissed(world, ringing, { by, userIds })
    tell('call.ring', ringing, { video })
  }
  if (notify) tell('call.notification', lookUpCall(world, cid) ?? call)
  return rung
}

function putRung(world: World, call: VideoCall, userIds: readonly string[]): VideoCall & { sessionId: string } {
  const open = sessionOf(world, call)
  const session: Session = open ?? newSession(world.ids.uuid('stream.session'), call.id)
  world.state.table(sessions).put({ ...session, rung: [...new Set([...session.rung, ...userIds])] })
  const ringing = { ...call, sessionId: session.id, lastSessionId: session.id }
  if (!open) world.state.table(calls).put(ringing)
  return ringing
}

const request = later(() => shape({ members_ids: optional(listOf(filled(), { max: 100 })), video: optional(flag()) }))

/** POST C/ring */
export function ringCall(call: Call): object {
  const { members_ids: named, video } = call.body(request)
  return call.world.state.transaction(() => {
    const { id, type } = findCall(call)
    requireCapability(call, 'read-call', 'RingCall', { type, cid: id })
    const rung = ringMembers(call, id, { ring: true, video }, named)
    return { members_ids: rung.map(({ userId }) => userId) }
  })
}
