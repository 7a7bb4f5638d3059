// The rows of a world's buckets.
import { defined } from '../defined.ts'
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import type { BucketSettings, SettingsPatch } from './bucket-settings.ts'
import { bucketAlreadyExists, noSuchBucket } from './errors.ts'
import { requireBucketName } from './names.ts'
import type { Bucket, BucketOptions } from './object-store.ts'

interface BucketRow extends Omit<Bucket, 'name'> {
  /** The name. */
  id: string
  settings?: BucketSettings
}

const none: BucketSettings = {}

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
    return bucketOf(this.#require(name))
  }

  /** @throws {ObjectStoreError} NoSuchBucket */
  update(name: string, options: BucketOptions): Bucket {
    return bucketOf(this.#table.put({ ...this.#require(name), ...options }))
  }

  /** Frozen. @throws {ObjectStoreError} NoSuchBucket */
  settings(name: string): BucketSettings {
    return this.#require(name).settings ?? none
  }

  /** @throws {ObjectStoreError} NoSuchBucket */
  changeSettings(name: string, patch: SettingsPatch): void {
    const row = this.#require(name)
    this.#table.put({ ...row, settings: defined({ ...row.settings, ...patch }) })
  }

  list(): Bucket[] {
    return this.#table.list({ orderBy: 'id' }).map(bucketOf)
  }

  delete(name: string): void {
    this.#table.delete(name)
  }

  #require(name: string): BucketRow {
    const row = this.#table.get(name)
    if (!row) throw noSuchBucket(name)
    return row
  }
}

function bucketOf({ id: name, region, publicRead, createdAt }: BucketRow): Bucket {
  return { name, region, publicRead, createdAt }
}
