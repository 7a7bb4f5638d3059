// The rows of a world's buckets.
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import { bucketAlreadyExists, noSuchBucket } from './errors.ts'
import { requireBucketName } from './names.ts'
import type { Bucket, BucketOptions } from './object-store.ts'

interface BucketRow extends Omit<Bucket, 'name'> {
  /** The name. */
  id: string
}

const buckets = defineTable<BucketRow>('buckets', { indexes: [['id']] })

/** All methods are synchronous; those that write belong in a transaction. */
export class BucketRows {
  readonly #table: Table<BucketRow>
  readonly #now: () => number

  constructor(state: State, now: () => number) {
    this.#table = state.table(buckets)
    this.#now = now
  }

  /** @throws {ObjectStoreError} BucketAlreadyExists, InvalidBucketName */
  create(name: string, { region = 'us-east-1', publicRead = false }: BucketOptions): Bucket {
    requireBucketName(name)
    if (this.#table.get(name)) throw bucketAlreadyExists(name)
    return bucketOf(this.#table.insert({ id: name, region, publicRead, createdAt: this.#now() }))
  }

  /** @throws {ObjectStoreError} NoSuchBucket */
  require(name: string): Bucket {
    const row = this.#table.get(name)
    if (!row) throw noSuchBucket(name)
    return bucketOf(row)
  }

  /** @throws {ObjectStoreError} NoSuchBucket */
  update(name: string, options: BucketOptions): Bucket {
    const { name: id, ...before } = this.require(name)
    return bucketOf(this.#table.put({ id, ...before, ...options }))
  }

  list(): Bucket[] {
    return this.#table.list({ orderBy: 'id' }).map(bucketOf)
  }

  delete(name: string): void {
    this.#table.delete(name)
  }
}

function bucketOf({ id: name, ...row }: BucketRow): Bucket {
  return { name, ...row }
}
