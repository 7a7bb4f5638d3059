// A video whose factory has a store runs where that store is: its source may have to leave another region for it.
import type { World } from '../../../world.ts'
import type { Factory, Video } from '../model.ts'
import { noteEgress } from './egress.ts'
import { stores } from './model.ts'
import { type Place, placeOf, placeOfStore } from './places.ts'

/** Answers what notes it, to be called in the transaction that keeps the video; undefined when nobody can say where its source was. */
export async function egressOfVideo(
  world: World,
  { id, sourceUrl, settings, originalFilename }: Video,
  { flip }: Factory,
): Promise<((bytes: number) => void) | undefined> {
  const output = flip?.storeId ? world.state.table(stores).get(flip.storeId) : undefined
  const input = world.state.table(stores).get(String(settings?.store_id))
  const from: Place | undefined = input
    ? placeOfStore(input)
    : sourceUrl === null
      ? undefined
      : await placeOf(world, sourceUrl)
  if (!output || !from) return undefined
  const path = typeof settings?.input_path === 'string' ? settings.input_path : (originalFilename ?? '')
  const source = sourceUrl ?? `s3://${from.bucket ?? ''}/${path.replace(/^\/+/, '')}`
  return (bytes) => noteEgress(world, { job: { service: 'flip', id }, source, bytes, from, to: placeOfStore(output) })
}
