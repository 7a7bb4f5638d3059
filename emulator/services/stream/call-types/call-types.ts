// Call types: create, get, list, update, delete (§2.3).
import type { Call } from '../call.ts'
import { inputError, notFound } from '../errors.ts'
import type { Route } from '../route.ts'
import { filled, later, listOf, mapOf, optional, shape, text } from '../schema.ts'
import { checkStorageName } from '../storages/check-name.ts'
import { deepMerge } from './deep-merge.ts'
import { mergeGrants } from './grants.ts'
import { type CallType, callTypes, findCallType, isBuiltIn, newCallType } from './model.ts'
import { notificationSettingsRequest } from './notifications-schema.ts'
import { callSettingsRequest, mergeSettings } from './settings/index.ts'
import { writeCallType } from './wire.ts'
import type { z } from 'zod'

const description = {
  external_storage: optional(text()),
  settings: optional(callSettingsRequest),
  notification_settings: optional(notificationSettingsRequest),
  grants: optional(mapOf(listOf(text()))),
}
const updateRequest = shape(description)
const createRequest = later(() => shape({ name: filled(), ...description }))

export const unknownCallType = (name: string) => notFound(`${name}: call type does not exist`)

/** @throws {StreamError} 404/16 */
function named(call: Call): CallType {
  const type = call.find('name', (name) => findCallType(call.world, name))
  if (!type) throw unknownCallType(call.param('name'))
  return type
}

function create(call: Call): object {
  const { world, now } = call
  const { name, ...request } = call.body(createRequest)
  return world.state.transaction(() => {
    if (findCallType(world, name)) throw inputError(`call type "${name}" already exists`)
    return writeCallType(world.state.table(callTypes).insert(described(call, newCallType(name, now), request)))
  })
}

function update(call: Call): object {
  const { world } = call
  const request = call.body(updateRequest)
  return world.state.transaction(() =>
    writeCallType(world.state.table(callTypes).put(described(call, named(call), request))),
  )
}

/** The type with what the request says laid over it. An empty name takes the storage away. */
function described({ world, now }: Call, type: CallType, request: z.output<typeof updateRequest>): CallType {
  const { external_storage: storage, settings, notification_settings: notifications, grants } = request
  checkStorageName(world, storage)
  const { externalStorage: before, ...rest } = type
  const externalStorage = storage ?? before
  return {
    ...rest,
    settings: mergeSettings(type.settings, settings),
    notifications: notifications ? deepMerge(type.notifications, notifications) : type.notifications,
    grants: mergeGrants(type.grants, grants),
    ...(externalStorage !== undefined && externalStorage !== '' && { externalStorage }),
    updatedAt: now,
  }
}

function get(call: Call): object {
  return writeCallType(named(call))
}

function list({ world }: Call): object {
  const types = world.state.table(callTypes).list()
  return { call_types: Object.fromEntries(types.map((type) => [type.id, writeCallType(type)])) }
}

function remove(call: Call): object {
  const { world } = call
  world.state.transaction(() => {
    const { id } = named(call)
    if (isBuiltIn(id)) throw inputError(`${id}: a built-in call type cannot be deleted`)
    world.state.table(callTypes).delete(id)
  })
  return {}
}

const path = '/video/calltypes'

export const callTypeRoutes: readonly Route[] = [
  { method: 'GET', path, operation: 'ListCallTypes', serverOnly: true, handle: list },
  { method: 'POST', path, operation: 'CreateCallType', serverOnly: true, handle: create },
  { method: 'GET', path: `${path}/:name`, operation: 'GetCallType', serverOnly: true, handle: get },
  { method: 'PUT', path: `${path}/:name`, operation: 'UpdateCallType', serverOnly: true, handle: update },
  { method: 'DELETE', path: `${path}/:name`, operation: 'DeleteCallType', serverOnly: true, handle: remove },
]
