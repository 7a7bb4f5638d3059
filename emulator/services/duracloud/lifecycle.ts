// S3's lifecycle rules, which act on content that has been in its bucket for so many days: once a day, at midnight, UTC (§2.5, §2.7).
import type { World } from '../../world.ts'
import { allContent } from './all-content.ts'
import { dayLength } from './dates.ts'
import type { Space } from './model.ts'

/**
 * The midnight at which a rule acts on content: the first after both came, and not before the content is `days` old.
 * @param modified when the content was stored, ms
 * @param since when the rule was made, ms
 */
export function actsAt(modified: number, days: number, since: number): number {
  const first = (Math.floor(Math.max(modified, since) / dayLength) + 1) * dayLength
  const old = Math.ceil((modified + days * dayLength) / dayLength) * dayLength
  return Math.max(first, old)
}

/** When the last content of a space would go by a rule that is made now; now, when there is none. */
export async function lastToGo(world: World, space: Space, days: number): Promise<number> {
  const now = world.clock.now()
  let last = now
  for await (const { lastModified } of allContent(world, space)) last = Math.max(last, actsAt(lastModified, days, now))
  return last
}
