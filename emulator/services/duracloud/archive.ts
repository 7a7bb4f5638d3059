// Content in Glacier: out of reach from the midnight after it came, and within reach for a while when it was asked for (§2.6).
import type { ObjectHead } from '../../objects/object-store.ts'
import { defineTable } from '../../state/table.ts'
import type { World } from '../../world.ts'
import { dayLength } from './dates.ts'
import { Cause } from './errors.ts'
import type { Space } from './model.ts'
import { storeOf } from './find.ts'

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

/** @throws {Cause} 409 for content that has to be retrieved first */
export function refuseArchived(world: World, space: Space, head: ObjectHead): void {
  if (archiveState(world, space, head) === 'available') return
  throw new Cause(
    409,
    `Content item ${head.key} in space ${space.spaceId} is archived in Glacier. Request its retrieval, wait up to 5 hours, then retry.`,
  )
}

export function archiveState(
  world: World,
  space: Space,
  { key, lastModified }: ObjectHead,
): 'available' | 'archived' | 'being retrieved' {
  if (storeOf(space).type !== 'AMAZON_GLACIER') return 'available'
  const now = world.clock.now()
  // A lifecycle rule of 0 days acts at the next midnight, UTC.
  if (now < (Math.floor(lastModified / dayLength) + 1) * dayLength) return 'available'
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
