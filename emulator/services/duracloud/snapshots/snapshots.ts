// The bridge's snapshots: taken, shown, tried again, completed, cancelled (§2.7).
import type { World } from '../../../world.ts'
import { accountHost, memberId } from '../account.ts'
import { allContent } from '../all-content.ts'
import { parseDashedDate, zonelessDate } from '../dates.ts'
import { findSpace, storeById } from '../find.ts'
import type { Space } from '../model.ts'
import { splitSnapshotId } from '../snapshot-ids.ts'
import { deleteBucket } from '../space-life.ts'
import type { Json } from '../tasks/jackson-writer.ts'
import { BridgeError, noSuchSnapshot, wrongState } from './bridge-error.ts'
import { administrators, sendMail } from './mail.ts'
import { addHistory, history, type Snapshot, snapshots, type SnapshotStatus, snapshotStatuses } from './model.ts'
import { propertiesFile } from './properties-file.ts'
import { completeCancel } from './space-changes.ts'

/** Jobs about a snapshot. */
export const subjectOf = (snapshotId: string) => `duracloud/snapshot/${snapshotId}`

export function findSnapshot(world: World, id: string): Snapshot | undefined {
  return world.state.table(snapshots).get(id)
}

/** @throws {BridgeError} 404 */
export function requireSnapshot(world: World, id: string): Snapshot {
  const snapshot = findSnapshot(world, id)
  if (!snapshot) throw noSuchSnapshot(id)
  return snapshot
}

export function sourceSpace(world: World, { storeId, spaceId }: Snapshot): Space | undefined {
  const store = storeById(storeId)
  return store && findSpace(world, store, spaceId)
}

/** Begins a snapshot of a space. @throws {BridgeError} 409 for an empty space, 500 when the description asks for it */
export async function take(
  world: World,
  space: Space,
  { id, description, userEmail }: { id: string; description: string; userEmail: string },
): Promise<Json> {
  if (description.includes('stuntdouble-fail-bridge')) throw new BridgeError(500, 'stuntdouble-fail-bridge')
  if (findSnapshot(world, id)) throw new BridgeError(409, `A snapshot with ID ${id} already exists`)
  const [first, second] = (await world.objects.list(space.bucket, { limit: 2 })).objects
  if (!first || (first.key === propertiesFile && !second)) {
    throw new BridgeError(409, 'A snapshot of an empty space may not be taken.')
  }
  const snapshot: Snapshot = {
    id,
    storeId: space.storeId,
    spaceId: space.spaceId,
    status: 'INITIALIZED',
    date: parseDashedDate(splitSnapshotId(id)?.time ?? '') ?? world.clock.now(),
    description,
    userEmail,
    bucket: `chronopolis-${world.ids.hex('duracloud/preservation')}`,
    items: 0,
    bytes: 0,
    alternateIds: [],
    restarts: 0,
  }
  world.state.transaction(() => {
    world.state.table(snapshots).insert(snapshot)
    addHistory(world, id, {
      'snapshot-action': 'SNAPSHOT_INITIATED',
      'initiating-user': userEmail,
      'snapshot-id': id,
    })
    schedule(world, id, 'start')
  })
  return { snapshotId: id, status: snapshot.status }
}

export type SnapshotStep = 'start' | 'transfer' | 'preserve' | 'finalise'

/** Has the next step happen after a while, or at an instant; belongs in a transaction. */
export function schedule(world: World, snapshotId: string, step: SnapshotStep, at?: number, background = false): void {
  const dueAt = at ?? world.clock.now() + world.settings.duracloud.bridgeStepTime
  const payload = { snapshotId, step }
  world.jobs.schedule({ kind: 'duracloud.snapshot', dueAt, payload, subject: subjectOf(snapshotId), background })
}

/** FAILED_TO_TRANSFER… back to INITIALIZED. @throws {BridgeError} 404; 500 from any other state */
export function restart(world: World, id: string): Json {
  const snapshot = requireSnapshot(world, id)
  if (snapshot.status !== 'FAILED_TO_TRANSFER_FROM_DURACLOUD') throw wrongState('restart snapshot', snapshot.status)
  world.state.transaction(() => {
    world.state.table(snapshots).put({ ...snapshot, status: 'INITIALIZED', restarts: snapshot.restarts + 1 })
    schedule(world, id, 'start')
  })
  return { description: 'successfully restarted snapshot: INITIALIZED', status: 'INITIALIZED' }
}

/** Something went wrong that nobody can mend. @throws {BridgeError} 404 */
export function fail(world: World, id: string, error: string): Json {
  const snapshot = requireSnapshot(world, id)
  world.state.transaction(() => {
    world.jobs.cancel(subjectOf(id))
    world.state.table(snapshots).put({ ...snapshot, status: 'ERROR' })
    addHistory(world, id, { 'snapshot-action': 'SNAPSHOT_ERROR', 'snapshot-id': id, error })
  })
  sendMail(world, administrators, `Snapshot ${id} failed`, error)
  return { description: `Processed snapshot error: ${id}`, status: 'ERROR' }
}

/** Forgets a snapshot and frees its space. @throws {BridgeError} 404; 500 while it cleans up */
export async function cancel(world: World, id: string): Promise<Json> {
  const snapshot = requireSnapshot(world, id)
  if (snapshot.status === 'CLEANING_UP') throw wrongState('cancel snapshot', snapshot.status)
  world.state.transaction(() => {
    world.jobs.cancel(subjectOf(id))
    world.state.table(snapshots).delete(id)
  })
  await deleteBucket(world, snapshot.bucket)
  const space = sourceSpace(world, snapshot)
  if (space?.properties['snapshot-id'] === id) await completeCancel(world, space)
  return { description: 'Snapshot cancelled', status: 'CANCELLED' }
}

/** @throws {BridgeError} 404 */
export function details(world: World, id: string): Json {
  const { date, status, spaceId, storeId, description, items, bytes, alternateIds } = requireSnapshot(world, id)
  return {
    snapshotId: id,
    snapshotDate: date,
    status,
    sourceHost: accountHost,
    sourceSpaceId: spaceId,
    sourceStoreId: storeId,
    description,
    contentItemCount: items,
    totalSizeInBytes: bytes,
    memberId,
    alternateIds,
  }
}

/** All of a store, but only those of these spaces where some are given. */
export function list(world: World, storeId: string, visible?: ReadonlySet<string>): Json {
  const all = world.state.table(snapshots).list({ where: { storeId } })
  return {
    snapshots: all
      .filter(({ spaceId }) => visible === undefined || visible.has(spaceId))
      .map(({ id, description, spaceId, status }) => ({
        snapshotId: id,
        description,
        sourceSpaceId: spaceId,
        sourceStoreId: storeId,
        status,
      })),
  }
}

/** @throws {BridgeError} 404 for a status that is none: JAX-RS's word for a parameter that it cannot read */
export function totals(world: World, storeId: string, status: string): Json {
  const known: SnapshotStatus | undefined = snapshotStatuses.find((name) => name === status)
  if (!known) throw new BridgeError(404, 'Not Found')
  const all = world.state.table(snapshots).list({ where: { storeId, status: known } })
  return {
    totalCount: all.length,
    totalSize: all.reduce((sum, { bytes }) => sum + bytes, 0),
    totalFiles: all.reduce((sum, { items }) => sum + items, 0),
  }
}

export interface Page {
  page: number
  pageSize: number
}

/** The bridge gives no more than 1000 at once, and as many to who asks for none. */
export function pageOf(page: number, pageSize: number): Page {
  return { page: Math.max(0, page), pageSize: pageSize < 1 || pageSize > 1000 ? 1000 : pageSize }
}

/** By content id; an unknown snapshot has nothing in it. */
export async function contents(
  world: World,
  id: string,
  { page, pageSize, prefix }: Page & { prefix: string },
): Promise<Json> {
  const snapshot = findSnapshot(world, id)
  const contentItems: Json[] = []
  if (snapshot && snapshot.items > 0) {
    let skip = page * pageSize
    for await (const head of allContent(world, snapshot, prefix)) {
      if (skip > 0) skip -= 1
      else if (contentItems.length === pageSize) break
      else {
        const { 'content-modified': modified, ...own } = head.metadata
        const contentProperties = {
          ...own,
          'content-mimetype': head.contentType,
          'content-checksum': head.md5 ?? head.etag,
          'content-size': String(head.size),
          'content-modified': modified ?? zonelessDate(head.lastModified),
        }
        contentItems.push({ contentId: head.key, contentProperties })
      }
    }
  }
  return { totalCount: snapshot?.items ?? 0, contentItems }
}

/** Newest first. @throws {BridgeError} 500 for an unknown snapshot */
export function historyOf(world: World, id: string, { page, pageSize }: Page): Json {
  if (!findSnapshot(world, id)) throw new BridgeError(500, `Snapshot with ID ${id} was not found`)
  const historyItems = world.state
    .table(history)
    .list({
      where: { snapshotId: id },
      orderBy: 'number',
      direction: 'desc',
      limit: pageSize,
      offset: page * pageSize,
    })
    .map(({ at, history: text }) => ({ historyDate: at, history: text }))
  return { totalCount: historyItems.length, historyItems }
}
