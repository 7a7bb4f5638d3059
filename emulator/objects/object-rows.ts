// The rows of a world's objects: what is stored under a key, and how one thing takes the place of another.
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import type { Blob, Blobs } from './blobs.ts'
import { Checksums } from './checksums.ts'
import { noSuchKey, preconditionFailed } from './errors.ts'
import { multipartEtag } from './multipart-etag.ts'
import type { ObjectHead, ObjectProperties, WriteConditions } from './object-store.ts'
import type { Pieces } from './pieces.ts'

export interface ObjectRow {
  /** Also the owner of its pieces. Replacing an object keeps it. */
  id: string
  bucket: string
  key: string
  head: Omit<ObjectHead, 'bucket' | 'key'>
}

const objects = defineTable<ObjectRow>('objects', { unique: [['bucket', 'key']] })

/** What a new object is, but for its bytes. */
export interface NewObject {
  bucket: string
  key: string
  properties: ObjectProperties
  publicRead: boolean
  conditions: WriteConditions
  /** Default: what its blobs say. */
  etag?: string
}

/** All methods are synchronous; those that write belong in a transaction. */
export class ObjectRows {
  readonly table: Table<ObjectRow>
  readonly #state: State
  readonly #blobs: Blobs
  readonly #pieces: Pieces
  readonly #now: () => number
  readonly #written: (head: ObjectHead) => void

  constructor(
    state: State,
    blobs: Blobs,
    pieces: Pieces,
    now: () => number,
    written: (head: ObjectHead) => void = () => undefined,
  ) {
    this.table = state.table(objects)
    this.#state = state
    this.#blobs = blobs
    this.#pieces = pieces
    this.#now = now
    this.#written = written
  }

  find(bucket: string, key: string): ObjectRow | undefined {
    return this.table.find({ bucket, key })
  }

  /** @throws {ObjectStoreError} NoSuchKey */
  require(bucket: string, key: string): ObjectRow {
    const row = this.find(bucket, key)
    if (!row) throw noSuchKey(bucket, key)
    return row
  }

  /** @throws {ObjectStoreError} NoSuchKey, PreconditionFailed */
  check(bucket: string, key: string, { ifMatch, ifNoneMatch }: WriteConditions): ObjectRow | undefined {
    const row = this.find(bucket, key)
    if (ifNoneMatch !== undefined && row) throw preconditionFailed('If-None-Match')
    if (ifMatch === undefined) return row
    if (!row) throw noSuchKey(bucket, key)
    if (ifMatch !== '*' && ifMatch !== row.head.etag) throw preconditionFailed('If-Match')
    return row
  }

  /** Puts an object where its key says, in place of what was there; takes over the references to `blobs`. */
  write({ bucket, key, properties, publicRead, conditions, etag }: NewObject, blobs: readonly Blob[]): ObjectHead {
    const before = this.check(bucket, key, conditions)
    const id = before?.id ?? `object/${this.#state.next('object')}`
    const lastModified = this.#now()
    if (before) this.#pieces.remove(id)
    let size = 0
    for (const blob of blobs) {
      if (blob.size > 0) this.#pieces.add(id, size, blob, lastModified)
      else this.#state.afterCommit(() => this.#blobs.release(blob.hash))
      size += blob.size
    }
    const whole = wholeOf(blobs)
    const head: ObjectRow['head'] = {
      size,
      etag: etag ?? whole?.md5 ?? multipartEtag(blobs),
      ...(whole && { md5: whole.md5, sha256: whole.hash }),
      ...properties,
      contentType: properties.contentType ?? 'binary/octet-stream',
      metadata: lowerCaseNames(properties.metadata ?? {}),
      lastModified,
      publicRead,
    }
    const row = headOf(this.table.put({ id, bucket, key, head }))
    this.#written(row)
    return row
  }

  remove({ id }: ObjectRow): void {
    this.#pieces.remove(id)
    this.table.delete(id)
  }
}

export function headOf({ bucket, key, head }: ObjectRow): ObjectHead {
  return { bucket, key, ...head }
}

/** Of an object's head, or of options, what can be given to another object. */
export function propertiesOf(from: ObjectProperties): ObjectProperties {
  const properties: ObjectProperties = {}
  for (const name of [
    'contentType',
    'cacheControl',
    'contentDisposition',
    'contentEncoding',
    'contentLanguage',
    'expires',
  ] as const) {
    const value = from[name]
    if (value !== undefined) properties[name] = value
  }
  if (from.metadata) properties.metadata = from.metadata
  return properties
}

/** The digests of all bytes, where they are known without reading them. */
function wholeOf(blobs: readonly Blob[]): Pick<Blob, 'hash' | 'md5'> | undefined {
  const [first, second] = blobs.filter(({ size }) => size > 0)
  if (second) return undefined
  return first ?? new Checksums().finish()
}

function lowerCaseNames(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]))
}
