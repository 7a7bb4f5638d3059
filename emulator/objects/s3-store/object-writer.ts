// Writing of one world's objects to the S3: as a whole or not at all, and noted by the world as they are written.
import type { S3Client } from '@aws-sdk/client-s3'
import { invalidKey, isObjectStoreError, noSuchKey, preconditionFailed } from '../errors.ts'
import { requireKey } from '../names.ts'
import { propertiesOf } from '../object-rows.ts'
import type {
  CopyOptions,
  ObjectAddress,
  ObjectHead,
  ObjectProperties,
  PartOptions,
  WriteConditions,
} from '../object-store.ts'
import type { BackingBuckets } from './backing-buckets.ts'
import type { ObjectFacts } from './object-facts.ts'
import { objectInput } from './object-input.ts'
import { type ObjectReader, type Stat, withoutQuotes } from './object-reader.ts'
import { passBytes, type PassedBytes } from './passing-bytes.ts'
import { asking, refusalOf } from './refusals.ts'
import type { Sdk } from './sdk.ts'
import { Turns } from './turns.ts'

/** What is larger goes in parts of this size, in bytes: one part is in memory, and one more that waits. */
const partSize = 8 * 1024 * 1024
/** How often a copy begins again when its source is replaced meanwhile. */
const mostTries = 3

export interface NewObject extends ObjectAddress {
  properties: ObjectProperties
  publicRead: boolean
  conditions: WriteConditions
  /** What the world calls the bytes, which the S3 may call otherwise. */
  identify: (bytes: PassedBytes) => Pick<ObjectHead, 'etag' | 'md5' | 'sha256'>
}

export interface ObjectWriterOptions {
  sdk: Sdk
  client: S3Client
  buckets: BackingBuckets
  facts: ObjectFacts
  reader: ObjectReader
  /** ms of the world's clock. */
  now: () => number
}

export class ObjectWriter {
  readonly #options: ObjectWriterOptions
  /** Of the object's place: the S3 and the world's notes about it change together. */
  readonly #turns = new Turns()

  constructor(options: ObjectWriterOptions) {
    this.#options = options
  }

  /** Streams a body to its place. When it is refused or fails, a stream is cancelled and nothing is there. */
  async write(
    object: NewObject,
    body: ReadableStream<Uint8Array> | Uint8Array,
    expected: PartOptions,
  ): Promise<ObjectHead> {
    const { bucket, key, conditions } = object
    const { client, sdk } = this.#options
    let letGo: (() => void) | undefined
    let over = false
    let admitted = false
    const passing = passBytes(body, expected, async () => {
      const turn = await this.#turns.take(`${bucket}/${key}`)
      if (over) return turn()
      letGo = turn
      await this.#check(object, conditions)
    })
    try {
      const before = await this.admit(object, conditions)
      admitted = true
      const Bucket = this.#options.buckets.nameOf(bucket)
      const publicBy = object.publicRead ? await this.#options.buckets.preparePublicObject(bucket) : undefined
      const upload = new sdk.Upload({
        client,
        queueSize: 1,
        partSize,
        params: {
          Bucket,
          Key: key,
          Body: passing.stream,
          ...objectInput(object.properties, publicBy),
          ...conditionsOf(conditions, before),
        },
      })
      const { ETag } = await upload.done()
      const passed = passing.passed()
      if (!passed) throw new Error('The upload ended before its body')
      return this.#note(object, passed.size, object.identify(passed), withoutQuotes(ETag))
    } catch (error) {
      await passing.cancel(error)
      // A body that is at hand may have been found wrong before what stands in its way was.
      throw (admitted ? passing.failure() : undefined) ?? refusalOf(error, object)
    } finally {
      over = true
      letGo?.()
    }
  }

  async copy(from: ObjectAddress, to: ObjectAddress, options: CopyOptions): Promise<ObjectHead> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#turns.within(`${to.bucket}/${to.key}`, () => this.#copyOnce(from, to, options))
      } catch (error) {
        const replaced = isObjectStoreError(error, 'PreconditionFailed') && !isConditional(options)
        if (!replaced || tries === mostTries) throw error
      }
    }
  }

  /** Answers whether there was one. */
  async delete(bucket: string, key: string): Promise<boolean> {
    const { buckets, client, facts, reader, sdk } = this.#options
    return this.#turns.within(`${bucket}/${key}`, async () => {
      const found = await reader.find(bucket, key)
      if (!found) return false
      const Bucket = buckets.nameOf(bucket)
      await asking({ bucket, key }, () => client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key })))
      facts.forget(bucket, [key])
      return true
    })
  }

  /** @throws {ObjectStoreError} what stands in the way of writing, before a byte is read */
  async admit({ bucket, key }: ObjectAddress, conditions: WriteConditions = {}): Promise<Stat | undefined> {
    requireKey(key)
    const { buckets, reader } = this.#options
    buckets.require(bucket)
    if (await reader.mistakes(bucket, key))
      throw invalidKey('cannot be kept by this object store, which takes it for the key of another object')
    return this.#check({ bucket, key }, conditions)
  }

  async #copyOnce(from: ObjectAddress, to: ObjectAddress, options: CopyOptions): Promise<ObjectHead> {
    const { replace, publicRead = false, sourceIfMatch, ...conditions } = options
    const { buckets, client, reader, sdk } = this.#options
    const { head: source, s3Etag } = await reader.stat(from.bucket, from.key)
    if (sourceIfMatch !== undefined && sourceIfMatch !== source.etag) throw preconditionFailed('If-Match')
    const before = await this.admit(to, conditions)
    const Bucket = buckets.nameOf(to.bucket)
    const publicBy = publicRead ? await buckets.preparePublicObject(to.bucket) : undefined
    const properties = propertiesOf(replace ?? source)
    const path = [buckets.nameOf(from.bucket), ...from.key.split('/')].map(encodeURIComponent).join('/')
    const { CopyObjectResult } = await asking(to, () =>
      client.send(
        new sdk.CopyObjectCommand({
          Bucket,
          Key: to.key,
          CopySource: path,
          CopySourceIfMatch: `"${s3Etag}"`,
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'REPLACE',
          ...objectInput(properties, publicBy),
          ...conditionsOf(conditions, before),
        }),
      ),
    )
    const { etag, md5, sha256 } = source
    const digests = { etag, ...(md5 !== undefined && { md5 }), ...(sha256 !== undefined && { sha256 }) }
    return this.#note({ ...to, properties, publicRead }, source.size, digests, withoutQuotes(CopyObjectResult?.ETag))
  }

  async #check({ bucket, key }: ObjectAddress, { ifMatch, ifNoneMatch }: WriteConditions): Promise<Stat | undefined> {
    if (ifMatch === undefined && ifNoneMatch === undefined) return undefined
    const found = await this.#options.reader.find(bucket, key)
    if (ifNoneMatch !== undefined && found) throw preconditionFailed('If-None-Match')
    if (ifMatch === undefined) return found
    if (!found) throw noSuchKey(bucket, key)
    if (ifMatch !== '*' && ifMatch !== found.head.etag) throw preconditionFailed('If-Match')
    return found
  }

  #note(
    { bucket, key, properties, publicRead }: Pick<NewObject, 'bucket' | 'key' | 'properties' | 'publicRead'>,
    size: number,
    digests: Pick<ObjectHead, 'etag' | 'md5' | 'sha256'>,
    s3Etag: string,
  ): ObjectHead {
    const { facts, now } = this.#options
    const head: ObjectHead = {
      bucket,
      key,
      size,
      ...digests,
      ...properties,
      contentType: properties.contentType ?? 'binary/octet-stream',
      metadata: lowerCaseNames(properties.metadata ?? {}),
      lastModified: now(),
      publicRead,
    }
    return facts.note(head, s3Etag)
  }
}

/** The S3 looks once more itself, as others may write there too. */
function conditionsOf(
  { ifMatch, ifNoneMatch }: WriteConditions,
  before: Stat | undefined,
): { IfMatch?: string; IfNoneMatch?: string } {
  return {
    ...(ifNoneMatch !== undefined && { IfNoneMatch: ifNoneMatch }),
    ...(ifMatch !== undefined && before && { IfMatch: `"${before.s3Etag}"` }),
  }
}

function isConditional({ ifMatch, ifNoneMatch, sourceIfMatch }: CopyOptions): boolean {
  return ifMatch !== undefined || ifNoneMatch !== undefined || sourceIfMatch !== undefined
}

function lowerCaseNames(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]))
}
