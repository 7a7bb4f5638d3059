// Which of S3's storage classes content is in: the one that it is stored in, or a colder one that a policy has moved it to (§2.5, §2.6).
import type { ObjectHead } from '../../objects/object-store.ts'
import { storeOf } from './find.ts'
import { actsAt } from './lifecycle.ts'
import type { Space, StoragePolicy } from './model.ts'

/** Nothing moves back up this ladder but by being stored again. */
const ladder = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
]

/** What is in one of these is listed and described, and not read. */
const outOfReach = new Set(['GLACIER', 'DEEP_ARCHIVE'])

export const isOutOfReach = (storageClass: string) => outOfReach.has(storageClass)

/** Glacier stores have a policy of their own, from the first day on. */
const glacier: readonly StoragePolicy[] = [{ storageClass: 'GLACIER', days: 0, since: 0 }]

/** @param now ms of the world's clock */
export function storageClassOf(space: Space, { lastModified }: ObjectHead, now: number): string {
  const policies = storeOf(space).type === 'AMAZON_GLACIER' ? glacier : (space.storagePolicies ?? [])
  let rung = 0
  for (const [index, { storageClass, days, since }] of policies.entries()) {
    const until = policies[index + 1]?.since ?? Number.POSITIVE_INFINITY
    const moves = actsAt(lastModified, days, since)
    if (moves <= now && moves <= until) rung = Math.max(rung, ladder.indexOf(storageClass))
  }
  return ladder[rung] ?? 'STANDARD'
}
