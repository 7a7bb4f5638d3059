// Getting a call, which is made when there is none (§2.4).
import type { Call } from '../call.ts'
import { mergeSettings } from '../call-types/settings/index.ts'
import { inputError } from '../errors.ts'
import { flag, later, optional, shape, whole } from '../schema.ts'
import { ensureUser, findUser, users } from '../users/model.ts'
import { userFrom } from '../users/schema.ts'
import { emit } from '../webhooks/emit.ts'
import { ownCapabilities, requireCapability } from './capabilities.ts'
import { findCall, lookUpCall, membersOf, typeOfCall } from './find.ts'
import { putMembers } from './members.ts'
import { calls, type VideoCall } from './model.ts'
import { callRequest, type CallRequest } from './requests.ts'
import { ringMembers } from './ring.ts'
import { writeCall, writeMember } from './wire.ts'

const request = later(() =>
  shape({
    data: optional(callRequest),
    members_limit: optional(whole({ min: 0, max: 100 })),
    ring: optional(flag()),
    notify: optional(flag()),
    video: optional(flag()),
  }),
)

/** POST C: a call that is there already is answered as it is. */
export function getOrCreateCall(call: Call): object {
  const { data, members_limit: limit, ...told } = call.body(request)
  return call.world.state.transaction(() => {
    const { row, created } = obtainCall(call, data)
    if (told.ring || told.notify) ringMembers(call, row.id, told)
    return { created, ...stateOf(call, findCall(call), limit) }
  })
}

/** The call of the path, made from `data` when there is none. Within a transaction. */
export function obtainCall(call: Call, data: CallRequest | undefined): { row: VideoCall; created: boolean } {
  const { world } = call
  const type = typeOfCall(call)
  const cid = `${type.id}:${call.param('id')}`
  const found = lookUpCall(world, cid)
  if (found) {
    requireCapability(call, 'read-call', 'ReadCall', { type: type.id, cid })
    return { row: found, created: false }
  }
  requireCapability(call, 'create-call', 'CreateCall', { type: type.id })
  return { row: createCall(call, cid, data), created: true }
}

function createCall(call: Call, cid: string, data: Partial<CallRequest> = {}): VideoCall {
  const { world, now } = call
  checkId(call.param('id'))
  const createdById = creatorOf(call, data)
  const type = typeOfCall(call)
  const { settings_override: settingsOverride } = data
  const settings = mergeSettings(type.settings, settingsOverride)
  const row: VideoCall = {
    id: cid,
    type: type.id,
    callId: call.param('id'),
    createdById,
    custom: data.custom ?? {},
    backstage: settings.backstage.enabled,
    blockedUserIds: [],
    ongoing: false,
    createdAt: now,
    updatedAt: now,
    ...(settingsOverride && { settingsOverride }),
    ...(data.starts_at !== undefined && { startsAt: data.starts_at }),
    ...(data.team !== undefined && { team: data.team }),
    ...(data.channel_cid !== undefined && { channelCid: data.channel_cid }),
  }
  const made = world.state.table(calls).put(row)
  const added = putMembers(world, cid, data.members ?? [], 'call create')
  emit(world, {
    type: 'call.created',
    callCid: cid,
    fields: { call: writeCall(world, made), members: added.map((member) => writeMember(world, member)) },
  })
  return made
}

/** What a cid, an address and the name of a file can hold; which characters the vendor takes is not documented (§8.3). */
function checkId(id: string): void {
  if (!/^[^\s/\\:?#%\p{Cc}]+$/u.test(id)) throw inputError('id must not contain blanks, /, \\, :, ?, # or %')
}

/** Who makes it: on a server's behalf somebody must be named, who is made when unknown (§1.7, §2.4). */
function creatorOf({ caller, world, now }: Call, data: Partial<CallRequest>): string {
  if (data.created_by) {
    const { id } = data.created_by
    world.state.table(users).put(userFrom(data.created_by, findUser(world, id), now))
    return id
  }
  const id = data.created_by_id || (caller.kind === 'user' ? caller.userId : undefined)
  if (id === undefined) {
    throw inputError('either data.created_by or data.created_by_id must be provided when using server side auth.')
  }
  return ensureUser(world, id).id
}

/** What every answer about one call has. */
export function stateOf(call: Call, row: VideoCall, membersLimit?: number) {
  const { world } = call
  return {
    call: writeCall(world, row),
    members: membersOf(world, row.id, membersLimit).map((member) => writeMember(world, member)),
    own_capabilities: ownCapabilities(call, row),
  }
}
