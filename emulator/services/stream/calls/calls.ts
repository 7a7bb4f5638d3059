// One call: get, update, end, delete (§2.4).
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { deepMerge } from '../call-types/deep-merge.ts'
import { findCallType } from '../call-types/model.ts'
import { callSettingsRequest, mergeSettings } from '../call-types/settings/index.ts'
import { flag, freeMap, later, optional, shape, time } from '../schema.ts'
import { startTask } from '../tasks/tasks.ts'
import { emit } from '../webhooks/emit.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { stateOf } from './get-or-create.ts'
import { scheduleLimit, timerOf } from './limits.ts'
import { calls, sessions, type VideoCall } from './model.ts'
import { removeCall } from './remove.ts'
import { ringMembers } from './ring.ts'
import { isRunning, sessionOf } from './session-of.ts'
import { endSession } from './sessions.ts'
import { settingsOf } from './settings.ts'
import { writeCall, writeUserOf } from './wire.ts'

/** GET C */
export function getCall(call: Call): object {
  const row = findCall(call)
  requireCapability(call, 'read-call', 'ReadCall', { type: row.type, cid: row.id })
  const told = { ring: call.flag('ring'), notify: call.flag('notify'), video: call.flag('video') }
  if (told.ring || told.notify) call.world.state.transaction(() => ringMembers(call, row.id, told))
  return stateOf(call, findCall(call), call.whole('members_limit', { min: 0, max: 100 }))
}

const updateRequest = later(() =>
  shape({
    custom: optional(freeMap()),
    settings_override: optional(callSettingsRequest),
    starts_at: optional(time()),
  }),
)

/** PATCH C */
export function updateCall(call: Call): object {
  const { custom, settings_override: override, starts_at: startsAt } = call.body(updateRequest)
  const { world, now } = call
  return world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, 'update-call', 'UpdateCall', { type: row.type, cid: row.id })
    if (override) requireCapability(call, 'update-call-settings', 'UpdateCallSettings', { type: row.type, cid: row.id })
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
    if (override?.limits) moveLimit(world, updated)
    emit(world, {
      type: 'call.updated',
      callCid: row.id,
      fields: { call: writeCall(world, updated), capabilities_by_role: findCallType(world, row.type)?.grants ?? {} },
    })
    return stateOf(call, updated)
  })
}

/** Another longest duration is that of the session that runs, too. */
function moveLimit(world: World, call: VideoCall): void {
  const session = sessionOf(world, call)
  if (!session || !isRunning(session)) return
  const { timerEndsAt: _, ...rest } = session
  const timerEndsAt = timerOf(world, call, session)
  world.state.table(sessions).put({ ...rest, ...(timerEndsAt !== undefined && { timerEndsAt }) })
  scheduleLimit(world, session, timerEndsAt)
}

/** POST C/mark_ended: what was recorded is uploaded; `ended_at` stays what it is the first time. */
export function endCall(call: Call): object {
  const { world, now, caller } = call
  world.state.transaction(() => {
    const { id, type, endedAt } = findCall(call)
    requireCapability(call, 'end-call', 'EndCall', { type, cid: id })
    const hadSession = endSession(world, id, now)
    // Who ends it twice changes nothing.
    if (endedAt !== undefined && !hadSession) return
    const ended = world.state.table(calls).put({ ...findCall(call), endedAt: endedAt ?? now, updatedAt: now })
    emit(world, {
      type: 'call.ended',
      callCid: id,
      fields: {
        call: writeCall(world, ended),
        ...(caller.kind === 'user' && { user: writeUserOf(world, caller.userId) }),
      },
    })
  })
  return {}
}

const deleteRequest = later(() => shape({ hard: optional(flag()) }))

/** POST C/delete: hard, a task tells when it is done. */
export function deleteCall(call: Call): object {
  const { hard = false } = call.body(deleteRequest)
  const { world } = call
  return world.state.transaction(() => {
    const row = findCall(call)
    const body = removeCall(world, row, hard)
    return { call: body, ...(hard && { task_id: startTask(world, { [row.id]: { status: 'ok' } }) }) }
  })
}
