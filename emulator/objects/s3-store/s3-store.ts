// The object store over an S3 elsewhere. Bytes, keys and lists are the S3's; what only the world knows of them (its instants,
// the digests of what came in parts, public or not) is in its state, and holds as long as the S3 has what the double wrote.
import type { S3Client } from '@aws-sdk/client-s3'
import { Checksums } from '../checksums.ts'
import type { Blob, Blobs } from '../blobs.ts'
import type { ObjectHead, ObjectStore } from '../object-store.ts'
import { multipartEtag } from '../multipart-etag.ts'
import { propertiesOf } from '../object-rows.ts'
import { receive } from '../receive.ts'
import type { BackingBuckets } from './backing-buckets.ts'
import { deleteKeys } from './delete-keys.ts'
import { listPage } from './list-page.ts'
import type { ObjectFacts } from './object-facts.ts'
import { ObjectReader } from './object-reader.ts'
import { ObjectWriter } from './object-writer.ts'
import { asking } from './refusals.ts'
import type { Sdk } from './sdk.ts'
import { PendingUploads, requirePartNumber } from './uploads.ts'
import type { State } from '../../state/state.ts'

export interface S3StoreContext {
  sdk: Sdk
  client: S3Client
  buckets: BackingBuckets
  facts: ObjectFacts
  state: State
  blobs: Blobs
  /** ms of the world's clock. */
  now: () => number
  /** The world's ids; asked for those of a multipart `upload`. */
  ids: (kind: string) => string
}

export function createS3Store(context: S3StoreContext): ObjectStore {
  const { sdk, client, buckets, facts, state, blobs, now, ids } = context
  const reader = new ObjectReader(sdk, client, buckets, facts)
  const writer = new ObjectWriter({ sdk, client, buckets, facts, reader, now })
  const uploads = new PendingUploads(state, blobs)

  return {
    createBucket: (name, options = {}) => buckets.create(name, options),
    async headBucket(name) {
      return buckets.require(name)
    },
    async listBuckets() {
      return buckets.list()
    },
    updateBucket: (name, options) => buckets.update(name, options),
    async deleteBucket(name) {
      buckets.require(name)
      await buckets.delete(name)
      uploads.removeAllOf(name)
      facts.forgetAll(name)
    },

    put: (bucket, key, body, options = {}) =>
      writer.write(
        {
          bucket,
          key,
          properties: propertiesOf(options),
          publicRead: options.publicRead ?? false,
          conditions: options,
          identify: ({ md5, sha256 }) => ({ etag: md5, md5, sha256 }),
        },
        body,
        options,
      ),
    async assemble(bucket, key, taken, options = {}) {
      const head = await writer.write(
        {
          bucket,
          key,
          properties: propertiesOf(options),
          publicRead: options.publicRead ?? false,
          conditions: options,
          identify: () => identityOf(taken),
        },
        bytesOf(blobs, taken),
        {},
      )
      for (const { hash } of taken) blobs.release(hash)
      return head
    },
    get: (bucket, key, options = {}) => reader.get(bucket, key, options),
    readRange: (bucket, key, start, end) => reader.readRange(bucket, key, start, end),
    async head(bucket, key) {
      return (await reader.stat(bucket, key)).head
    },
    async list(bucket, options = {}) {
      return listPage({ sdk, client, facts, bucket, backing: buckets.nameOf(bucket) }, options)
    },
    delete: (bucket, key) => writer.delete(bucket, key),
    async deleteMany(bucket, keys) {
      const wanted = keys.filter((key) => key !== '')
      await asking({ bucket }, () => deleteKeys(sdk, client, buckets.nameOf(bucket), wanted))
      facts.forget(bucket, wanted)
    },
    copy: (from, to, options = {}) => writer.copy(from, to, options),

    async createUpload(bucket, key, options = {}) {
      await writer.admit({ bucket, key })
      return uploads.create({
        id: ids('upload'),
        bucket,
        key,
        startedAt: now(),
        properties: propertiesOf(options),
        publicRead: options.publicRead ?? false,
      })
    },
    async putPart(upload, number, body, options = {}) {
      const blob = await receive(blobs, body, options, () => {
        requirePartNumber(number)
        uploads.require(upload)
      })
      try {
        return uploads.putPart(upload, number, blob, now())
      } catch (error) {
        blobs.release(blob.hash)
        throw error
      }
    },
    async listParts(upload, options = {}) {
      return uploads.listParts(upload, options)
    },
    async completeUpload(upload, parts, conditions = {}) {
      const { bucket, key, properties, publicRead } = uploads.require(upload)
      const chosen = uploads.chosen(upload, parts)
      const identity = { ...identityOf(chosen), etag: multipartEtag(chosen) }
      const object = { bucket, key, properties, publicRead, conditions, identify: () => identity }
      const head = await writer.write(object, bytesOf(blobs, chosen), {})
      uploads.remove(upload)
      return head
    },
    async abortUpload(upload) {
      uploads.remove(uploads.require(upload))
    },
  }
}

/** As the embedded store names an object that is made of blobs. */
function identityOf(blobs: readonly Blob[]): Pick<ObjectHead, 'etag' | 'md5' | 'sha256'> {
  const [first, second] = blobs.filter(({ size }) => size > 0)
  if (second) return { etag: multipartEtag(blobs) }
  const { hash, md5 } = first ?? new Checksums().finish()
  return { etag: md5, md5, sha256: hash }
}

/** The bytes of blobs, one after the other; each is held until it has been read. */
function bytesOf(blobs: Blobs, taken: readonly Blob[]): ReadableStream<Uint8Array> {
  const left = taken.filter(({ size }) => size > 0)
  for (const { hash } of left) blobs.retain(hash)
  let current: ReadableStreamDefaultReader<Uint8Array> | undefined
  const next = () => {
    current = undefined
    const read = left.shift()
    if (read) blobs.release(read.hash)
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (let [blob] = left; blob; [blob] = left) {
          current ??= blobs.read(blob.hash).getReader()
          const { done, value } = await current.read()
          if (!done) return controller.enqueue(value)
          next()
        }
        controller.close()
      },
      async cancel(reason) {
        await current?.cancel(reason)
        while (left.length > 0) next()
      },
    },
    { highWaterMark: 0 },
  )
}
