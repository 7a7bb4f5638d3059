// The bridge's restores: a snapshot's content copied back into a space (§2.7).
import type { Effect, Job } from '../../../time/jobs.ts'
import type { World } from '../../../world.ts'
import { accountHost, accountName, accountPort } from '../account.ts'
import { allContent } from '../all-content.ts'
import { grow } from '../audit.ts'
import { dashedDate, dayLength } from '../dates.ts'
import { findSpace, storeById } from '../find.ts'
import type { Space } from '../model.ts'
import { deleteSpace } from '../space-life.ts'
import type { Json } from '../tasks/jackson-writer.ts'
import { noSuchRestore, wrongState } from './bridge-error.ts'
import { administrators, sendMail } from './mail.ts'
import { addHistory, type Restore, restores, type RestoreStatus } from './model.ts'
import { restoreContent } from './preserved-content.ts'
import { propertiesFile } from './properties-file.ts'
import { isEmpty } from './snapshot-steps.ts'
import { requireSnapshot } from './snapshots.ts'
import { expireContent } from './space-changes.ts'

/** How long restored content stays; the bridge is told so by its configuration. */
const restoredDays = 30

/** What becomes of a restore by itself, a step at a time. */
const nextStatus: Partial<Record<RestoreStatus, RestoreStatus>> = {
  RETRIEVING_FROM_STORAGE: 'STORAGE_RETRIEVAL_COMPLETE',
  STORAGE_RETRIEVAL_COMPLETE: 'VERIFYING_RETRIEVED_CONTENT',
  VERIFYING_RETRIEVED_CONTENT: 'VERIFYING_SNAPSHOT_REPO_AGAINST_MANIFEST',
  VERIFYING_SNAPSHOT_REPO_AGAINST_MANIFEST: 'TRANSFERRING_TO_DURACLOUD',
  TRANSFERRING_TO_DURACLOUD: 'TRANSFER_TO_DURACLOUD_COMPLETE',
  TRANSFER_TO_DURACLOUD_COMPLETE: 'VERIFYING_TRANSFERRED_CONTENT',
  VERIFYING_TRANSFERRED_CONTENT: 'RESTORATION_COMPLETE',
  RESTORATION_COMPLETE: 'RESTORATION_EXPIRED',
}

/** Tells the administrators of a wish. @throws {BridgeError} 404 */
export function request(world: World, snapshotId: string, userEmail: string): Json {
  requireSnapshot(world, snapshotId)
  world.state.transaction(() =>
    addHistory(world, snapshotId, { 'restore-action': 'RESTORE_REQUESTED', 'initiating-user': userEmail }),
  )
  sendMail(world, administrators, `Restore of ${snapshotId} is requested`, `by ${userEmail}`)
  return { description: 'Your request has been sent.' }
}

/** Begins a restore into a space. @throws {BridgeError} 404; 500 for a snapshot that is not complete */
export function begin(world: World, snapshotId: string, space: Space, userEmail: string): Restore {
  const snapshot = requireSnapshot(world, snapshotId)
  if (snapshot.status !== 'SNAPSHOT_COMPLETE') throw wrongState('restore snapshot', snapshot.status)
  const now = world.clock.now()
  const restore: Restore = {
    id: `${accountName}_${snapshot.storeId}_${snapshot.spaceId}_${dashedDate(now)}`,
    snapshotId,
    status: 'RETRIEVING_FROM_STORAGE',
    startedAt: now,
    statusText: 'Waiting for the content to be retrieved from storage',
    storeId: space.storeId,
    spaceId: space.spaceId,
    userEmail,
    modifiedAt: now,
    restarts: 0,
  }
  world.state.transaction(() => {
    world.state.table(restores).insert(restore)
    addHistory(world, snapshotId, {
      'restore-action': 'RESTORE_INITIATED',
      'initiating-user': userEmail,
      'restore-id': restore.id,
    })
    schedule(world, restore)
  })
  sendMail(world, administrators, `Restore ${restore.id} was begun`, `of ${snapshotId}, by ${userEmail}`)
  return restore
}

const subjectOf = (id: string) => `duracloud/restore/${id}`

function schedule(world: World, { id, status }: Restore, at?: number, background = false): void {
  const dueAt = at ?? world.clock.now() + world.settings.duracloud.bridgeStepTime
  world.jobs.schedule({
    kind: 'duracloud.restore',
    dueAt,
    payload: { id, from: status },
    subject: subjectOf(id),
    background,
  })
}

async function doStep({ payload }: Job, world: World): Promise<Effect | void> {
  const { id, from } = payload as { id: string; from: RestoreStatus }
  const restore = world.state.table(restores).get(id)
  const next = nextStatus[from]
  if (!restore || restore.status !== from || !next) return
  const store = storeById(restore.storeId)
  const space = store && findSpace(world, store, restore.spaceId)
  const fault = world.faults.happens('duracloud', 'restore-step', id)
  if (fault?.effect.kind === 'error') {
    const { error, details } = fault.effect
    if (error === 'restore-stuck')
      return () => schedule(world, restore, world.clock.now() + world.settings.duracloud.bridgeStepTime, true)
    return () => {
      change(world, restore, 'ERROR', String(details.message))
      sendMail(world, administrators, `Restore ${id} failed`, `of ${restore.snapshotId}`)
    }
  }
  const { description } = requireSnapshot(world, restore.snapshotId)
  if (next === 'TRANSFER_TO_DURACLOUD_COMPLETE') {
    const wanted = description.includes('stuntdouble-fail-restore') && restore.restarts === 0
    if (wanted || !space) {
      return () => {
        change(world, restore, 'ERROR', 'The content could not be transferred to duracloud')
        sendMail(world, administrators, `Restore ${id} failed`, `of ${restore.snapshotId}`)
      }
    }
    await copyBack(world, restore, space)
  }
  if (next === 'RESTORATION_EXPIRED') return expire(world, restore, space)
  return () => {
    if (next === 'RESTORATION_COMPLETE') return complete(world, restore, space)
    schedule(world, change(world, restore, next, `Entered ${next}`))
  }
}

export const restoreJobs = { 'duracloud.restore': doStep }

/** All but the file that described the snapshot: a restored space is none that a snapshot is being taken of. */
async function copyBack(world: World, { snapshotId }: Restore, space: Space): Promise<void> {
  const { bucket } = requireSnapshot(world, snapshotId)
  const growth = { bytes: 0, items: 0 }
  for await (const head of allContent(world, { bucket })) {
    if (head.key === propertiesFile) continue
    await restoreContent(world, head, space.bucket)
    growth.bytes += head.size
    growth.items += 1
  }
  world.state.transaction(() => grow(world, space, growth))
}

function complete(world: World, restore: Restore, space: Space | undefined): void {
  const now = world.clock.now()
  const expiresAt = now + restoredDays * dayLength
  const text = `Completed transfer to duracloud on: ${new Date(now).toISOString()}`
  const done = change(world, { ...restore, endedAt: now, expiresAt }, 'RESTORATION_COMPLETE', text)
  if (space) expireContent(world, space, restoredDays, true)
  addHistory(world, restore.snapshotId, { 'restore-action': 'RESTORE_COMPLETED', 'restore-id': restore.id })
  sendMail(world, restore.userEmail, `Restore ${restore.id} is complete`, `to ${restore.spaceId}`)
  schedule(world, done, expiresAt + world.settings.duracloud.bridgeStepTime, true)
}

async function expire(world: World, restore: Restore, space: Space | undefined): Promise<Effect> {
  const empty = !space || (await isEmpty(world, space))
  return () => {
    if (!empty) return schedule(world, restore, world.clock.now() + dayLength, true)
    if (space) deleteSpace(world, space, 'root')
    change(world, restore, 'RESTORATION_EXPIRED', 'The restored content has expired')
    addHistory(world, restore.snapshotId, { 'restore-action': 'RESTORE_EXPIRED', 'restore-id': restore.id })
  }
}

function change(world: World, restore: Restore, status: RestoreStatus, statusText: string): Restore {
  return world.state.table(restores).put({ ...restore, status, statusText, modifiedAt: world.clock.now() })
}

/** @throws {BridgeError} 404 */
export function requireRestore(world: World, id: string): Restore {
  const restore = world.state.table(restores).get(id)
  if (!restore) throw noSuchRestore(id)
  return restore
}

/** The preservation system has retrieved all content. @throws {BridgeError} 404; 500 when it was not asked to */
export function retrieved(world: World, id: string): Json {
  const restore = requireRestore(world, id)
  if (restore.status !== 'RETRIEVING_FROM_STORAGE') throw wrongState('complete restore', restore.status)
  world.state.transaction(() => {
    world.jobs.cancel(subjectOf(id))
    schedule(world, change(world, restore, 'STORAGE_RETRIEVAL_COMPLETE', 'The content was retrieved'))
  })
  return { status: 'STORAGE_RETRIEVAL_COMPLETE', details: 'The content was retrieved' }
}

/** ERROR back to the beginning. @throws {BridgeError} 404; 500 from any other state */
export function restart(world: World, id: string): Json {
  const restore = requireRestore(world, id)
  if (restore.status !== 'ERROR') throw wrongState('restart restore', restore.status)
  world.state.transaction(() =>
    schedule(
      world,
      change(world, { ...restore, restarts: restore.restarts + 1 }, 'RETRIEVING_FROM_STORAGE', 'Restarted'),
    ),
  )
  return { status: 'RETRIEVING_FROM_STORAGE', description: `Restarted restore ${id}` }
}

/** @throws {BridgeError} 404; 500 for a restore that is over */
export function cancel(world: World, id: string): Json {
  const restore = requireRestore(world, id)
  if (restore.status === 'CLEANING_UP' || restore.status === 'RESTORATION_COMPLETE') {
    throw wrongState('cancel restore', restore.status)
  }
  world.state.transaction(() => {
    world.jobs.cancel(subjectOf(id))
    change(world, restore, 'CANCELLED', 'Cancelled')
  })
  return { status: 'CANCELLED', description: `Cancelled restore ${id}` }
}

/** @throws {BridgeError} 404 */
export function details(world: World, id: string): Json {
  return describe(requireRestore(world, id))
}

/** The one of a snapshot that was changed last. @throws {BridgeError} 404 */
export function detailsBySnapshot(world: World, snapshotId: string): Json {
  const [restore] = world.state
    .table(restores)
    .list({ where: { snapshotId }, orderBy: 'modifiedAt', direction: 'desc', limit: 1 })
  if (!restore) throw noSuchRestore(snapshotId)
  return describe(restore)
}

function describe(restore: Restore): Json {
  return {
    restoreId: restore.id,
    snapshotId: restore.snapshotId,
    status: restore.status,
    startDate: restore.startedAt,
    endDate: restore.endedAt ?? null,
    expirationDate: restore.expiresAt ?? null,
    statusText: restore.statusText,
    destinationHost: accountHost,
    destinationPort: accountPort,
    destinationStoreId: restore.storeId,
    destinationSpaceId: restore.spaceId,
  }
}
