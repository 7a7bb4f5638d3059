// Multipart uploads of one world. Their parts wait in the blobs, so that the S3 sees nothing of them before they are complete.
import type { State } from '../../state/state.ts'
import { defineTable } from '../../state/table.ts'
import type { Blob, Blobs } from '../blobs.ts'
import { entityTooSmall, invalidPart, invalidPartOrder, noSuchUpload } from '../errors.ts'
import type { ObjectProperties, Part, Upload } from '../object-store.ts'
import { type Piece, Pieces } from '../pieces.ts'

export interface PendingUpload extends Upload {
  properties: ObjectProperties
  publicRead: boolean
}

type Address = Pick<Upload, 'id' | 'bucket' | 'key'>

const table = defineTable<PendingUpload>('s3_uploads', { indexes: [['bucket', 'key']] })

/** S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const minPartBytes = 5 * 1024 * 1024
const maxParts = 10_000

/** All methods are synchronous. */
export class PendingUploads {
  readonly #state: State
  readonly #pieces: Pieces

  constructor(state: State, blobs: Blobs) {
    this.#state = state
    this.#pieces = new Pieces(state, blobs)
  }

  create(upload: PendingUpload): Upload {
    const { id, bucket, key, startedAt } = this.#state.table(table).insert(upload)
    return { id, bucket, key, startedAt }
  }

  /** @throws {ObjectStoreError} NoSuchUpload, also when it is one of another key */
  require({ id, bucket, key }: Address): PendingUpload {
    const upload = this.#state.table(table).get(id)
    if (!upload || upload.bucket !== bucket || upload.key !== key) throw noSuchUpload(id)
    return upload
  }

  /** Takes over a reference to the blob. */
  putPart(upload: Address, number: number, blob: Blob, now: number): Part {
    return this.#state.transaction(() => {
      this.require(upload)
      return partOf(this.#pieces.add(owner(upload), number, blob, now))
    })
  }

  listParts(upload: Address, { after, limit = 1000 }: { after?: number; limit?: number }) {
    this.require(upload)
    const found = this.#pieces.list(owner(upload), { ...(after !== undefined && { after }), limit: limit + 1 })
    const parts = found.slice(0, limit).map(partOf)
    const last = parts.at(-1)
    return found.length > limit && last ? { parts, next: last.number } : { parts }
  }

  /**
   * What an object of the named parts is made of.
   * @throws {ObjectStoreError} NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall
   */
  chosen(upload: Address, named: readonly Pick<Part, 'number' | 'etag'>[]): Blob[] {
    this.require(upload)
    if (named.length === 0) throw invalidPart('An upload is completed by naming its parts; none is named')
    return named.map((part, index) => {
      const piece = this.#pieces.get(owner(upload), part.number)
      if (!piece) throw invalidPart(`There is no part ${part.number}`)
      if (piece.md5 !== part.etag) throw invalidPart(`Part ${part.number} has the ETag ${piece.md5}, not ${part.etag}`)
      if (index > 0 && part.number <= (named[index - 1]?.number ?? 0)) throw invalidPartOrder()
      if (index < named.length - 1 && piece.size < minPartBytes) throw entityTooSmall(part.number, piece.size)
      return piece
    })
  }

  remove(upload: Pick<Upload, 'id'>): void {
    this.#state.transaction(() => {
      this.#pieces.remove(owner(upload))
      this.#state.table(table).delete(upload.id)
    })
  }

  removeAllOf(bucket: string): void {
    for (const upload of this.#state.table(table).list({ where: { bucket }, orderBy: 'key' })) this.remove(upload)
  }
}

/** @throws {ObjectStoreError} InvalidPart */
export function requirePartNumber(number: number): void {
  if (!Number.isInteger(number) || number < 1 || number > maxParts) {
    throw invalidPart(`${number} is no part number: it takes a whole number from 1 to ${maxParts}`)
  }
}

function owner({ id }: Pick<Upload, 'id'>): string {
  return `upload/${id}`
}

function partOf({ position, md5, size, storedAt }: Piece): Part {
  return { number: position, etag: md5, size, lastModified: storedAt }
}
