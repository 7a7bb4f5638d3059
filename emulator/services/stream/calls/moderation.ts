// What is done to participants (§2.11): blocked, kicked, muted, pinned, given permissions, told something.
import type { Call } from '../call.ts'
import type { UserCaller } from '../caller.ts'
import { inputError } from '../errors.ts'
import { filled, flag, freeMap, later, listOf, optional, shape, text } from '../schema.ts'
import { ensureUser } from '../users/model.ts'
import { userRequest } from '../users/schema.ts'
import { emit } from '../webhooks/emit.ts'
import { ownCapabilities, requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { calls, type VideoCall } from './model.ts'
import { requireSession, sessionOf } from './session-of.ts'
import { leave } from './sessions.ts'
import { writeUserOf } from './wire.ts'

const userId = later(() => shape({ user_id: filled() }))

/** POST C/block: who is blocked is out, and cannot join any more. */
export function blockUser(call: Call): object {
  const { user_id: id } = call.body(userId)
  const { world } = call
  world.state.transaction(() => {
    const row = found(call, 'block-users', 'BlockUser')
    block(call, row, id)
    leave(world, row.id, id, 'blocked')
  })
  return {}
}

/** POST C/unblock */
export function unblockUser(call: Call): object {
  const { user_id: id } = call.body(userId)
  const { world, now } = call
  world.state.transaction(() => {
    const row = found(call, 'block-users', 'UnblockUser')
    const blockedUserIds = row.blockedUserIds.filter((blocked) => blocked !== id)
    world.state.table(calls).put({ ...row, blockedUserIds, updatedAt: now })
    emit(world, { type: 'call.unblocked_user', callCid: row.id, fields: { user: writeUserOf(world, id) } })
  })
  return {}
}

const kickRequest = later(() =>
  shape({
    user_id: filled(),
    block: optional(flag()),
    kicked_by_id: optional(text()),
    kicked_by: optional(userRequest),
  }),
)

/** POST C/kick */
export function kickUser(call: Call): object {
  const { user_id: id, block: blocks, kicked_by_id: byId, kicked_by: by } = call.body(kickRequest)
  const { world } = call
  world.state.transaction(() => {
    const row = found(call, 'kick-user', 'KickUser')
    if (blocks) block(call, row, id)
    leave(world, row.id, id, 'kicked')
    const kicker = byId ?? by?.id
    const fields = {
      user: writeUserOf(world, id),
      ...(kicker === undefined ? byWhom(call, 'kicked_by_user') : { kicked_by_user: writeUserOf(world, kicker) }),
    }
    emit(world, { type: 'call.kicked_user', callCid: row.id, fields })
  })
  return {}
}

const muteRequest = later(() =>
  shape({
    user_ids: optional(listOf(filled())),
    mute_all_users: optional(flag()),
    audio: optional(flag()),
    video: optional(flag()),
    screenshare: optional(flag()),
    screenshare_audio: optional(flag()),
    muted_by_id: optional(text()),
    muted_by: optional(userRequest),
  }),
)

/** POST C/mute_users */
export function muteUsers(call: Call): object {
  const request = call.body(muteRequest)
  const { world } = call
  world.state.transaction(() => {
    const row = found(call, 'mute-users', 'MuteUsers')
    if (!request.mute_all_users && !request.user_ids?.length) throw inputError('user_ids is a required field')
    const by = request.muted_by_id ?? request.muted_by?.id
    const muted = request.mute_all_users
      ? (sessionOf(world, row)?.participants ?? []).map((participant) => participant.userId)
      : (request.user_ids ?? [])
    emit(world, {
      type: 'call.user_muted',
      callCid: row.id,
      fields: {
        from_user_id: by ?? (call.caller.kind === 'user' ? call.caller.userId : ''),
        muted_user_ids: muted,
        reason: '',
      },
    })
  })
  return {}
}

const permissionsRequest = later(() =>
  shape({
    user_id: filled(),
    grant_permissions: optional(listOf(text())),
    revoke_permissions: optional(listOf(text())),
  }),
)

/** POST C/user_permissions */
export function updateUserPermissions(call: Call): object {
  const {
    user_id: id,
    grant_permissions: granted = [],
    revoke_permissions: revoked = [],
  } = call.body(permissionsRequest)
  const { world, now } = call
  world.state.transaction(() => {
    const row = found(call, 'update-call-permissions', 'UpdateUserPermissions')
    const before = row.permissions?.[id] ?? { granted: [], revoked: [] }
    const [grants, revocations] = [new Set(granted), new Set(revoked)]
    const after = {
      granted: [...new Set([...before.granted.filter((one) => !revocations.has(one)), ...granted])],
      revoked: [...new Set([...before.revoked.filter((one) => !grants.has(one)), ...revoked])],
    }
    const changed = world.state
      .table(calls)
      .put({ ...row, permissions: { ...row.permissions, [id]: after }, updatedAt: now })
    emit(world, {
      type: 'call.permissions_updated',
      callCid: row.id,
      fields: {
        user: writeUserOf(world, id),
        own_capabilities: ownCapabilities({ world, caller: asCaller(id) }, changed),
      },
    })
  })
  return {}
}

const pinRequest = later(() => shape({ session_id: filled(), user_id: filled() }))

/** POST C/pin: for everyone. */
export function pin(call: Call): object {
  return tellPin(call, 'call.pinned', 'PinTrack')
}

/** POST C/unpin */
export function unpin(call: Call): object {
  return tellPin(call, 'call.unpinned', 'UnpinTrack')
}

/** Pins live where the media are; here they are only told of. */
function tellPin(call: Call, type: string, action: string): object {
  const { session_id: sessionId, user_id: id } = call.body(pinRequest)
  const { world } = call
  world.state.transaction(() => {
    const row = found(call, 'pin-for-everyone', action)
    if (!requireSession(world, row).participants.some((participant) => participant.userId === id))
      throw inputError('cannot find user in the call session')
    emit(world, { type, callCid: row.id, fields: { session_id: sessionId, user: writeUserOf(world, id) } })
  })
  return {}
}

const eventRequest = later(() =>
  shape({ custom: optional(freeMap()), user_id: optional(text()), user: optional(userRequest) }),
)

/** POST C/event: everybody in the call gets it. */
export function sendEvent(call: Call): object {
  const { custom = {}, user_id: id, user } = call.body(eventRequest)
  const { world, caller } = call
  const by = id ?? user?.id ?? (caller.kind === 'user' ? caller.userId : undefined)
  if (by === undefined) throw inputError('either user or user_id must be provided when using server side auth.')
  world.state.transaction(() => {
    const row = findCall(call)
    ensureUser(world, by)
    emit(world, { type: 'custom', callCid: row.id, fields: { custom, user: writeUserOf(world, by) } })
  })
  return {}
}

function found(call: Call, capability: string, action: string): VideoCall {
  const row = findCall(call)
  requireCapability(call, capability, action, { type: row.type, cid: row.id })
  return row
}

function block(call: Call, row: VideoCall, id: string): void {
  const { world, now } = call
  ensureUser(world, id)
  const blockedUserIds = [...new Set([...row.blockedUserIds, id])]
  world.state.table(calls).put({ ...row, blockedUserIds, updatedAt: now })
  const fields = { user: writeUserOf(world, id), ...byWhom(call) }
  emit(world, { type: 'call.blocked_user', callCid: row.id, fields })
}

function byWhom({ caller, world }: Call, name = 'blocked_by_user'): object {
  return caller.kind === 'user' ? { [name]: writeUserOf(world, caller.userId) } : {}
}

const asCaller = (id: string): UserCaller => ({ kind: 'user', userId: id, role: undefined, callCids: [] })
