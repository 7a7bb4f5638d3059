// How a snapshot comes about, step by step, in the world's time (§2.7).
import { zip } from '../../../body/zip.ts'
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { Effect, Job } from '../../../time/jobs.ts'
import type { World } from '../../../world.ts'
import { allContent } from '../all-content.ts'
import { findSpace, storeById } from '../find.ts'
import type { Space } from '../model.ts'
import { lastToGo } from '../lifecycle.ts'
import { snapshotMetadataSpace } from '../snapshot-ids.ts'
import { createSpace } from '../space-life.ts'
import { prettyJson } from '../tasks/jackson-writer.ts'
import { wrongState } from './bridge-error.ts'
import { administrators, sendMail } from './mail.ts'
import { addHistory, type Snapshot, snapshots } from './model.ts'
import { preserveContent } from './preserved-content.ts'
import { propertiesFile } from './properties-file.ts'
import {
  fail,
  findSnapshot,
  requireSnapshot,
  schedule,
  sourceSpace,
  type SnapshotStep,
  subjectOf,
} from './snapshots.ts'
import { cleanUpDays, completeSnapshot, expireContent } from './space-changes.ts'

const steps: Readonly<Record<SnapshotStep, (world: World, snapshot: Snapshot) => Promise<Effect | void> | Effect>> = {
  start: (world, snapshot) => () => {
    if (snapshot.status !== 'INITIALIZED') return
    world.state.table(snapshots).put({ ...snapshot, status: 'TRANSFERRING_FROM_DURACLOUD' })
    schedule(world, snapshot.id, 'transfer')
  },
  transfer,
  preserve: async (world, snapshot) => {
    if (snapshot.status === 'REPLICATING_TO_STORAGE') await preserve(world, snapshot.id, [])
  },
  finalise,
}

async function doStep({ payload }: Job, world: World): Promise<Effect | void> {
  const { snapshotId, step } = payload as { snapshotId: string; step: SnapshotStep }
  const snapshot = findSnapshot(world, snapshotId)
  if (!snapshot) return
  const fault = world.faults.happens('duracloud', 'snapshot-step', snapshotId)
  if (fault?.effect.kind !== 'error') return steps[step](world, snapshot)
  const { error, details } = fault.effect
  if (error === 'snapshot-fails') return () => void fail(world, snapshotId, String(details.message))
  // Looked at again, and waited for by nobody.
  const at = world.clock.now() + world.settings.duracloud.bridgeStepTime
  return () => schedule(world, snapshotId, step, at, true)
}

export const snapshotJobs = { 'duracloud.snapshot': doStep }

/** Copies the content of the space to where it is preserved; the file that describes the snapshot comes last. */
async function transfer(world: World, snapshot: Snapshot): Promise<Effect | void> {
  if (snapshot.status !== 'TRANSFERRING_FROM_DURACLOUD') return
  const space = sourceSpace(world, snapshot)
  const wanted = snapshot.description.includes('stuntdouble-fail-transfer') && snapshot.restarts === 0
  if (!space || wanted) {
    return () => {
      world.state.table(snapshots).put({ ...snapshot, status: 'FAILED_TO_TRANSFER_FROM_DURACLOUD' })
      sendMail(world, administrators, `Snapshot ${snapshot.id} failed`, 'Its content could not be transferred')
    }
  }
  const total = { items: 0, bytes: 0 }
  await prepareBucket(world, snapshot.bucket)
  for await (const head of allContent(world, space)) {
    await preserveContent(world, head, snapshot.bucket)
    total.items += 1
    total.bytes += head.size
  }
  return () => {
    const { id } = snapshot
    world.state.table(snapshots).put({ ...snapshot, ...total, status: 'REPLICATING_TO_STORAGE' })
    addHistory(world, id, { 'snapshot-action': 'SNAPSHOT_STAGED', 'snapshot-id': id })
    sendMail(world, administrators, `Snapshot ${id} is staged`, `${total.items} items, ${total.bytes} bytes`)
    schedule(world, id, 'preserve')
  }
}

async function prepareBucket(world: World, bucket: string): Promise<void> {
  try {
    await world.objects.createBucket(bucket)
  } catch (error) {
    if (!isObjectStoreError(error, 'BucketAlreadyExists')) throw error
  }
}

/**
 * The preservation system has all content: its metadata goes to DuraCloud, and the space is emptied.
 * @throws {BridgeError} 404; 500 while there is nothing to preserve
 */
export async function preserve(world: World, id: string, alternateIds: readonly string[]): Promise<void> {
  const snapshot = requireSnapshot(world, id)
  if (snapshot.status !== 'REPLICATING_TO_STORAGE') throw wrongState('complete snapshot', snapshot.status)
  await putMetadata(world, snapshot)
  const space = sourceSpace(world, snapshot)
  const emptyAt = space ? await lastToGo(world, space, cleanUpDays) : world.clock.now()
  world.state.transaction(() => {
    world.jobs.cancel(subjectOf(id))
    world.state.table(snapshots).put({ ...snapshot, status: 'CLEANING_UP', alternateIds: [...alternateIds] })
    addHistory(world, id, { 'snapshot-action': 'SNAPSHOT_COMPLETED', 'snapshot-id': id })
    if (space) expireContent(world, space, cleanUpDays, false)
    schedule(world, id, 'finalise', emptyAt + world.settings.duracloud.bridgeStepTime)
  })
}

/** `SNAPSHOT.zip`, in a space that is made for it. */
async function putMetadata(world: World, snapshot: Snapshot): Promise<void> {
  const store = storeById(snapshot.storeId)
  if (!store) return
  const known = findSpace(world, store, snapshotMetadataSpace)
  const space = known ?? (await createSpace(world, store, snapshotMetadataSpace, { acls: {}, username: 'root' }))
  const items: { contentId: string; contentProperties: Record<string, string> }[] = []
  let manifest = ''
  for await (const { key, md5, etag, metadata } of allContent(world, snapshot)) {
    items.push({ contentId: key, contentProperties: metadata })
    manifest += `${md5 ?? etag}  data/${key}\n`
  }
  const description = await readDescription(world, snapshot)
  const encoder = new TextEncoder()
  const bytes = zip([
    { name: 'content-properties.json', data: encoder.encode(prettyJson(items)) },
    { name: 'manifest-md5.txt', data: encoder.encode(manifest) },
    ...(description ? [{ name: propertiesFile, data: description }] : []),
  ])
  await world.objects.put(space.bucket, `${snapshot.id}.zip`, bytes, { contentType: 'application/zip' })
}

/** Undefined when somebody has deleted it from the space before it was copied. */
async function readDescription(world: World, { bucket }: Snapshot): Promise<Uint8Array | undefined> {
  try {
    return await world.objects.readRange(bucket, propertiesFile, 0, 64 * 1024)
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchKey')) return undefined
    throw error
  }
}

/** Once the space is empty, the snapshot is complete; until then it is looked at again, every now and then. */
async function finalise(world: World, snapshot: Snapshot): Promise<Effect> {
  const space = sourceSpace(world, snapshot)
  const empty = !space || (await isEmpty(world, space))
  return () => {
    if (snapshot.status !== 'CLEANING_UP') return
    if (!empty) return schedule(world, snapshot.id, 'finalise', world.clock.now() + 60 * 60_000, true)
    if (space) completeSnapshot(world, space)
    world.state.table(snapshots).put({ ...snapshot, status: 'SNAPSHOT_COMPLETE' })
    sendMail(world, snapshot.userEmail, `Snapshot ${snapshot.id} is complete`, snapshot.description)
  }
}

export async function isEmpty(world: World, { bucket }: Space): Promise<boolean> {
  return (await world.objects.list(bucket, { limit: 1 })).objects.length === 0
}
