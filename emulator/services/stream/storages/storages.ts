// External storages: create, list, update, delete (§2.2). Nothing is looked at before the check: what is wrong with it shows there.
import { defined } from '../../../defined.ts'
import type { Call } from '../call.ts'
import { inputError, notFound } from '../errors.ts'
import { type Storage, storages, streamS3 } from './model.ts'
import { createSchema, readDescription, storageBody, updateSchema } from './wire.ts'

/** §2.2: of an app. */
const most = 10

/** POST /external_storage */
export function createStorage(call: Call): object {
  const { name, ...description } = call.body(createSchema)
  refuseReserved(name)
  const { state } = call.world
  return state.transaction(() => {
    const table = state.table(storages)
    if (table.get(name)) throw inputError(`external storage "${name}" already exists`)
    if (table.count() >= most) throw inputError(`an application can have at most ${most} external storages`)
    table.insert({ id: name, path: '', ...readDescription(description), createdAt: call.now })
    return {}
  })
}

/** GET /external_storage: a map by name; `stream-s3` is not in it, because suites delete all that is listed. */
export function listStorages(call: Call): object {
  const all = call.world.state.table(storages).list()
  return { external_storages: Object.fromEntries(all.map((storage) => [storage.id, storageBody(storage)])) }
}

/** PUT /external_storage/:name: what is not said stays, but credentials of another type than the new one go. */
export function updateStorage(call: Call): object {
  refuseReserved(call.param('name'))
  const said = readDescription(call.body(updateSchema))
  const { state } = call.world
  return state.transaction(() => {
    const { s3, gcsCredentials, azure, ...rest } = findStorage(call)
    const kept = said.type === rest.type ? { s3, gcsCredentials, azure } : {}
    const { s3: newS3, gcsCredentials: newGcs, azure: newAzure, ...plain } = said
    const credentials = {
      s3: newS3 ?? kept.s3,
      gcsCredentials: newGcs ?? kept.gcsCredentials,
      azure: newAzure ?? kept.azure,
    }
    const updated: Storage = { ...rest, ...plain, ...defined(credentials) }
    state.table(storages).put(updated)
    return storageBody(updated)
  })
}

/** DELETE /external_storage/:name, also while a call type names it: suites delete all of them, in any order. */
export function deleteStorage(call: Call): object {
  refuseReserved(call.param('name'))
  const { state } = call.world
  return state.transaction(() => {
    state.table(storages).delete(findStorage(call).id)
    return {}
  })
}

/** @throws {StreamError} 404/16 */
export function findStorage(call: Call): Storage {
  const found = call.find('name', (name) => call.world.state.table(storages).get(name))
  if (!found) throw noSuchStorage(call.param('name'))
  return found
}

export const noSuchStorage = (name: string) => notFound(`external storage "${name}" does not exist`)

/** §1.7, in the words that the Python and Go suites look for. */
function refuseReserved(name: string): void {
  if (name === streamS3) throw inputError(`${streamS3} name reserved for internal use`)
}
