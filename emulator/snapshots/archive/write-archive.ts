// A snapshot as one file: a tar with its manifest first, and the same bytes whenever it is written.
import { createDigest } from '#platform'
import { bytesToHex } from '@noble/hashes/utils.js'
import { createTarPacker, type TarPackController } from 'modern-tar'
import type { Blobs } from '../../objects/blobs.ts'
import type { State } from '../../state/state.ts'
import type { StatePart } from '../../state/state-lines.ts'
import { schemaVersion } from '../../state/state.ts'
import { version } from '../../version.ts'
import type { Snapshot } from '../snapshot.ts'
import {
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

export function writeArchive(archived: Archived): Archive {
  const { snapshot, state } = archived
  const entries = [...partsOf(state)].map((part) => entryOf(state, part))
  entries.push(...blobEntries(state))
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
  const digest = createDigest('sha256')
  digest.update(head)
  const seal = encode(`${bytesToHex(digest.digest())}  ${manifestPath}\n`)
  const { readable, controller } = createTarPacker()
  void pack(controller, archived, { head, entries, seal })
  const sizes = [head.length, ...entries.map(({ size }) => size), seal.length]
  return { body: readable, size: sizes.every((size) => size < largest) ? sizeOfTar(sizes) : undefined }
}

async function pack(
  controller: TarPackController,
  { snapshot, state, blobs, done }: Archived,
  { head, entries, seal }: { head: Uint8Array; entries: readonly ManifestEntry[]; seal: Uint8Array },
): Promise<void> {
  const mtime = new Date(snapshot.at)
  const add = (path: string, size: number, body: ReadableStream<Uint8Array>) =>
    body.pipeTo(controller.add({ name: path, size, type: 'file', mode: 0o644, mtime }))
  try {
    await add(manifestPath, head.length, streamOf([head]))
    for (const { path, size } of entries) {
      const meaning = meaningOf(path)
      await add(path, size, 'hash' in meaning ? blobs.read(meaning.hash) : streamOf(chunksOf(state, meaning.part)))
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

function entryOf(state: State, part: StatePart): ManifestEntry {
  const digest = createDigest('sha256')
  let size = 0
  for (const chunk of chunksOf(state, part)) {
    digest.update(chunk)
    size += chunk.length
  }
  return { path: pathOfPart(part), size, sha256: bytesToHex(digest.digest()) }
}

function blobEntries(state: State): ManifestEntry[] {
  if (!state.tableNames().includes('pieces')) return []
  return state
    .query(`SELECT doc ->> 'hash' AS hash, max(doc ->> 'size') AS size FROM pieces GROUP BY doc ->> 'hash' ORDER BY 1`)
    .map(({ hash, size }) => ({ path: pathOfBlob(String(hash)), size: Number(size), sha256: String(hash) }))
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
      pull(controller) {
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
