// What the bridge keeps: snapshots, their history, and their restores (§2.7).
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'

export const snapshotStatuses = [
  'INITIALIZED',
  'TRANSFERRING_FROM_DURACLOUD',
  'REPLICATING_TO_STORAGE',
  'CLEANING_UP',
  'SNAPSHOT_COMPLETE',
  'FAILED_TO_TRANSFER_FROM_DURACLOUD',
  'ERROR',
  'CANCELLED',
] as const
export type SnapshotStatus = (typeof snapshotStatuses)[number]

export type RestoreStatus =
  | 'INITIALIZED'
  | 'RETRIEVING_FROM_STORAGE'
  | 'STORAGE_RETRIEVAL_COMPLETE'
  | 'VERIFYING_RETRIEVED_CONTENT'
  | 'VERIFYING_SNAPSHOT_REPO_AGAINST_MANIFEST'
  | 'TRANSFERRING_TO_DURACLOUD'
  | 'TRANSFER_TO_DURACLOUD_COMPLETE'
  | 'VERIFYING_TRANSFERRED_CONTENT'
  | 'CLEANING_UP'
  | 'ERROR'
  | 'RESTORATION_COMPLETE'
  | 'RESTORATION_EXPIRED'
  | 'CANCELLED'

export interface Snapshot {
  id: string
  storeId: string
  spaceId: string
  status: SnapshotStatus
  /** ms; the time in its id. */
  date: number
  description: string
  userEmail: string
  /** Where its content is preserved. */
  bucket: string
  items: number
  bytes: number
  alternateIds: string[]
  /** How often it was tried again. */
  restarts: number
}

export const snapshots = defineTable<Snapshot>('duracloud_snapshots', {
  indexes: [['storeId'], ['storeId', 'status']],
})

export interface Restore {
  id: string
  snapshotId: string
  status: RestoreStatus
  startedAt: number
  endedAt?: number
  expiresAt?: number
  statusText: string
  storeId: string
  spaceId: string
  userEmail: string
  modifiedAt: number
  restarts: number
}

export const restores = defineTable<Restore>('duracloud_restores', { indexes: [['snapshotId', 'modifiedAt']] })

export interface HistoryItem {
  id: string
  number: number
  snapshotId: string
  at: number
  history: string
}

export const history = defineTable<HistoryItem>('duracloud_snapshot_history', { indexes: [['snapshotId', 'number']] })

/** Notes an event as the bridge does: a list of pairs in something like JSON, with single quotes. */
export function addHistory(world: World, snapshotId: string, pairs: Readonly<Record<string, string>>): void {
  const number = world.state.next('duracloud-snapshot-history')
  const text = Object.entries(pairs).map(([name, value]) => `{'${name}':'${value}'}`)
  world.state
    .table(history)
    .insert({ id: String(number), number, snapshotId, at: world.clock.now(), history: `[${text.join(',')}]` })
}
