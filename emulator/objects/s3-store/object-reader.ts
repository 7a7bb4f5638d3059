// Reading of one world's objects in the S3: what is said of them, and their bytes.
import type { GetObjectCommandOutput, HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import { invalidRange, isObjectStoreError, noSuchKey, type ObjectStoreError, preconditionFailed } from '../errors.ts'
import type { GetOptions, GotObject, ObjectHead } from '../object-store.ts'
import type { BackingBuckets } from './backing-buckets.ts'
import type { ObjectFacts } from './object-facts.ts'
import { keepsApart } from './paths.ts'
import { asking, codeOf, refusalOf } from './refusals.ts'
import type { Sdk } from './sdk.ts'

export interface Stat {
  head: ObjectHead
  s3Etag: string
}

export class ObjectReader {
  readonly #sdk: Sdk
  readonly #client: S3Client
  readonly #buckets: BackingBuckets
  readonly #facts: ObjectFacts

  constructor(sdk: Sdk, client: S3Client, buckets: BackingBuckets, facts: ObjectFacts) {
    this.#sdk = sdk
    this.#client = client
    this.#buckets = buckets
    this.#facts = facts
  }

  /** @throws {ObjectStoreError} NoSuchBucket, NoSuchKey */
  async stat(bucket: string, key: string): Promise<Stat> {
    const Bucket = this.#buckets.nameOf(bucket)
    await this.#requirePlace(bucket, key)
    try {
      const output = await this.#client.send(new this.#sdk.HeadObjectCommand({ Bucket, Key: key }))
      return this.#statOf(bucket, key, output, output.ContentLength ?? 0)
    } catch (error) {
      // What refuses a HEAD cannot say why, for want of a body; a GET can.
      if (codeOf(error) === 'Unknown') await (await this.get(bucket, key, {})).body.cancel()
      throw absentOf(refusalOf(error, { bucket, key }), bucket, key)
    }
  }

  /** Undefined when there is no such object. @throws {ObjectStoreError} NoSuchBucket */
  async find(bucket: string, key: string): Promise<Stat | undefined> {
    try {
      return await this.stat(bucket, key)
    } catch (error) {
      if (isObjectStoreError(error, 'NoSuchKey')) return undefined
      throw error
    }
  }

  async get(bucket: string, key: string, { range, ifMatch }: GetOptions): Promise<GotObject> {
    const Bucket = this.#buckets.nameOf(bucket)
    await this.#requirePlace(bucket, key)
    const { start = 0, end = Infinity } = range ?? {}
    if (range && (start < 0 || start >= end)) throw await this.#beyond(bucket, key, ifMatch)
    try {
      const output = await asking({ bucket, key }, () =>
        this.#client.send(
          new this.#sdk.GetObjectCommand({
            Bucket,
            Key: key,
            ...(range && { Range: `bytes=${start}-${end === Infinity ? '' : end - 1}` }),
            ...(ifMatch !== undefined && { IfMatch: `"${this.#facts.s3EtagOf(bucket, key, ifMatch)}"` }),
          }),
        ),
      )
      const length = output.ContentLength ?? 0
      const size = Number(/\/(\d+)$/.exec(output.ContentRange ?? '')?.[1] ?? length)
      const { head } = this.#statOf(bucket, key, output, size)
      return { head, range: { start, end: start + length }, body: bytesOf(output, bucket, key) }
    } catch (error) {
      if (isObjectStoreError(error, 'InvalidRange')) throw await this.#beyond(bucket, key, ifMatch)
      throw absentOf(error, bucket, key)
    }
  }

  /** Why a range is refused that holds no byte; MinIO looks at it before it looks at the condition. */
  async #beyond(bucket: string, key: string, ifMatch: string | undefined): Promise<ObjectStoreError> {
    const { head } = await this.stat(bucket, key)
    return ifMatch !== undefined && ifMatch !== head.etag ? preconditionFailed('If-Match') : invalidRange(head.size)
  }

  async readRange(bucket: string, key: string, start: number, end: number): Promise<Uint8Array> {
    const from = Math.max(0, start)
    if (from >= end) {
      await this.stat(bucket, key)
      return new Uint8Array(0)
    }
    try {
      const { body } = await this.get(bucket, key, { range: { start: from, end } })
      return new Uint8Array(await new Response(body).arrayBuffer())
    } catch (error) {
      // It ends before the range begins.
      if (isObjectStoreError(error, 'InvalidRange')) return new Uint8Array(0)
      throw error
    }
  }

  /** Whether the S3 would take a key for another. */
  async mistakes(bucket: string, key: string): Promise<boolean> {
    return !(await keepsApart(this.#sdk, this.#client, this.#buckets.nameOf(bucket), key))
  }

  async #requirePlace(bucket: string, key: string): Promise<void> {
    if (key === '' || (await this.mistakes(bucket, key))) throw noSuchKey(bucket, key)
  }

  /** What the double wrote is as it wrote it; of anything else the S3 says what it is. */
  #statOf(bucket: string, key: string, output: HeadObjectCommandOutput | GetObjectCommandOutput, size: number): Stat {
    const s3Etag = withoutQuotes(output.ETag)
    const head = this.#facts.of(bucket, key, s3Etag) ?? {
      bucket,
      key,
      size,
      etag: s3Etag,
      ...(/^[0-9a-f]{32}$/.test(s3Etag) && { md5: s3Etag }),
      contentType: output.ContentType ?? 'binary/octet-stream',
      ...(output.CacheControl !== undefined && { cacheControl: output.CacheControl }),
      ...(output.ContentDisposition !== undefined && { contentDisposition: output.ContentDisposition }),
      ...(output.ContentEncoding !== undefined && { contentEncoding: output.ContentEncoding }),
      ...(output.ContentLanguage !== undefined && { contentLanguage: output.ContentLanguage }),
      ...(output.ExpiresString !== undefined && { expires: output.ExpiresString }),
      metadata: output.Metadata ?? {},
      lastModified: output.LastModified?.getTime() ?? 0,
      publicRead: false,
    }
    return { head, s3Etag }
  }
}

/** There is no object under a key that the S3 cannot keep: MinIO has no `a//b`. */
function absentOf(error: unknown, bucket: string, key: string): unknown {
  return isObjectStoreError(error, 'InvalidKey') ? noSuchKey(bucket, key) : error
}

export function withoutQuotes(etag = ''): string {
  return etag.replaceAll('"', '')
}

/** Fails as every call to the S3 does when it breaks off. */
function bytesOf({ Body }: GetObjectCommandOutput, bucket: string, key: string): ReadableStream<Uint8Array> {
  if (!Body) return new Blob([]).stream()
  const reader: ReadableStreamDefaultReader<Uint8Array> = Body.transformToWebStream().getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          throw refusalOf(error, { bucket, key })
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
