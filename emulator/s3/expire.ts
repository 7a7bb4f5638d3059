// What a bucket's lifecycle does, once a day at midnight of the world's clock: a job for each bucket that has one.
import type { BucketSettings, LifecycleRule } from '../objects/bucket-settings.ts'
import { ObjectStoreError } from '../objects/errors.ts'
import type { VersionAddress, VersionedStore, VersionEntry } from '../objects/versioned-store.ts'
import type { Effect, Job } from '../time/jobs.ts'
import type { World } from '../world.ts'
import { day, dueAfter, expiryOf, nextMidnight } from './expiration.ts'
import { concerns, concernsKey } from './lifecycle-filter.ts'

/** See service.ts. */
const kind = 's3.expire'

const subjectOf = (bucket: string) => `s3/lifecycle/${bucket}`

/** To be called when a lifecycle is set: the next midnight is its first. */
export function scheduleExpiry(world: World, bucket: string): void {
  world.jobs.cancel(subjectOf(bucket))
  schedule(world, bucket, nextMidnight(world.clock.now() + 1))
}

function schedule({ jobs }: World, bucket: string, dueAt: number): void {
  // Housekeeping: a world is idle although tomorrow comes.
  jobs.schedule({ kind, dueAt, payload: { bucket }, subject: subjectOf(bucket), background: true })
}

/** The job. It ends for good with the lifecycle, or with the bucket. */
export async function expire(job: Job, world: World): Promise<Effect | void> {
  const { bucket } = job.payload as { bucket: string }
  const store = world.versioned
  const rules = settingsOf(store, bucket)?.lifecycle
  if (!rules) return undefined
  const enabled = rules.filter((rule) => rule.enabled)
  await expireVersions(store, bucket, enabled, job.dueAt)
  await abortUploads(store, bucket, enabled, job.dueAt)
  return () => schedule(world, bucket, job.dueAt + day)
}

function settingsOf(store: VersionedStore, bucket: string): BucketSettings | undefined {
  try {
    return store.settings(bucket)
  } catch (error) {
    if (error instanceof ObjectStoreError) return undefined
    throw error
  }
}

async function expireVersions(
  store: VersionedStore,
  bucket: string,
  rules: readonly LifecycleRule[],
  now: number,
): Promise<void> {
  let after: { key: string; versionId?: string | undefined } | undefined
  // Of the key at hand: how many noncurrent versions were seen, and when the one before it was made.
  let seen = { key: '', versions: 0, noncurrent: 0, newerSince: now }
  do {
    const page = await store.listVersions(bucket, after ? { after } : {})
    for (const [index, entry] of page.versions.entries()) {
      const { key, lastModified } = addressOf(entry)
      if (seen.key !== key) seen = { key, versions: 0, noncurrent: 0, newerSince: now }
      if (!entry.latest) seen.noncurrent += 1
      const following = page.versions[index + 1]
      const alone = seen.versions === 0 && (following ? addressOf(following).key !== key : page.next?.key !== key)
      const address = doomed(entry, rules, now, { ...seen, alone })
      if (address) await store.deleteVersion(address)
      seen = { ...seen, versions: seen.versions + 1, newerSince: lastModified }
    }
    after = page.next
  } while (after)
}

interface Place {
  /** Noncurrent versions of the key up to, and with, this one; the newest is the first. */
  noncurrent: number
  /** ms: since when it is not the current one. */
  newerSince: number
  /** It is the only version of its key. */
  alone: boolean
}

/** What is to be deleted, if anything: a current object as S3 deletes it, other versions for good. */
function doomed(
  entry: VersionEntry,
  rules: readonly LifecycleRule[],
  now: number,
  place: Place,
): VersionAddress | undefined {
  const { bucket, key, versionId } = addressOf(entry)
  if (!entry.latest) {
    const gone = rules.some(({ noncurrentExpiration: rule, filter }) => {
      if (!rule || place.noncurrent <= (rule.keep ?? 0)) return false
      const about = 'object' in entry ? concerns(filter, entry.object) : concernsKey(filter, key)
      return about && dueAfter(place.newerSince, rule.days) <= now
    })
    return gone ? { bucket, key, versionId } : undefined
  }
  if ('object' in entry) {
    const expiry = expiryOf(rules, entry.object)
    return expiry && expiry.at <= now ? { bucket, key } : undefined
  }
  const lonely =
    place.alone &&
    rules.some(
      ({ expiration, filter }) => isOver(expiration, entry.marker.lastModified, now) && concernsKey(filter, key),
    )
  return lonely ? { bucket, key, versionId } : undefined
}

/** A delete marker that marks nothing any more goes when it is asked for, or when it would have expired as an object. */
function isOver(expiration: LifecycleRule['expiration'], since: number, now: number): boolean {
  if (!expiration) return false
  const { lonelyDeleteMarkers, days } = expiration
  return lonelyDeleteMarkers === true || (days !== undefined && dueAfter(since, days) <= now)
}

function addressOf(entry: VersionEntry): VersionAddress & { lastModified: number } {
  const { bucket, key, versionId = 'null', lastModified } = 'object' in entry ? entry.object : entry.marker
  return { bucket, key, versionId, lastModified }
}

async function abortUploads(
  store: VersionedStore,
  bucket: string,
  rules: readonly LifecycleRule[],
  now: number,
): Promise<void> {
  let after: { key: string; uploadId?: string | undefined } | undefined
  do {
    const page = await store.listUploads(bucket, after ? { after } : {})
    for (const upload of page.uploads) {
      const over = rules.some(
        ({ abortUploadDays: days, filter }) =>
          days !== undefined && concernsKey(filter, upload.key) && dueAfter(upload.startedAt, days) <= now,
      )
      if (over) await store.abortUpload(upload)
    }
    after = page.next
  } while (after)
}
