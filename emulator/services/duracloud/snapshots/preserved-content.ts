// Content on its way to where snapshots are preserved, and back: a copy is new, so that the date of the original goes with it.
import type { ObjectHead } from '../../../objects/object-store.ts'
import type { World } from '../../../world.ts'
import { zonelessDate } from '../dates.ts'

const modified = 'content-modified'

/** With the date among its properties, where the bridge's list of contents shows it. */
export async function preserveContent(world: World, head: ObjectHead, bucket: string): Promise<void> {
  await copyTo(world, head, bucket, { ...head.metadata, [modified]: zonelessDate(head.lastModified) })
}

/** Without it: DuraStore takes no such property from anybody, and counts it itself. */
export async function restoreContent(world: World, head: ObjectHead, bucket: string): Promise<void> {
  const { [modified]: _date, ...metadata } = head.metadata
  await copyTo(world, head, bucket, metadata)
}

async function copyTo(
  world: World,
  { bucket: from, key, contentType, contentEncoding }: ObjectHead,
  bucket: string,
  metadata: Record<string, string>,
): Promise<void> {
  const replace = { contentType, metadata, ...(contentEncoding !== undefined && { contentEncoding }) }
  await world.objects.copy({ bucket: from, key }, { bucket, key }, { replace })
}
