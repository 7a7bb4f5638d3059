// What snapshots and restores do to spaces; tasks ask for it, and so does the bridge (§2.7).
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { Job } from '../../../time/jobs.ts'
import type { World } from '../../../world.ts'
import { snapshotUser } from '../account.ts'
import { dayLength } from '../dates.ts'
import { noSuchContent, refuse } from '../errors.ts'
import { type Space, spaces } from '../model.ts'
import { emptySpace } from '../space-life.ts'
import { propertiesFile } from './properties-file.ts'

/** Has all content of a space go after so many days; `background` when nobody waits for that. */
export function expireContent(world: World, space: Space, days: number, background: boolean): number {
  const dueAt = world.clock.now() + days * dayLength
  world.state.transaction(() => {
    keepContent(world, space)
    world.state.table(spaces).update(space.id, { expirationDays: days })
    const payload = { id: space.id }
    world.jobs.schedule({ kind: 'duracloud.expire-content', dueAt, payload, subject: expiryOf(space), background })
  })
  return dueAt
}

/** Takes back that content goes. */
export function keepContent(world: World, space: Space): void {
  world.jobs.cancel(expiryOf(space))
  world.state.table(spaces).update(space.id, { expirationDays: undefined })
}

export const expiryOf = ({ id }: Space) => `duracloud/expiry/${id}`

async function doExpire({ payload }: Job, world: World): Promise<void> {
  const space = world.state.table(spaces).get((payload as { id: string }).id)
  if (space) await emptySpace(world, space)
}

export const expiryJobs = { 'duracloud.expire-content': doExpire }

/** complete-snapshot: content stays, and no property but the ACLs is left. */
export function completeSnapshot(world: World, space: Space): void {
  world.state.transaction(() => {
    keepContent(world, space)
    world.state.table(spaces).update(space.id, { properties: {} })
  })
}

/** Takes the mark of a snapshot from a space, and its file; the file may be gone already. */
export async function unmark(world: World, space: Space): Promise<boolean> {
  const { 'snapshot-id': _id, ...properties } = space.properties
  world.state.table(spaces).update(space.id, { properties })
  return deleteFile(world, space)
}

/** complete-cancel-snapshot. @throws {DuraCloudError} 500 when the file is missing: its ACL stays then */
export async function completeCancel(world: World, space: Space): Promise<void> {
  if (!(await unmark(world, space))) throw refuse(500, noSuchContent(propertiesFile, space.bucket).message)
  const { [snapshotUser]: _access, ...acls } = world.state.table(spaces).get(space.id)?.acls ?? {}
  world.state.table(spaces).update(space.id, { acls })
}

async function deleteFile(world: World, { bucket }: Space): Promise<boolean> {
  try {
    return await world.objects.delete(bucket, propertiesFile)
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket')) return false
    throw error
  }
}
