// The rows of a world's objects: what is stored under a key, and how one thing takes the place of another.
import { defined } from '../defined.ts'
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import type { Blob, Blobs } from './blobs.ts'
import { Checksums } from './checksums.ts'
import type { BucketRows } from './bucket-rows.ts'
import type { Versioning } from './bucket-settings.ts'
import { isDeleteMarker, noSuchKey, noSuchVersion, preconditionFailed } from './errors.ts'
import { multipartEtag } from './multipart-etag.ts'
import type { ObjectHead, ObjectProperties, WriteConditions } from './object-store.ts'
import type { PartNotes, Pieces } from './pieces.ts'
import { newVersionId, nullVersion } from './places.ts'
import { markerOf, VersionRows } from './version-rows.ts'
import type { Deleted, ObjectExtras, VersionHead } from './versioned-store.ts'

export interface ObjectRow {
  /** Also the owner of its pieces. Replacing an object keeps it. */
  id: string
  bucket: string
  key: string
  /** Without a version: it is the version `null`. */
  head: Omit<VersionHead, 'bucket' | 'key'>
  /** Greater for what is newer; missing where the bucket was not versioned. */
  sequence?: number
}

export const objects = defineTable<ObjectRow>('objects', { unique: [['bucket', 'key']] })

const mostKnown = 1024

/** What a new object is, but for its bytes. */
export interface NewObject {
  bucket: string
  key: string
  properties: ObjectProperties
  publicRead: boolean
  conditions: WriteConditions
  /** Default: what its blobs say. */
  etag?: string
  extras?: ObjectExtras & { partsCount?: number }
}

export interface ObjectRowsOptions {
  state: State
  blobs: Blobs
  pieces: Pieces
  buckets: BucketRows
  /** ms of the world's clock. */
  now: () => number
  ids: (kind: string) => string
  /** Hears of every object, in the transaction that writes it. */
  written?: ((head: ObjectHead) => void) | undefined
}

/** All methods are synchronous; those that write belong in a transaction. */
export class ObjectRows {
  readonly table: Table<ObjectRow>
  readonly versions: VersionRows
  /** The ids of rows that were looked for lately: rows are found faster by them than by their keys. */
  readonly #known = new Map<string, string>()
  readonly #state: State
  readonly #blobs: Blobs
  readonly #pieces: Pieces
  readonly #buckets: BucketRows
  readonly #now: () => number
  readonly #ids: (kind: string) => string
  readonly #written: (head: ObjectHead) => void

  constructor({ state, blobs, pieces, buckets, now, ids, written = () => undefined }: ObjectRowsOptions) {
    this.table = state.table(objects)
    this.versions = new VersionRows(state, pieces)
    this.#state = state
    this.#blobs = blobs
    this.#pieces = pieces
    this.#buckets = buckets
    this.#now = now
    this.#ids = ids
    this.#written = written
  }

  /** Frozen, where it was read before. */
  find(bucket: string, key: string): ObjectRow | undefined {
    const name = `${bucket}/${key}`
    const known = this.#known.get(name)
    const row = known === undefined ? undefined : this.table.get(known)
    // No two rows have one key: as long as this one is there, it is the one.
    if (row?.key === key && row.bucket === bucket) return row
    const found = this.table.find({ bucket, key })
    if (this.#known.size >= mostKnown) this.#known.clear()
    if (found) this.#known.set(name, found.id)
    else this.#known.delete(name)
    return found
  }

  /**
   * The current object, or that version of it.
   * @throws {ObjectStoreError} NoSuchKey, NoSuchVersion, IsDeleteMarker
   */
  require(bucket: string, key: string, versionId?: string): ObjectRow {
    const current = this.find(bucket, key)
    if (versionId === undefined) {
      if (current) return current
      const marker = this.#isVersioned(bucket) ? this.versions.newest(bucket, key) : undefined
      throw noSuchKey(bucket, key, marker && markerOf(marker))
    }
    if (current && (current.head.versionId ?? nullVersion) === versionId) return current
    const row = this.versions.find(bucket, key, versionId)
    if (!row) throw noSuchVersion(key, versionId)
    if (!row.head) throw isDeleteMarker(markerOf(row))
    return { id: row.id, bucket, key, head: row.head, sequence: row.sequence }
  }

  #isVersioned(bucket: string): boolean {
    return this.#buckets.settings(bucket).versioning !== undefined
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

  /** Puts an object where its key says; what was there goes, or stays as a version. Takes over the references to `blobs`. */
  write(object: NewObject, blobs: readonly (Blob & PartNotes)[]): VersionHead {
    const { bucket, key, properties, publicRead, conditions, etag, extras } = object
    const before = this.check(bucket, key, conditions)
    const { versioning } = this.#buckets.settings(bucket)
    const lastModified = this.#now()
    const id = versioning === undefined && before ? before.id : `object/${this.#state.next('object')}`
    // Most objects are of one piece, and take the place of such a one: then its row need be neither found nor removed.
    const isOnly = blobs.length === 1 && blobs[0] !== undefined && blobs[0].size > 0
    const replaced = isOnly && versioning === undefined ? onlyPieceOf(before) : undefined
    if (versioning !== undefined) this.#displace(bucket, key, before, versioning)
    else if (before && !replaced) this.#pieces.remove(id)
    let size = 0
    for (const blob of blobs) {
      if (blob.size > 0) this.#pieces.replace(replaced, id, size, blob, lastModified)
      else this.#state.afterCommit(() => this.#blobs.release(blob.hash))
      size += blob.size
    }
    const whole = wholeOf(blobs)
    const head: ObjectRow['head'] = {
      size,
      etag: etag ?? whole?.md5 ?? multipartEtag(blobs),
      ...(whole && { md5: whole.md5, sha256: whole.hash }),
      ...properties,
      ...extras,
      contentType: properties.contentType ?? 'binary/octet-stream',
      metadata: lowerCaseNames(properties.metadata ?? {}),
      lastModified,
      publicRead,
    }
    const row = this.table.put({ id, bucket, key, ...this.#newVersion(head, versioning) })
    const written = headOf(row, versioning !== undefined)
    this.#written(written)
    return written
  }

  /** As S3 deletes without a version: the object goes, or, where versions are kept, a marker takes its place. */
  delete(bucket: string, key: string): Deleted {
    const before = this.find(bucket, key)
    const { versioning } = this.#buckets.settings(bucket)
    if (versioning === undefined) {
      if (before) this.#remove(before)
      return { marker: false }
    }
    this.#displace(bucket, key, before, versioning)
    const sequence = this.#state.next('version-order')
    const versionId = versioning === 'Enabled' ? newVersionId(this.#ids('version'), sequence) : nullVersion
    const id = `object/${this.#state.next('object')}`
    this.versions.mark({ id, bucket, key, versionId, sequence, since: this.#now() })
    return { marker: true, versionId }
  }

  /** Removes one version for good; the newest that is left becomes what is seen. */
  deleteVersion(bucket: string, key: string, versionId: string): Deleted {
    const current = this.find(bucket, key)
    const isCurrent = current !== undefined && (current.head.versionId ?? nullVersion) === versionId
    const row = isCurrent ? undefined : this.versions.find(bucket, key, versionId)
    if (isCurrent) this.#remove(current)
    if (row) this.versions.remove(row)
    const next = isCurrent || !current ? this.versions.newest(bucket, key) : undefined
    if (next?.head) {
      this.versions.take(next)
      this.table.insert({ id: next.id, bucket, key, head: next.head, sequence: next.sequence })
    }
    return { marker: row !== undefined && row.head === undefined, versionId }
  }

  /** Changes what is said of an object, current or not. */
  retouch(row: ObjectRow, patch: Partial<ObjectRow['head']>): ObjectRow {
    const head = { ...row.head, ...patch }
    if (!this.versions.table.update(row.id, { head })) this.table.put({ ...row, head })
    return { ...row, head }
  }

  #newVersion(head: ObjectRow['head'], versioning: Versioning | undefined): Pick<ObjectRow, 'head' | 'sequence'> {
    if (versioning === undefined) return { head }
    const sequence = this.#state.next('version-order')
    if (versioning === 'Suspended') return { head, sequence }
    return { head: { ...head, versionId: newVersionId(this.#ids('version'), sequence) }, sequence }
  }

  /** What was current is so no more. A bucket has at most one version `null` of a key: a new one replaces it. */
  #displace(bucket: string, key: string, before: ObjectRow | undefined, versioning: Versioning): void {
    if (before && versioning === 'Suspended' && before.head.versionId === undefined) this.#remove(before)
    else if (before) {
      this.table.delete(before.id)
      this.versions.keep(before, this.#now())
    }
    const old = versioning === 'Suspended' ? this.versions.find(bucket, key, nullVersion) : undefined
    if (old) this.versions.remove(old)
  }

  #remove({ id }: ObjectRow): void {
    this.#pieces.remove(id)
    this.table.delete(id)
  }
}

/** @param versioned whether the bucket is or was versioned: only there what was never given a version is said to be `null` */
export function headOf({ bucket, key, head }: ObjectRow, versioned = false): VersionHead {
  return versioned && head.versionId === undefined
    ? { bucket, key, ...head, versionId: nullVersion }
    : { bucket, key, ...head }
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

/** The same of what S3 keeps with an object besides. */
export function extrasOf(from: ObjectExtras): ObjectExtras {
  const { tags, checksums, checksumType, storageClass, websiteRedirectLocation } = from
  return defined({ tags, checksums, checksumType, storageClass, websiteRedirectLocation })
}

/** The digests of all bytes, where they are known without reading them. */
function wholeOf(blobs: readonly Blob[]): Pick<Blob, 'hash' | 'md5'> | undefined {
  const [first, second] = blobs.filter(({ size }) => size > 0)
  if (second) return undefined
  return first ?? new Checksums().finish()
}

/** An object's piece, where it has just one: a head has the digests of all bytes only of those, and of what is empty. */
function onlyPieceOf(row: ObjectRow | undefined): Pick<Blob, 'hash'> | undefined {
  const { size = 0, sha256 } = row?.head ?? {}
  return size > 0 && sha256 !== undefined ? { hash: sha256 } : undefined
}

function lowerCaseNames(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]))
}
