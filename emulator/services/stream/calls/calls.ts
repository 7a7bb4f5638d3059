// One call: get, update, end, delete (§2.4).
import type { Call } from '../call.ts'
import { deepMerge } from '../call-types/deep-merge.ts'
import { findCallType } from '../call-types/model.ts'
import { callSettingsRequest, mergeSettings } from '../call-types/settings/index.ts'
import { forgetFiles } from '../egress/forget.ts'
import { flag, freeMap, optional, shape, time } from '../schema.ts'
import { startTask } from '../tasks/tasks.ts'
import { emit } from '../webhooks/emit.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { stateOf } from './get-or-create.ts'
import { calls, members, sessions } from './model.ts'
import { ringMembers } from './ring.ts'
import { endSession } from './sessions.ts'
import { settingsOf } from './settings.ts'
import { writeCall } from './wire.ts'

/** GET C */
export function getCall(call: Call): object {
  const row = findCall(call)
  requireCapability(call, 'read-call', 'ReadCall', { type: row.type, cid: row.id })
  const told = { ring: call.flag('ring'), notify: call.flag('notify'), video: call.flag('video') }
  if (told.ring || told.notify) call.world.state.transaction(() => ringMembers(call.world, row, told))
  return stateOf(call, row, call.whole('members_limit', { min: 0, max: 100 }))
}

const updateRequest = shape({
  custom: optional(freeMap()),
  settings_override: optional(callSettingsRequest),
  starts_at: optional(time()),
})

/** PATCH C */
export function updateCall(call: Call): object {
  const { custom, settings_override: override, starts_at: startsAt } = call.body(updateRequest)
  const { world, now } = call
  return world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, 'update-call', 'UpdateCall', { type: row.type, cid: row.id })
    const { settingsOverride: before } = row
    // Refuses what does not fit the settings that there are.
    mergeSettings(settingsOf(world, row), override)
    const updated = world.state.table(calls).put({
      ...row,
      ...(custom && { custom }),
      ...(override && { settingsOverride: before ? deepMerge(before, override) : override }),
      ...(startsAt !== undefined && { startsAt }),
      ...(override?.backstage?.enabled !== undefined && { backstage: override.backstage.enabled }),
      updatedAt: now,
    })
    emit(world, {
      type: 'call.updated',
      callCid: row.id,
      fields: { call: writeCall(world, updated), capabilities_by_role: findCallType(world, row.type)?.grants ?? {} },
    })
    return stateOf(call, updated)
  })
}

/** POST C/mark_ended: what was recorded is uploaded; `ended_at` stays what it is the first time. */
export function endCall(call: Call): object {
  const { world, now, caller } = call
  world.state.transaction(() => {
    const { id, type } = findCall(call)
    requireCapability(call, 'end-call', 'EndCall', { type, cid: id })
    endSession(world, id, now)
    const row = findCall(call)
    const ended = world.state.table(calls).put({ ...row, endedAt: row.endedAt ?? now, updatedAt: now })
    const user = caller.kind === 'user' ? stateOf(call, ended).call.created_by : undefined
    emit(world, {
      type: 'call.ended',
      callCid: id,
      fields: { call: writeCall(world, ended), ...(user !== undefined && { user }) },
    })
  })
  return {}
}

const deleteRequest = shape({ hard: optional(flag()) })

/** POST C/delete: softly its files are kept, where whoever has their URLs finds them; hard, they go too, and a task tells so. */
export function deleteCall(call: Call): object {
  const { hard = false } = call.body(deleteRequest)
  const { world, now } = call
  return world.state.transaction(() => {
    const { id } = findCall(call)
    endSession(world, id, now)
    const body = writeCall(world, findCall(call))
    for (const row of world.state.table(members).list({ where: { callCid: id } }))
      world.state.table(members).delete(row.id)
    for (const row of world.state.table(sessions).list({ where: { callCid: id } }))
      world.state.table(sessions).delete(row.id)
    world.state.table(calls).delete(id)
    if (hard) forgetFiles(world, id)
    emit(world, { type: 'call.deleted', callCid: id, fields: { call: body } })
    return { call: body, ...(hard && { task_id: startTask(world, { [id]: { status: 'ok' } }) }) }
  })
}
