// The object store that a world has in itself: rows in its state, bytes in the blobs that all worlds share.
import type { State } from '../state/state.ts'
import type { Blob, Blobs } from './blobs.ts'
import { BucketRows } from './bucket-rows.ts'
import { bucketNotEmpty, invalidRange, preconditionFailed } from './errors.ts'
import { listObjects } from './list-objects.ts'
import { requireKey } from './names.ts'
import { headOf, ObjectRows, propertiesOf } from './object-rows.ts'
import type { ObjectHead, ObjectStore, WriteConditions } from './object-store.ts'
import { Pieces } from './pieces.ts'
import { readPieces, readPiecesBytes } from './read-pieces.ts'
import { receive } from './receive.ts'
import { requirePartNumber, UploadRows } from './upload-rows.ts'

export { referencedBlobs } from './pieces.ts'

export interface EmbeddedStoreOptions {
  state: State
  blobs: Blobs
  /** ms of the world's clock. */
  now: () => number
  /** The world's ids; asked for those of a multipart `upload`. */
  ids: (kind: string) => string
  /** Hears of every object, in the transaction that writes it. */
  written?: (head: ObjectHead) => void
}

export function createEmbeddedStore({ state, blobs, now, ids, written }: EmbeddedStoreOptions): ObjectStore {
  const pieces = new Pieces(state, blobs)
  const buckets = new BucketRows(state, now)
  const objects = new ObjectRows(state, blobs, pieces, now, written)
  const uploads = new UploadRows(state, pieces, now)

  const admit = (bucket: string, key: string, conditions: WriteConditions = {}) => {
    requireKey(key)
    buckets.require(bucket)
    objects.check(bucket, key, conditions)
  }

  /** Commits rows that take over the references to `taken`; when that fails, they are given back. */
  const takeOver = <R>(taken: readonly Blob[], write: () => R): R => {
    let committed = false
    try {
      return state.transaction(() => {
        state.afterCommit(() => (committed = true))
        return write()
      })
    } catch (error) {
      if (!committed) for (const { hash } of taken) blobs.release(hash)
      throw error
    }
  }

  return {
    async createBucket(name, options = {}) {
      return state.transaction(() => buckets.create(name, options))
    },
    async headBucket(name) {
      return buckets.require(name)
    },
    async listBuckets() {
      return buckets.list()
    },
    async updateBucket(name, options) {
      return state.transaction(() => buckets.update(name, options))
    },
    async deleteBucket(name) {
      state.transaction(() => {
        buckets.require(name)
        if (listObjects(objects.table, name, { limit: 1 }).objects.length > 0) throw bucketNotEmpty(name)
        uploads.removeAllOf(name)
        buckets.delete(name)
      })
    },

    async put(bucket, key, body, options = {}) {
      const blob = await receive(blobs, body, options, () => admit(bucket, key, options))
      return takeOver([blob], () => {
        buckets.require(bucket)
        const properties = propertiesOf(options)
        return objects.write(
          { bucket, key, properties, publicRead: options.publicRead ?? false, conditions: options },
          [blob],
        )
      })
    },
    async assemble(bucket, key, taken, options = {}) {
      return state.transaction(() => {
        admit(bucket, key)
        const properties = propertiesOf(options)
        return objects.write(
          { bucket, key, properties, publicRead: options.publicRead ?? false, conditions: options },
          taken,
        )
      })
    },
    async get(bucket, key, { range, ifMatch } = {}) {
      buckets.require(bucket)
      const row = objects.require(bucket, key)
      if (ifMatch !== undefined && ifMatch !== row.head.etag) throw preconditionFailed('If-Match')
      const start = range?.start ?? 0
      const end = Math.min(range?.end ?? row.head.size, row.head.size)
      if (range && (start < 0 || start >= end)) throw invalidRange(row.head.size)
      const body = readPieces(blobs, pieces.covering(row.id, start, end), start, end)
      return { head: headOf(row), range: { start, end }, body }
    },
    async readRange(bucket, key, start, end) {
      buckets.require(bucket)
      const row = objects.require(bucket, key)
      const from = Math.min(Math.max(0, start), row.head.size)
      const to = Math.min(Math.max(from, end), row.head.size)
      return readPiecesBytes(blobs, pieces.covering(row.id, from, to), from, to)
    },
    async head(bucket, key) {
      buckets.require(bucket)
      return headOf(objects.require(bucket, key))
    },
    async list(bucket, options = {}) {
      buckets.require(bucket)
      return listObjects(objects.table, bucket, options)
    },
    async delete(bucket, key) {
      return state.transaction(() => {
        buckets.require(bucket)
        const row = objects.find(bucket, key)
        if (row) objects.remove(row)
        return row !== undefined
      })
    },
    async deleteMany(bucket, keys) {
      state.transaction(() => {
        buckets.require(bucket)
        for (const key of keys) {
          const row = objects.find(bucket, key)
          if (row) objects.remove(row)
        }
      })
    },
    async copy(from, to, { replace, publicRead = false, sourceIfMatch, ...conditions } = {}) {
      const shared: Blob[] = []
      return takeOver(shared, () => {
        buckets.require(from.bucket)
        const source = objects.require(from.bucket, from.key)
        if (sourceIfMatch !== undefined && sourceIfMatch !== source.head.etag) throw preconditionFailed('If-Match')
        admit(to.bucket, to.key)
        for (const piece of pieces.list(source.id)) {
          blobs.retain(piece.hash)
          shared.push(piece)
        }
        const properties = propertiesOf(replace ?? source.head)
        return objects.write({ ...to, properties, publicRead, conditions, etag: source.head.etag }, shared)
      })
    },

    async createUpload(bucket, key, options = {}) {
      return state.transaction(() => {
        admit(bucket, key)
        return uploads.create(ids('upload'), bucket, key, propertiesOf(options), options.publicRead ?? false)
      })
    },
    async putPart(upload, number, body, options = {}) {
      const blob = await receive(blobs, body, options, () => {
        requirePartNumber(number)
        uploads.require(upload)
      })
      return takeOver([blob], () => uploads.putPart(uploads.require(upload), number, blob))
    },
    async listParts(upload, options = {}) {
      return uploads.listParts(uploads.require(upload), options)
    },
    async completeUpload(upload, parts, conditions = {}) {
      return state.transaction(() => {
        const { bucket, key, properties, publicRead } = uploads.require(upload)
        const { blobs: taken, etag } = uploads.complete(upload, parts)
        return objects.write({ bucket, key, properties, publicRead, conditions, etag }, taken)
      })
    },
    async abortUpload(upload) {
      state.transaction(() => uploads.remove(uploads.require(upload)))
    },
  }
}
