// What a request names, or the reason why there is no such thing.
import { isObjectStoreError } from '../../objects/errors.ts'
import type { ObjectHead } from '../../objects/object-store.ts'
import type { World } from '../../world.ts'
import type { Call } from './call.ts'
import { Cause, noSuchContent, noSuchSpace, noSuchStore } from './errors.ts'
import { type Space, spaces, type Store, stores } from './model.ts'

export function primaryStore(): Store {
  const primary = stores.find((store) => store.primary)
  if (!primary) throw new Error('No store is the primary one')
  return primary
}

export function storeById(id: string): Store | undefined {
  return stores.find((store) => store.id === id)
}

/** The store that `storeID` names, by default the primary one. @throws {Cause} 404 */
export function requireStore({ query }: Call): Store {
  const id = query.get('storeID')
  if (id === null || id === '') return primaryStore()
  const store = storeById(id)
  if (!store) throw noSuchStore(id)
  return store
}

export function findSpace(world: World, store: Store, spaceId: string): Space | undefined {
  return world.state.table(spaces).find({ storeId: store.id, spaceId })
}

/** @throws {Cause} 404 */
export function requireSpace(world: World, store: Store, spaceId: string): Space {
  const space = findSpace(world, store, spaceId)
  if (!space) throw noSuchSpace(spaceId)
  return space
}

/** @throws {Cause} 404 */
export async function requireContent(world: World, space: Space, contentId: string): Promise<ObjectHead> {
  try {
    return await world.objects.head(space.bucket, contentId)
  } catch (error) {
    throw causeOf(error, space, contentId)
  }
}

export async function findContent(world: World, space: Space, contentId: string): Promise<ObjectHead | undefined> {
  try {
    return await requireContent(world, space, contentId)
  } catch (error) {
    if (error instanceof Cause && error.status === 404) return undefined
    throw error
  }
}

/** What the object store refused, as a reason in DuraStore's words; any other error is answered as it is. */
export function causeOf(error: unknown, space: Space, contentId: string): unknown {
  if (isObjectStoreError(error, 'NoSuchBucket')) return noSuchSpace(space.spaceId)
  if (isObjectStoreError(error, 'NoSuchKey')) return noSuchContent(contentId, space.bucket)
  // Content IDs may be what MinIO keeps no object under: a//b.
  if (isObjectStoreError(error, 'InvalidKey'))
    return new Cause(500, `Could not store ${contentId} in S3 bucket ${space.bucket} due to error: ${error.message}`)
  return error
}

export function storeOf(space: Space): Store {
  const store = stores.find(({ id }) => id === space.storeId)
  if (!store) throw new Error(`No store ${space.storeId}`)
  return store
}
