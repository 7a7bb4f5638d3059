// The buckets of one world, in its state and in the S3.
import type { S3Client } from '@aws-sdk/client-s3'
import type { State } from '../../state/state.ts'
import { defineTable, type Table } from '../../state/table.ts'
import { BucketRows } from '../bucket-rows.ts'
import { bucketAlreadyExists } from '../errors.ts'
import { requireBucketName } from '../names.ts'
import type { Bucket, BucketOptions } from '../object-store.ts'
import { bucketPolicy } from './bucket-policy.ts'
import { backingName } from './names.ts'
import { asking, codeOf } from './refusals.ts'
import type { Sdk } from './sdk.ts'
import { Turns } from './turns.ts'

/** The bucket's policy names a tag; an S3 that knows no such policies has access control lists. */
export type PublicBy = 'tag' | 'acl'

interface BackingRow {
  /** The world's name for the bucket. */
  id: string
  /** It was there before the world, and outlives it. */
  adopted: boolean
  /** How the S3 is told of objects that anybody may read, once there was one. */
  publicObjects: PublicBy | undefined
}

const backing = defineTable<BackingRow>('s3_buckets')

export interface BackingBucketsOptions {
  sdk: Sdk
  client: S3Client
  region: string
  prefix: string
  world: string
  state: State
  /** ms of the world's clock. */
  now: () => number
}

export class BackingBuckets {
  readonly #options: BackingBucketsOptions
  readonly #rows: BucketRows
  readonly #backing: Table<BackingRow>
  readonly #turns = new Turns()

  constructor(options: BackingBucketsOptions) {
    this.#options = options
    this.#rows = new BucketRows(options.state, options.now)
    this.#backing = options.state.table(backing)
  }

  /** The S3's name for a bucket that there is. @throws {ObjectStoreError} NoSuchBucket */
  nameOf(bucket: string): string {
    this.#rows.require(bucket)
    return this.nameFor(bucket)
  }

  /** The same, whether there is one or not. */
  nameFor(bucket: string): string {
    return backingName(this.#options.prefix, this.#options.world, bucket)
  }

  require(bucket: string): Bucket {
    return this.#rows.require(bucket)
  }

  list(): Bucket[] {
    return this.#rows.list()
  }

  isAdopted(bucket: string): boolean {
    return this.#backing.get(bucket)?.adopted ?? false
  }

  /** How the S3 is told of objects that anybody may read; undefined where there was none. */
  publicBy(bucket: string): PublicBy | undefined {
    return this.#backing.get(bucket)?.publicObjects
  }

  /** Makes a bucket in the S3, where there is none, that its row tells of. Answers whether it is new. */
  async ensure(name: string): Promise<'new' | 'there'> {
    const { publicRead } = this.#rows.require(name)
    const made = await asking({ bucket: name }, () => this.#createBacking(this.nameFor(name)))
    const publicObjects = this.publicBy(name) === 'tag'
    if (publicRead || publicObjects || made === 'there') await this.#open(name, { publicRead, publicObjects })
    return made
  }

  async create(name: string, options: BucketOptions): Promise<Bucket> {
    requireBucketName(name)
    return this.#turns.within(name, async () => {
      if (this.#backing.get(name)) throw bucketAlreadyExists(name)
      const adopted = (await asking({ bucket: name }, () => this.#createBacking(this.nameFor(name)))) === 'there'
      if (options.publicRead === true) await this.#open(name, { publicRead: true, publicObjects: false })
      return this.#options.state.transaction(() => {
        this.#backing.insert({ id: name, adopted, publicObjects: undefined })
        return this.#rows.create(name, options)
      })
    })
  }

  async update(name: string, options: BucketOptions): Promise<Bucket> {
    return this.#turns.within(name, async () => {
      const before = this.#rows.require(name)
      const { publicRead = before.publicRead } = options
      const publicObjects = this.#backing.get(name)?.publicObjects === 'tag'
      if (publicRead !== before.publicRead) await this.#open(name, { publicRead, publicObjects })
      return this.#options.state.transaction(() => this.#rows.update(name, options))
    })
  }

  /** To be called before an object is written that anybody may read. Answers how it is to be marked. */
  async preparePublicObject(name: string): Promise<PublicBy> {
    return this.#turns.within(name, async () => {
      const known = this.#backing.get(name)?.publicObjects
      if (known) return known
      const { publicRead } = this.#rows.require(name)
      const publicObjects = await this.#openObjects(name, publicRead)
      this.#backing.update(name, { publicObjects })
      return publicObjects
    })
  }

  async #openObjects(name: string, publicRead: boolean): Promise<PublicBy> {
    try {
      await this.#open(name, { publicRead, publicObjects: true })
      return 'tag'
    } catch (error) {
      const code = error instanceof Error ? codeOf(error.cause) : undefined
      if (code === 'NotImplemented' || code === 'MalformedPolicy') return 'acl'
      throw error
    }
  }

  /** @throws {ObjectStoreError} BucketNotEmpty */
  async delete(name: string): Promise<void> {
    const { client, sdk, state } = this.#options
    await this.#turns.within(name, async () => {
      const Bucket = this.nameOf(name)
      try {
        await client.send(new sdk.DeleteBucketCommand({ Bucket }))
      } catch (error) {
        // Somebody else deleted it: then that is done.
        if (codeOf(error) !== 'NoSuchBucket') await asking({ bucket: name }, () => Promise.reject(error))
      }
      state.transaction(() => {
        this.#rows.delete(name)
        this.#backing.delete(name)
      })
    })
  }

  /** Answers whether it is new, or was there. */
  async #createBacking(Bucket: string): Promise<'new' | 'there'> {
    const { client, region, sdk } = this.#options
    const { BucketLocationConstraint: places } = sdk
    const place = Object.values(places).find((known) => known === region)
    try {
      await client.send(
        new sdk.CreateBucketCommand({
          Bucket,
          ...(region !== 'us-east-1' && place && { CreateBucketConfiguration: { LocationConstraint: place } }),
        }),
      )
      return 'new'
    } catch (error) {
      if (codeOf(error) !== 'BucketAlreadyOwnedByYou') throw error
      return 'there'
    }
  }

  async #open(name: string, openness: { publicRead: boolean; publicObjects: boolean }): Promise<void> {
    const { client, sdk } = this.#options
    const Bucket = this.nameFor(name)
    const Policy = bucketPolicy(Bucket, openness)
    await asking({ bucket: name }, async () => {
      if (Policy === undefined) await client.send(new sdk.DeleteBucketPolicyCommand({ Bucket }))
      else await client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }))
    })
  }
}
