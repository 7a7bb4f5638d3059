// What the double knows of the objects that it wrote itself: the world's instants, digests and names that an S3 does not keep.
import type { State } from '../../state/state.ts'
import { defineTable, type Table } from '../../state/table.ts'
import type { ObjectHead } from '../object-store.ts'

interface FactsRow {
  /** `BUCKET/KEY` */
  id: string
  bucket: string
  key: string
  /** By which the S3 calls what was written. Another one there: somebody else has written since, and this row is void. */
  s3Etag: string
  head: Omit<ObjectHead, 'bucket' | 'key'>
}

const objects = defineTable<FactsRow>('s3_objects', { unique: [['bucket', 'key']] })

/** An object that had others below it when one of them was written: `dir` beside `dir/film`. */
interface ParentRow {
  /** `BUCKET/KEY/` */
  id: string
  bucket: string
  /** `KEY/`: in this order are those below. */
  range: string
}

const parents = defineTable<ParentRow>('s3_parents', { unique: [['bucket', 'range']] })

/** How many rows are read at a time where all are wanted. */
const pageRows = 1000

/** All methods are synchronous. */
export class ObjectFacts {
  readonly #state: State
  readonly #table: Table<FactsRow>
  readonly #parents: Table<ParentRow>
  readonly #written: (head: ObjectHead) => void

  /** @param written hears of every object, in the transaction that notes it */
  constructor(state: State, written: (head: ObjectHead) => void = () => undefined) {
    this.#state = state
    this.#table = state.table(objects)
    this.#parents = state.table(parents)
    this.#written = written
  }

  /** Of what the S3 has there now; undefined when the double did not write it. */
  of(bucket: string, key: string, s3Etag: string): ObjectHead | undefined {
    const row = this.#table.get(`${bucket}/${key}`)
    return row?.s3Etag === s3Etag ? headOf(row) : undefined
  }

  /** The S3's name for an ETag that the double answered. */
  s3EtagOf(bucket: string, key: string, etag: string): string {
    const row = this.#table.get(`${bucket}/${key}`)
    return row?.head.etag === etag ? row.s3Etag : etag
  }

  /** Of the keys from `first` to `last`, by key. */
  between(bucket: string, first: string, last: string): Map<string, { s3Etag: string; head: ObjectHead }> {
    const rows = this.#table.list({ where: { bucket }, orderBy: 'key', from: first, to: last })
    return new Map(rows.map((row) => [row.key, { s3Etag: row.s3Etag, head: headOf(row) }]))
  }

  /** Every object that the double wrote to a bucket, a page at a time. */
  *written(bucket: string): Generator<{ key: string; s3Etag: string }[]> {
    for (let after = ''; ;) {
      const rows = this.#table.list({ where: { bucket }, orderBy: 'key', after, limit: pageRows })
      if (rows.length > 0) yield rows
      if (rows.length < pageRows) return
      after = rows.at(-1)?.key ?? after
    }
  }

  /** What the double wrote below other objects of its own, by key; all that begins with `prefix` and comes after `after`. */
  *below(
    bucket: string,
    { prefix = '', after = '' }: { prefix?: string; after?: string },
  ): Generator<Pick<FactsRow, 'key' | 's3Etag' | 'head'>> {
    let covered: string | undefined
    for (const { range } of this.#parents.list({ where: { bucket }, orderBy: 'range' })) {
      if (covered !== undefined && range.startsWith(covered)) continue
      covered = range
      if (!range.startsWith(prefix) && !prefix.startsWith(range)) continue
      const from = range.length < prefix.length ? prefix : range
      for (let last = after, more = true; more;) {
        const bounds = { from, before: behind(range), after: last, limit: pageRows }
        const rows = this.#table.list({ where: { bucket }, orderBy: 'key', ...bounds })
        for (const row of rows) if (row.key.startsWith(prefix)) yield row
        more = rows.length === pageRows && rows.at(-1)?.key.startsWith(prefix) === true
        last = rows.at(-1)?.key ?? last
      }
    }
  }

  note({ bucket, key, ...head }: ObjectHead, s3Etag: string): ObjectHead {
    return this.#state.transaction(() => {
      const noted = headOf(this.#table.put({ id: `${bucket}/${key}`, bucket, key, s3Etag, head }))
      this.#noteParents(bucket, key)
      this.#written(noted)
      return noted
    })
  }

  /** Tells of a copy what the S3 calls it. */
  rename(bucket: string, key: string, before: string, after: string): void {
    const row = this.#table.get(`${bucket}/${key}`)
    if (row?.s3Etag === before) this.#table.put({ ...row, s3Etag: after })
  }

  forgetAll(bucket: string): void {
    for (const page of this.written(bucket))
      this.forget(
        bucket,
        page.map(({ key }) => key),
      )
  }

  forget(bucket: string, keys: readonly string[]): void {
    this.#state.transaction(() => {
      for (const key of keys) {
        this.#table.delete(`${bucket}/${key}`)
        this.#parents.delete(`${bucket}/${key}/`)
      }
    })
  }

  /** Of those above the key, and of the key itself. */
  #noteParents(bucket: string, key: string): void {
    const note = (range: string) => this.#parents.put({ id: `${bucket}/${range}`, bucket, range })
    for (let slash = key.indexOf('/'); slash !== -1; slash = key.indexOf('/', slash + 1))
      if (this.#table.get(`${bucket}/${key.slice(0, slash)}`)) note(key.slice(0, slash + 1))
    const range = `${key}/`
    const bounds = { from: range, before: behind(range), limit: 1 }
    if (this.#table.list({ where: { bucket }, orderBy: 'key', ...bounds }).length > 0) note(range)
  }
}

/** The least that comes after all that begins with such a range: `0` is the character after `/`. */
function behind(range: string): string {
  return `${range.slice(0, -1)}0`
}

function headOf({ bucket, key, head }: FactsRow): ObjectHead {
  return { bucket, key, ...head }
}
