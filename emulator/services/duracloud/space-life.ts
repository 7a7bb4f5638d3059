// How spaces come and go, whoever asks for it (§3.3).
import { isObjectStoreError } from '../../objects/errors.ts'
import type { Effect, Job } from '../../time/jobs.ts'
import type { World } from '../../world.ts'
import { grow, record } from './audit.ts'
import { findSpace } from './find.ts'
import { type Access, type Space, spaces, type Store } from './model.ts'

/** Content is deleted so many items at a time. */
const pageSize = 1000

/** Makes a space and its bucket; one that is there already is answered as it is. */
export async function createSpace(
  world: World,
  store: Store,
  spaceId: string,
  { acls, username, createdAt }: { acls: Record<string, Access>; username: string; createdAt?: number },
): Promise<Space> {
  const bucket = await createBucket(world, store, spaceId)
  return world.state.transaction(() => {
    const known = findSpace(world, store, spaceId)
    if (known) return known
    const space = world.state.table(spaces).insert({
      id: `${store.id}/${spaceId}`,
      storeId: store.id,
      spaceId,
      bucket,
      createdAt: createdAt ?? world.clock.now(),
      properties: {},
      acls,
      usage: { bytes: 0, items: 0 },
    })
    record(world, space, { action: 'CREATE_SPACE', acls, username })
    return space
  })
}

/** A bucket may not end in a period, as a space may, nor have the blanks around it that DuraStore does not look at; two that would share one are told apart by a number. */
async function createBucket(world: World, store: Store, spaceId: string): Promise<string> {
  const plain = `duracloud-${store.id}.${spaceId.replace(/\.$/, '')}`
  for (let number = 1; ; number += 1) {
    const bucket = number === 1 ? plain : `${plain}-${number}`
    const owner = world.state.table(spaces).find({ bucket })
    if (owner && owner.id !== `${store.id}/${spaceId}`) continue
    try {
      await world.objects.createBucket(bucket)
      return bucket
    } catch (error) {
      // Left by a process that was killed before the space was written down, or made by another request just now.
      if (isObjectStoreError(error, 'BucketAlreadyExists')) return bucket
      throw error
    }
  }
}

/** Marks a space and has it deleted; belongs in a transaction. */
export function deleteSpace(world: World, space: Space, username: string): void {
  if (space.properties['is-delete'] === 'true') return
  world.state.table(spaces).update(space.id, { properties: { ...space.properties, 'is-delete': 'true' } })
  record(world, space, { action: 'DELETE_SPACE', username })
  world.jobs.schedule({ kind: 'duracloud.delete-space', dueAt: world.clock.now(), payload: { id: space.id } })
}

async function doDeleteSpace(job: Job, world: World): Promise<Effect | void> {
  const { id } = job.payload as { id: string }
  const space = world.state.table(spaces).get(id)
  if (!space) return
  await emptySpace(world, space)
  await deleteBucket(world, space.bucket)
  return () => void world.state.table(spaces).delete(id)
}

/** Deletes all content of a space. */
async function emptySpace(world: World, space: Space): Promise<void> {
  await emptyBucket(world, space.bucket)
  const { bytes, items } = world.state.table(spaces).get(space.id)?.usage ?? { bytes: 0, items: 0 }
  world.state.transaction(() => grow(world, space, { bytes: -bytes, items: -items }))
}

/** Deletes all objects, a page at a time; a bucket that is gone is as empty as any. */
async function emptyBucket(world: World, bucket: string): Promise<void> {
  try {
    for (;;) {
      const { objects } = await world.objects.list(bucket, { limit: pageSize })
      if (objects.length === 0) return
      await world.objects.deleteMany(
        bucket,
        objects.map(({ key }) => key),
      )
    }
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
  }
}

/** Deletes a bucket with all that is in it, if there is one. */
export async function deleteBucket(world: World, bucket: string): Promise<void> {
  await emptyBucket(world, bucket)
  try {
    await world.objects.deleteBucket(bucket)
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
  }
}

export const spaceJobs = { 'duracloud.delete-space': doDeleteSpace }
