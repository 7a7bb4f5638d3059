// What a call names: its factory, and what belongs to it; 404 in the vendor's words when there is none.
import type { World } from '../../world.ts'
import type { Call } from './call.ts'
import { missingParameters, recordNotFound } from './errors.ts'
import {
  type Encoding,
  encodings,
  factories,
  type Factory,
  type Profile,
  profiles,
  type Video,
  videos,
} from './model.ts'
import { type Store, stores } from './stores/model.ts'

/** The factory that the call is about. @throws {TelestreamError} 404 when there is none of that id, 400 when it is not said */
export function factoryOf(call: Call): Factory {
  const id = call.scopeId ?? (call.api === 'v3.0' ? call.world.credentials.telestream.factoryId : undefined)
  if (id === undefined) throw missingParameters(call.api === 'v2' ? 'cloud_id' : 'factory_id')
  return findFactory(call, id)
}

/** @throws {TelestreamError} 404 */
export function findFactory({ world, api }: Pick<Call, 'world' | 'api'>, id: string): Factory {
  const factory = world.state.table(factories).get(id)
  if (!factory) throw recordNotFound(api === 'v2' ? 'Cloud' : 'Factory', id)
  return factory
}

/**
 * What belongs to the factory that the call names; without a name, to any of the account's (the old Java SDK leaves it out, §3).
 * @throws {TelestreamError} 404
 */
function owned<T extends { factoryId: string }>(call: Call, kind: string, id: string, found: T | undefined): T {
  if (found && (call.scopeId === undefined || call.scopeId === found.factoryId)) return found
  if (call.scopeId !== undefined) factoryOf(call)
  throw recordNotFound(kind, id)
}

/** @throws {TelestreamError} 404 */
export function findVideo(call: Call, id: string): Video {
  return owned(call, 'Video', id, call.world.state.table(videos).get(id))
}

/** @throws {TelestreamError} 404 */
export function findEncoding(call: Call, id: string): Encoding {
  return owned(call, 'Encoding', id, call.world.state.table(encodings).get(id))
}

/** By id, or by name within the factory. @throws {TelestreamError} 404 */
export function findProfile(call: Call, idOrName: string): Profile {
  const table = call.world.state.table(profiles)
  const byId = table.get(idOrName)
  const scope = call.scopeId ?? call.world.credentials.telestream.factoryId
  return owned(call, 'Profile', idOrName, byId ?? table.find({ factoryId: scope, name: idOrName }))
}

/** The profiles that a list of ids and names asks for, each once. @throws {TelestreamError} 404 naming the first unknown one */
export function profilesOf(world: World, factory: Factory, asked: readonly string[]): Profile[] {
  const table = world.state.table(profiles)
  const found = new Map<string, Profile>()
  for (const idOrName of asked) {
    const byId = table.get(idOrName)
    const profile = byId?.factoryId === factory.id ? byId : table.find({ factoryId: factory.id, name: idOrName })
    if (!profile) throw recordNotFound('Profile', idOrName)
    found.set(profile.id, profile)
  }
  return [...found.values()]
}

/** A store of the Stores API, as bodies name it by `store_id`. @throws {TelestreamError} 404 */
export function findStore(world: World, id: string): Store {
  const store = world.state.table(stores).get(id)
  if (!store) throw recordNotFound('Store', id)
  return store
}

/** All of a factory, in the order of creation. */
export function allProfiles(world: World, factory: Factory): Profile[] {
  return world.state.table(profiles).list({ where: { factoryId: factory.id } })
}
