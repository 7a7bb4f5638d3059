// The sources of a job: whether they can be reached, and how a job gets hold of them.
import { isObjectStoreError } from '../../../objects/errors.ts'
import { OutboundRefused } from '../../../outbound/index.ts'
import type { World } from '../../../world.ts'
import { plainText } from '../../../plain-text.ts'
import { quote } from '../input.ts'
import { sourcesBucket } from '../model.ts'
import { prepareSources } from '../sources.ts'
import { type ObjectPlace, type Place, placeOf } from '../stores/places.ts'
import type { HeldSource } from './model.ts'

/** Real time that a submission waits for a source's server at most, in ms. */
const patience = 10_000

/** Why a source cannot be had, for its owner. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** @throws {Unreachable} when it is no URL, or of a kind that nobody fetches */
export function checkSourceUrl(url: unknown): asserts url is string {
  if (typeof url !== 'string' || !URL.canParse(url))
    throw new Unreachable(`must be a URL, not ${quote(plainText(url))}`)
  const { protocol } = new URL(url)
  if (!['http:', 'https:', 's3:', 'gs:'].includes(protocol))
    throw new Unreachable(`must be an http, https, s3 or gs URL, not ${protocol.slice(0, 20)}`)
}

/** Asks for one byte of it: a presigned URL answers GET, and not HEAD. @throws {Unreachable} */
export async function reach(world: World, url: string): Promise<void> {
  const place = await placeOf(world, url)
  if (isOpen(place)) return void (await headOf(world, place))
  const timeout = Math.min(patience, world.settings.telestream.sourceTimeout)
  const response = await fetchSource(world, url, { range: 'bytes=0-0' }, timeout)
  await response.body?.cancel()
}

/**
 * Gets hold of a source: where it is, if it is in a bucket that the account may read; else it is downloaded, to `scratch`.
 * @throws {Unreachable}
 */
export async function hold(
  world: World,
  source: { name: string; url: string; scratch: string },
): Promise<{ held: HeldSource; place: Place }> {
  const { name, url, scratch } = source
  const place = await placeOf(world, url)
  if (isOpen(place)) {
    const { bucket, key } = place
    return { held: { name, bucket, key, size: (await headOf(world, place)).size }, place }
  }
  const response = await fetchSource(world, url, {}, world.settings.telestream.sourceTimeout)
  await prepareSources(world)
  try {
    const { size } = await world.objects.put(sourcesBucket, scratch, response.body ?? new Uint8Array())
    return { held: { name, bucket: sourcesBucket, key: scratch, size }, place }
  } catch (error) {
    if (error instanceof OutboundRefused) throw new Unreachable(error.message)
    throw error
  }
}

function isOpen(place: Place | ObjectPlace): place is ObjectPlace {
  return 'open' in place && place.open
}

async function headOf(world: World, { bucket, key }: ObjectPlace) {
  try {
    return await world.objects.head(bucket, key)
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchKey')) throw error
    throw new Unreachable(`there is no object ${quote(key)} in the bucket ${bucket}`)
  }
}

async function fetchSource(world: World, url: string, headers: Record<string, string>, timeoutMs: number) {
  const maxBytes = world.settings.telestream.fileSizeLimit
  try {
    if (!/^https?:/.test(url)) throw new Unreachable(`there is no bucket ${quote(new URL(url).hostname)}`)
    const response = await world.outbound.fetch('source', 'telestream', { url, headers, maxBytes, timeoutMs })
    if (response.status === 200 || response.status === 206) return response
    await response.body?.cancel()
    throw new Unreachable(`the server answered ${response.status}`)
  } catch (error) {
    if (error instanceof OutboundRefused) throw new Unreachable(error.message)
    throw error
  }
}
