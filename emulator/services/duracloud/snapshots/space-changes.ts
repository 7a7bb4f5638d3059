// What snapshots and restores do to spaces; tasks ask for it, and so does the bridge (§2.7).
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { Effect, Job } from '../../../time/jobs.ts'
import type { World } from '../../../world.ts'
import { snapshotUser } from '../account.ts'
import { allContent } from '../all-content.ts'
import { grow } from '../audit.ts'
import { noSuchContent, refuse } from '../errors.ts'
import { actsAt } from '../lifecycle.ts'
import { type Space, spaces } from '../model.ts'
import { propertiesFile } from './properties-file.ts'

/** How old content may become after its snapshot. */
export const cleanUpDays = 1

/** Content is deleted so many items at a time. */
const pageSize = 1000

/** Has content of a space go when it is so many days old; `background` when nobody waits for that. */
export function expireContent(world: World, space: Space, days: number, background: boolean): void {
  const since = world.clock.now()
  world.state.transaction(() => {
    keepContent(world, space)
    world.state.table(spaces).update(space.id, { expiration: { days, since } })
    scheduleExpiry(world, space, actsAt(since, 0, since), background)
  })
}

/** Takes back that content goes. */
export function keepContent(world: World, space: Space): void {
  world.jobs.cancel(expiryOf(space))
  world.state.table(spaces).update(space.id, { expiration: undefined })
}

function scheduleExpiry(world: World, space: Space, dueAt: number, background: boolean): void {
  const payload = { id: space.id, background }
  world.jobs.schedule({ kind: 'duracloud.expire-content', dueAt, payload, subject: expiryOf(space), background })
}

export const expiryOf = ({ id }: Space) => `duracloud/expiry/${id}`

/** A midnight: what is old enough goes, and the rule stays. It is looked at again when the next content will be old enough. */
async function doExpire({ payload }: Job, world: World): Promise<Effect | void> {
  const { id, background } = payload as { id: string; background: boolean }
  const space = world.state.table(spaces).get(id)
  if (!space?.expiration) return
  const { days, since } = space.expiration
  const now = world.clock.now()
  const old: string[] = []
  const left = { bytes: 0, items: 0 }
  let next = Number.POSITIVE_INFINITY
  for await (const { key, size, lastModified } of allContent(world, space)) {
    const goes = actsAt(lastModified, days, since)
    if (goes <= now) old.push(key)
    else {
      next = Math.min(next, goes)
      left.bytes += size
      left.items += 1
    }
  }
  while (old.length > 0) await world.objects.deleteMany(space.bucket, old.splice(0, pageSize))
  return () => {
    const { usage } = world.state.table(spaces).get(id) ?? space
    grow(world, space, { bytes: left.bytes - usage.bytes, items: left.items - usage.items })
    // Of an empty space: content that came from now on could not go before.
    if (left.items === 0) scheduleExpiry(world, space, actsAt(now, days, now), true)
    else scheduleExpiry(world, space, next, background)
  }
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
