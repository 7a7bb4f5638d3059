// The file of a snapshot, read as it arrives: all of it is held against its manifest, and what does not fit refuses the whole.
import { createDigest } from '#platform'
import { bytesToHex } from '@noble/hashes/utils.js'
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'
import type { Blobs } from '../../objects/blobs.ts'
import { referencedBlobs } from '../../objects/pieces.ts'
import { share } from '../../slices.ts'
import { schemaVersion, type State } from '../../state/state.ts'
import { type ArchivedObject, readObjects } from './buckets.ts'
import { checkState } from './check-state.ts'
import { type Manifest, type ManifestEntry, manifestPath, meaningOf, readManifest, sealPath } from './manifest.ts'
import { readLines } from './read-lines.ts'
import { ArchiveRefused } from './refused.ts'

export interface ReadOptions {
  /** Empty; it is to be thrown away when the file is refused. */
  state: State
  blobs: Blobs
  /** Where the objects of this double are. */
  objects: Manifest['objects']
  /** Bytes that are taken at most. */
  maxBytes: number
}

/** Manifests and seals are read into memory. */
const largestManifest = 64 * 1024 * 1024

export interface ReadArchive {
  manifest: Manifest
  /** What is to be in the buckets of an S3. */
  objects: readonly ArchivedObject[]
}

/** What has been taken of a file that is not read to its end. */
interface Taken {
  /** Blobs, with one reference each. */
  owned: string[]
  objects: ArchivedObject[]
}

/**
 * Reads a snapshot into a state, and lets `use` have it. The state's references to blobs are retained; those that `objects` speak of
 * are there until `use` is done.
 * @throws {ArchiveRefused} when there is anything that is not as it has to be; blobs are as before then
 */
export async function readArchive<R>(
  body: ReadableStream<Uint8Array>,
  options: ReadOptions,
  use: (read: ReadArchive) => Promise<R>,
): Promise<R> {
  const taken: Taken = { owned: [], objects: [] }
  const { blobs, state } = options
  try {
    const manifest = await readEntries(body, options, taken)
    checkState(state)
    const received = new Set(taken.owned)
    for (const { sha256 } of taken.objects)
      if (!received.has(sha256)) throw new ArchiveRefused(`The snapshot is damaged: it has no objects/${sha256}`)
    for (const [hash] of referencedBlobs(state))
      if (!received.has(hash)) throw new ArchiveRefused(`The snapshot is damaged: it has no objects/${hash}`)
    const references = [...referencedBlobs(state)]
    for (const [hash, count] of references) blobs.retain(hash, count)
    try {
      return await use({ manifest, objects: taken.objects })
    } catch (error) {
      for (const [hash, count] of references) blobs.release(hash, count)
      throw error
    }
  } finally {
    for (const hash of taken.owned) blobs.release(hash)
  }
}

async function readEntries(body: ReadableStream<Uint8Array>, options: ReadOptions, taken: Taken): Promise<Manifest> {
  const decoder = createTarDecoder({ strict: true })
  const arriving = body.pipeTo(decoder.writable)
  // What goes wrong on the way comes out of the entries too.
  arriving.catch(() => undefined)
  const entries = decoder.readable.getReader()
  const next = async (): Promise<ParsedTarEntry | undefined> => {
    try {
      const { done, value } = await entries.read()
      return done ? undefined : value
    } catch (error) {
      throw damaged(error)
    }
  }
  try {
    const { manifest, digest } = await readHead(await next())
    refuseUnfit(manifest, options)
    for (const entry of manifest.entries) {
      const found = await next()
      requireEntry(found, entry)
      await readEntry(found, entry, options, taken)
    }
    await readSeal(await next(), digest)
    const more = await next()
    if (more) throw new ArchiveRefused(`The snapshot is damaged: ${more.header.name} comes behind its end`)
    await arriving.catch((error: unknown) => Promise.reject(damaged(error)))
    return manifest
  } catch (error) {
    // Where the file itself broke off there is nothing to cancel any more.
    await entries.cancel(error).catch(() => undefined)
    throw error
  }
}

async function readHead(entry: ParsedTarEntry | undefined): Promise<{ manifest: Manifest; digest: string }> {
  if (entry?.header.name !== manifestPath)
    throw new ArchiveRefused(
      entry
        ? `This is no snapshot of stuntdouble: it begins with ${JSON.stringify(entry.header.name.slice(0, 80))}, and not with ${manifestPath}`
        : 'This is no snapshot of stuntdouble: it is empty',
    )
  const { text, digest } = await readText(entry)
  return { manifest: await readManifest(text), digest }
}

function refuseUnfit({ entries, objects, schema, stuntdouble }: Manifest, options: ReadOptions): void {
  if (schema > schemaVersion)
    throw new ArchiveRefused(
      `The snapshot was written by a newer stuntdouble, ${stuntdouble} (schema ${schema}; this one knows ${schemaVersion}). Update stuntdouble.`,
    )
  if (objects !== options.objects)
    throw new ArchiveRefused(
      objects === 's3'
        ? 'The snapshot has its objects from an S3; load it into a double with --object-store s3'
        : 'The snapshot has the objects of a double that keeps them itself; load it into one without --object-store s3',
    )
  const bytes = entries.reduce((sum, { size }) => sum + size, 0)
  if (bytes > options.maxBytes)
    throw new ArchiveRefused(`The snapshot has ${bytes} bytes; ${options.maxBytes} are taken at most`, {
      code: 'too-large',
    })
}

function requireEntry(found: ParsedTarEntry | undefined, wanted: ManifestEntry): asserts found is ParsedTarEntry {
  if (!found) throw new ArchiveRefused(`The snapshot is cut off: it ends before ${wanted.path}`)
  const { name, size, type } = found.header
  if (name !== wanted.path || (type ?? 'file') !== 'file')
    throw new ArchiveRefused(
      `The snapshot is damaged: it has ${JSON.stringify(name.slice(0, 80))} where ${wanted.path} should be`,
    )
  if (size !== wanted.size)
    throw new ArchiveRefused(`The snapshot is damaged: ${name} has ${size} bytes and not ${wanted.size}`)
}

async function readEntry(
  found: ParsedTarEntry,
  { path, sha256, size }: ManifestEntry,
  { blobs, state }: ReadOptions,
  { owned, objects }: Taken,
): Promise<void> {
  const meaning = meaningOf(path)
  const { body } = found
  if (meaning === 'buckets') {
    const { text, digest } = await readText(found)
    requireDigest(path, digest, sha256)
    for (const object of readObjects(text)) objects.push(object)
    return
  }
  const digest = await (
    'hash' in meaning ? storeBlob(blobs, body, size, owned) : readLines(body, state, meaning.part)
  ).catch((error: unknown) => Promise.reject(damaged(error)))
  requireDigest(path, digest, sha256)
}

function requireDigest(path: string, digest: string, wanted: string): void {
  if (digest !== wanted) throw new ArchiveRefused(`The snapshot is damaged: ${path} has not the digest that it should`)
}

async function storeBlob(
  blobs: Blobs,
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  owned: string[],
): Promise<string> {
  const { hash } = await blobs.store(body, { maxBytes })
  owned.push(hash)
  return hash
}

async function readSeal(entry: ParsedTarEntry | undefined, digest: string): Promise<void> {
  if (entry?.header.name !== sealPath) throw new ArchiveRefused(`The snapshot is cut off: it ends before ${sealPath}`)
  const { text } = await readText(entry)
  if (!text.startsWith(digest))
    throw new ArchiveRefused(`The snapshot is damaged: ${manifestPath} has not the digest that it should`)
}

async function readText({ body, header }: ParsedTarEntry): Promise<{ text: string; digest: string }> {
  if (header.size > largestManifest)
    throw new ArchiveRefused(`The snapshot is damaged: ${header.name} has ${header.size} bytes`)
  try {
    const digest = createDigest('sha256')
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of body) {
      digest.update(chunk)
      text += decoder.decode(chunk, { stream: true })
      await share()
    }
    return { text: text + decoder.decode(), digest: bytesToHex(digest.digest()) }
  } catch (error) {
    throw damaged(error)
  }
}

function damaged(error: unknown): ArchiveRefused {
  if (error instanceof ArchiveRefused) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new ArchiveRefused(`This is no snapshot of stuntdouble, or it is damaged: ${reason}`, { cause: error })
}
