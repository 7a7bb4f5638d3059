// Ringing members, and telling them (§2.4): who is rung is told by the vendor's push providers; here the events say so.
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { filled, flag, listOf, optional, shape } from '../schema.ts'
import { emit } from '../webhooks/emit.ts'
import { findCall, membersOf } from './find.ts'
import type { Member, VideoCall } from './model.ts'
import { writeCall, writeMember, writeUserOf } from './wire.ts'

interface Told {
  ring?: boolean | undefined
  notify?: boolean | undefined
  video?: boolean | undefined
}

/** Within a transaction. Answers who was rung: all members but who made the call, or those of them who are named. */
export function ringMembers(
  world: World,
  call: VideoCall,
  { ring, notify, video = true }: Told,
  named?: readonly string[],
): Member[] {
  const rung = membersOf(world, call.id).filter(
    ({ userId }) => userId !== call.createdById && (!named || named.includes(userId)),
  )
  const fields = {
    session_id: call.sessionId ?? '',
    call: writeCall(world, call),
    members: rung.map((member) => writeMember(world, member)),
    user: writeUserOf(world, call.createdById),
    video,
  }
  if (ring) emit(world, { type: 'call.ring', callCid: call.id, fields })
  if (notify) emit(world, { type: 'call.notification', callCid: call.id, fields })
  return rung
}

const request = shape({ members_ids: optional(listOf(filled(), { max: 100 })), video: optional(flag()) })

/** POST C/ring */
export function ringCall(call: Call): object {
  const { members_ids: named, video } = call.body(request)
  const { world } = call
  return world.state.transaction(() => {
    const rung = ringMembers(world, findCall(call), { ring: true, video }, named)
    return { members_ids: rung.map(({ userId }) => userId) }
  })
}
