// The rows of multipart uploads that have begun. Their parts are pieces, by number, until an object takes them over.
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import type { Blob } from './blobs.ts'
import { entityTooSmall, invalidPart, invalidPartOrder, noSuchUpload } from './errors.ts'
import { multipartEtag } from './multipart-etag.ts'
import type { NewObject } from './object-rows.ts'
import type { Part, Upload } from './object-store.ts'
import type { PartNotes, Piece, Pieces } from './pieces.ts'
import type { ObjectExtras, UploadChecksum, VersionPart, VersionUpload } from './versioned-store.ts'

export interface UploadRow extends Upload, NewUpload {}

/** What the object is going to be, but for its bytes. */
interface NewUpload extends Pick<NewObject, 'properties' | 'publicRead'> {
  extras?: ObjectExtras
  checksum?: UploadChecksum | undefined
}

const uploads = defineTable<UploadRow>('uploads', { indexes: [['bucket', 'key']] })

/** S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const minPartBytes = 5 * 1024 * 1024
const maxParts = 10_000

/** All methods are synchronous; those that write belong in a transaction. */
export class UploadRows {
  readonly table: Table<UploadRow>
  readonly #pieces: Pieces
  readonly #now: () => number

  constructor(state: State, pieces: Pieces, now: () => number) {
    this.table = state.table(uploads)
    this.#pieces = pieces
    this.#now = now
  }

  create(id: string, bucket: string, key: string, upload: NewUpload): VersionUpload {
    return uploadOf(this.table.insert({ id, bucket, key, startedAt: this.#now(), ...upload }))
  }

  /** @throws {ObjectStoreError} NoSuchUpload, also when it is one of another key */
  require({ id, bucket, key }: Pick<Upload, 'id' | 'bucket' | 'key'>): UploadRow {
    const row = this.table.get(id)
    if (!row || row.bucket !== bucket || row.key !== key) throw noSuchUpload(id)
    return row
  }

  putPart({ id }: Pick<Upload, 'id'>, number: number, blob: Blob & PartNotes): VersionPart {
    return partOf(this.#pieces.add(owner(id), number, blob, this.#now()))
  }

  listParts(
    { id }: Pick<Upload, 'id'>,
    { after, limit = 1000 }: { after?: number; limit?: number },
  ): { parts: VersionPart[]; next?: number } {
    const found = this.#pieces.list(owner(id), { ...(after !== undefined && { after }), limit: limit + 1 })
    const parts = found.slice(0, limit).map(partOf)
    const last = parts.at(-1)
    return found.length > limit && last ? { parts, next: last.number } : { parts }
  }

  /**
   * The parts that an object shall be made of, and its ETag.
   * @throws {ObjectStoreError} InvalidPart, InvalidPartOrder, EntityTooSmall
   */
  complete(
    { id }: Pick<Upload, 'id'>,
    named: readonly Pick<Part, 'number' | 'etag'>[],
  ): { parts: Piece[]; etag: string } {
    if (named.length === 0) throw invalidPart('An upload is completed by naming its parts; none is named')
    if (named.some(({ number }, index) => index > 0 && number <= (named[index - 1]?.number ?? 0)))
      throw invalidPartOrder()
    const parts = named.map((part, index) => {
      const piece = this.#pieces.get(owner(id), part.number)
      if (!piece) throw invalidPart(`There is no part ${part.number}`)
      if (piece.md5 !== part.etag) throw invalidPart(`Part ${part.number} has the ETag ${piece.md5}, not ${part.etag}`)
      if (index < named.length - 1 && piece.size < minPartBytes) throw entityTooSmall(part.number, piece.size)
      return piece
    })
    return { parts, etag: multipartEtag(parts) }
  }

  /** Ends an upload, and hands out the blobs of these parts. */
  take(upload: Pick<Upload, 'id'>, parts: readonly Piece[]): (Blob & PartNotes)[] {
    const blobs = parts.map((piece) => ({ ...this.#pieces.take(piece), number: piece.position }))
    this.remove(upload)
    return blobs
  }

  remove({ id }: Pick<Upload, 'id'>): void {
    this.#pieces.remove(owner(id))
    this.table.delete(id)
  }

  removeAllOf(bucket: string): void {
    for (const upload of this.table.list({ where: { bucket }, orderBy: 'key' })) this.remove(upload)
  }
}

/** @throws {ObjectStoreError} InvalidPart */
export function requirePartNumber(number: number): void {
  if (!Number.isInteger(number) || number < 1 || number > maxParts) {
    throw invalidPart(`${number} is no part number: it takes a whole number from 1 to ${maxParts}`)
  }
}

function owner(upload: string): string {
  return `upload/${upload}`
}

export function partOf({ position, md5, size, storedAt, checksums }: Piece): VersionPart {
  return { number: position, etag: md5, size, lastModified: storedAt, ...(checksums && { checksums }) }
}

export function uploadOf({ id, bucket, key, startedAt, extras, checksum }: UploadRow): VersionUpload {
  return { id, bucket, key, startedAt, ...extras, ...(checksum && { checksum }) }
}
