// A snapshot as one file: a tar with its manifest first, and the same bytes whenever it is written.
import { createDigest } from '#platform'
import { bytesToHex } from '@noble/hashes/utils.js'
import { createTarPacker, type TarPackController } from 'modern-tar'
import type { Blobs } from '../../objects/blobs.ts'
import { inSlices, share } from '../../slices.ts'
import type { State } from '../../state/state.ts'
import type { StatePart } from '../../state/state-lines.ts'
import { schemaVersion } from '../../state/state.ts'
import { version } from '../../version.ts'
import type { Snapshot } from '../snapshot.ts'
import { type ArchivedObject, writeObjects } from './buckets.ts'
import {
  bucketsPath,
  format,
  formatVersion,
  type Manifest,
  type ManifestEntry,
  manifestPath,
  meaningOf,
  pathOfBlob,
  pathOfPart,
  sealPath,
} from './manifest.ts'

export interface Archived {
  snapshot: Snapshot
  state: State
  blobs: Blobs
  /** What is in the buckets of an S3; its bytes are among the blobs. */
  objects?: readonly ArchivedObject[] | undefined
  /** Called once, when all is written or nobody wants it any more. */
  done: () => void
}

export interface Archive {
  body: ReadableStream<Uint8Array>
  /** Bytes of all of it; undefined where tar needs more headers than one an entry. */
  size: number | undefined
}

const block = 512
/** What the header of an entry can say. */
const largest = 8 * 1024 ** 3

/** The digests of all of the state come first, which may be long work: others are served meanwhile. */
export async function writeArchive(archived: Archived): Promise<Archive> {
  const { snapshot, state } = archived
  const buckets = archived.objects && encode(writeObjects(archived.objects))
  const entries = await inSlices(stateEntries(state))
  if (buckets) entries.push({ path: bucketsPath, size: buckets.length, sha256: sha256Of(buckets) })
  entries.push(...blobEntries(state, archived.objects))
  const manifest: Manifest = {
    format,
    version: formatVersion,
    stuntdouble: version,
    schema: schemaVersion,
    objects: state.read<string>('objects') === 's3' ? 's3' : 'embedded',
    world: snapshot.world,
    ...(snapshot.name !== undefined && { name: snapshot.name }),
    at: new Date(snapshot.at).toISOString(),
    sizes: snapshot.sizes,
    entries,
  }
  const head = encode(`${JSON.stringify(manifest, null, 1)}\n`)
  const seal = encode(`${sha256Of(head)}  ${manifestPath}\n`)
  const { readable, controller } = createTarPacker()
  void pack(controller, archived, { head, entries, seal, buckets })
  const sizes = [head.length, ...entries.map(({ size }) => size), seal.length]
  return { body: readable, size: sizes.every((size) => size < largest) ? sizeOfTar(sizes) : undefined }
}

interface Contents {
  head: Uint8Array
  entries: readonly ManifestEntry[]
  seal: Uint8Array
  buckets: Uint8Array | undefined
}

async function pack(
  controller: TarPackController,
  { snapshot, state, blobs, done }: Archived,
  { head, entries, seal, buckets }: Contents,
): Promise<void> {
  const mtime = new Date(snapshot.at)
  const add = (path: string, size: number, body: ReadableStream<Uint8Array>) =>
    body.pipeTo(controller.add({ name: path, size, type: 'file', mode: 0o644, mtime }))
  try {
    await add(manifestPath, head.length, streamOf([head]))
    for (const { path, size } of entries) {
      const meaning = meaningOf(path)
      if (meaning === 'buckets') await add(path, size, streamOf(buckets ? [buckets] : []))
      else if ('hash' in meaning) await add(path, size, blobs.read(meaning.hash))
      else await add(path, size, streamOf(chunksOf(state, meaning.part)))
    }
    await add(sealPath, seal.length, streamOf([seal]))
    controller.finalize()
  } catch (error) {
    // Whoever reads hears of it, unless it was they who went away.
    controller.error(error)
  } finally {
    done()
  }
}

/** Sequences last: they are set when the tables are there. */
function* partsOf(state: State): Generator<StatePart> {
  yield { kind: 'meta' }
  yield { kind: 'counts' }
  for (const table of state.tableNames()) yield { kind: 'rows', table }
  yield { kind: 'sequences' }
}

function sha256Of(bytes: Uint8Array): string {
  const digest = createDigest('sha256')
  digest.update(bytes)
  return bytesToHex(digest.digest())
}

function* stateEntries(state: State): Generator<void, ManifestEntry[]> {
  const entries: ManifestEntry[] = []
  for (const part of partsOf(state)) {
    const digest = createDigest('sha256')
    let size = 0
    for (const chunk of chunksOf(state, part)) {
      digest.update(chunk)
      size += chunk.length
      yield
    }
    entries.push({ path: pathOfPart(part), size, sha256: bytesToHex(digest.digest()) })
  }
  return entries
}

/** Each once, by its digest. */
function blobEntries(state: State, objects: readonly ArchivedObject[] = []): ManifestEntry[] {
  const pieces = state.tableNames().includes('pieces')
    ? state.query(`SELECT doc ->> 'hash' AS hash, max(doc ->> 'size') AS size FROM pieces GROUP BY doc ->> 'hash'`)
    : []
  const sizes = new Map(pieces.map(({ hash, size }) => [String(hash), Number(size)]))
  for (const { sha256, size } of objects) sizes.set(sha256, size)
  return [...sizes]
    .map(([sha256, size]) => ({ path: pathOfBlob(sha256), size, sha256 }))
    .sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1))
}

/** About 64 KiB at a time. */
function* chunksOf(state: State, part: StatePart): Generator<Uint8Array> {
  let text = ''
  for (const line of state.lines.read(part)) {
    text += line
    if (text.length < 65_536) continue
    yield encode(text)
    text = ''
  }
  if (text !== '') yield encode(text)
}

function streamOf(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await share()
        const { done, value } = iterator.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
}

function sizeOfTar(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + block + Math.ceil(size / block) * block, 2 * block)
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
