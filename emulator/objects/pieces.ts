// Who holds which bytes: the one table by which a world's references to blobs are known, whatever the bytes are part of.
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import type { Blob, Blobs } from './blobs.ts'

/** What a piece says of the part of an upload that it was. */
export interface PartNotes {
  /** Of the part, when the piece is an object's. */
  number?: number
  /** Base64, by algorithm. */
  checksums?: Readonly<Record<string, string>>
}

/** A blob in its place: of an object, of a multipart upload, of an upload session. */
export interface Piece extends Blob, PartNotes {
  id: string
  /** Unique in the world and among kinds: `object/12`, `upload/…`, `session/…`. */
  owner: string
  /** The order among the owner's pieces: the offset in an object, the number of a part. One owner has one piece a position. */
  position: number
  /** ms of the world's clock. */
  storedAt: number
}

const pieces = defineTable<Piece>('pieces', { indexes: [['owner', 'position']] })

/** How many rows are read at a time where all are needed. */
const pageRows = 10_000

/**
 * The pieces of one world. All methods are synchronous and belong in the transaction that writes their owner, so that a
 * crash leaves both or neither. References are given back once that has committed: a crash then leaves a blob too many,
 * which the next sweep removes, and never a row without bytes.
 */
export class Pieces {
  readonly #state: State
  readonly #blobs: Blobs
  readonly #table: Table<Piece>

  constructor(state: State, blobs: Blobs) {
    this.#state = state
    this.#blobs = blobs
    this.#table = state.table(pieces)
  }

  /** Takes over one reference to `blob`, if the transaction commits. What was in that place before is let go. */
  add(owner: string, position: number, blob: Blob & PartNotes, storedAt: number): Piece {
    return this.replace(this.get(owner, position), owner, position, blob, storedAt)
  }

  /** The same where the caller knows what is in that place: it need not be looked for. */
  replace(
    replaced: Pick<Blob, 'hash'> | undefined,
    owner: string,
    position: number,
    { hash, size, md5, number, checksums }: Blob & PartNotes,
    storedAt: number,
  ): Piece {
    if (replaced) this.#releaseLater(replaced)
    const notes = { ...(number !== undefined && { number }), ...(checksums && { checksums }) }
    return this.#table.put({ id: `${owner}/${position}`, owner, position, hash, size, md5, storedAt, ...notes })
  }

  /** By position; `after` one, and at most `limit`. */
  list(owner: string, options: { after?: number; limit?: number; offset?: number } = {}): Piece[] {
    return this.#table.list({ where: { owner }, orderBy: 'position', ...options })
  }

  /** Of pieces that lie end to end, those that hold the bytes from `start` up to, and without, `end`. */
  covering(owner: string, start: number, end: number): Piece[] {
    if (start >= end) return []
    // Most objects are of one piece, and one that is read often is at hand.
    const only = this.get(owner, 0)
    if (only && end <= only.size) return [only]
    const [first] = this.#table.list({ where: { owner }, orderBy: 'position', direction: 'desc', to: start, limit: 1 })
    return this.#table.list({ where: { owner }, orderBy: 'position', from: first?.position ?? start, before: end })
  }

  get(owner: string, position: number): Piece | undefined {
    return this.#table.get(`${owner}/${position}`)
  }

  /** Takes a piece out and hands its reference to the caller, for example to add it to another owner. */
  take({ id, hash, size, md5, checksums }: Piece): Blob & PartNotes {
    this.#table.delete(id)
    return { hash, size, md5, ...(checksums && { checksums }) }
  }

  /** Lets all pieces of an owner go. */
  remove(owner: string): void {
    for (const piece of this.list(owner)) {
      this.#table.delete(piece.id)
      this.#releaseLater(piece)
    }
  }

  #releaseLater({ hash }: Pick<Blob, 'hash'>): void {
    this.#state.afterCommit(() => this.#blobs.release(hash))
  }
}

/** Every reference to a blob that a state holds; a blob may come more than once. */
export function* referencedBlobs(state: State): Generator<[hash: string, count: number]> {
  const { name } = state.table(pieces).definition
  for (let last = 0; ;) {
    const page = `SELECT seq, doc ->> 'hash' AS hash FROM "${name}" WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`
    const rows = state.query(`SELECT hash, count(*) AS n, max(seq) AS last FROM (${page}) GROUP BY hash`, last)
    let read = 0
    for (const { hash, n, last: seq } of rows) {
      read += Number(n)
      last = Math.max(last, Number(seq))
      yield [String(hash), Number(n)]
    }
    if (read < pageRows) return
  }
}
