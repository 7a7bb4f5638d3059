// The ids of snapshots: ACCOUNT_STORE_SPACE_TIME (§2.7).
import type { World } from '../../world.ts'
import { findSpace, storeById } from './find.ts'
import type { Space } from './model.ts'

/** Where the bridge puts the metadata of snapshots. */
export const snapshotMetadataSpace = 'x-snapshot-metadata'

/** Undefined when there are fewer than four parts. */
export function splitSnapshotId(
  id: string,
): { account: string; storeId: string; spaceId: string; time: string } | undefined {
  const [account, storeId, spaceId, time] = id.split('_')
  if (account === undefined || storeId === undefined || spaceId === undefined || time === undefined) return undefined
  return { account, storeId, spaceId, time }
}

/** The space that a snapshot was taken of, while there is one. */
export function spaceOfSnapshot(world: World, snapshotId: string): Space | undefined {
  const parts = splitSnapshotId(snapshotId)
  const store = parts && storeById(parts.storeId)
  return store && findSpace(world, store, parts.spaceId)
}
