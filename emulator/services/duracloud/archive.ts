// Content that a storage class keeps out of reach, and, in Glacier stores, within it for a while when it was asked for (§2.6).
import type { ObjectHead } from '../../objects/object-store.ts'
import { defineTable } from '../../state/table.ts'
import type { World } from '../../world.ts'
import { dayLength } from './dates.ts'
import { Cause } from './errors.ts'
import type { Space } from './model.ts'
import { storeOf } from './find.ts'
import { isOutOfReach, storageClassOf } from './storage-class.ts'

interface Retrieval {
  /** `BUCKET/CONTENT` */
  id: string
  /** When the content was stored: another one under the same id was not asked for. */
  contentModified: number
  availableAt: number
  expiresAt: number
}

const retrievals = defineTable<Retrieval>('duracloud_retrievals')

/** S3's standard retrieval takes 3 to 5 hours. */
const retrievalTime = 4 * 60 * 60_000
const retrievedDays = 14

/** S3's own words. */
export const invalidObjectState = "The operation is not valid for the object's storage class"

/**
 * @param failed what stores that know of no retrieval say
 * @throws {Cause} 409 for content of a Glacier store that has to be retrieved first; 500 in any other store
 */
export function refuseArchived(world: World, space: Space, head: ObjectHead, failed: string): void {
  if (archiveState(world, space, head) === 'available') return
  if (storeOf(space).type !== 'AMAZON_GLACIER') throw new Cause(500, failed)
  throw new Cause(
    409,
    'The storage state of this content item does not allow for this action to be taken. To resolve this issue: 1. Request that this content item be retrieved from offline storage 2. Wait (retrieval may take up to 5 hours) 3. Retry this request',
  )
}

export function archiveState(
  world: World,
  space: Space,
  head: ObjectHead,
): 'available' | 'archived' | 'being retrieved' {
  const now = world.clock.now()
  if (!isOutOfReach(storageClassOf(space, head, now))) return 'available'
  const { key, lastModified } = head
  const retrieval = world.state.table(retrievals).get(`${space.bucket}/${key}`)
  if (!retrieval || retrieval.contentModified !== lastModified || now >= retrieval.expiresAt) return 'archived'
  return now < retrieval.availableAt ? 'being retrieved' : 'available'
}

/** Has archived content brought within reach for 14 days, some hours from now. */
export function retrieve(world: World, space: Space, { key, lastModified }: ObjectHead): void {
  const availableAt = world.clock.now() + retrievalTime
  world.state.table(retrievals).put({
    id: `${space.bucket}/${key}`,
    contentModified: lastModified,
    availableAt,
    expiresAt: availableAt + retrievedDays * dayLength,
  })
}
