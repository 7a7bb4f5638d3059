// The object store that a world has in itself: rows in its state, bytes in the blobs that all worlds share.
import { begun } from '../body/byte-source.ts'
import type { State } from '../state/state.ts'
import type { Blob, Blobs } from './blobs.ts'
import { BucketRows } from './bucket-rows.ts'
import { bucketNotEmpty, bytesUnreadable, invalidRange, preconditionFailed } from './errors.ts'
import { listObjects } from './list-objects.ts'
import { requireKey } from './names.ts'
import { listUploads } from './list-uploads.ts'
import { listVersions } from './list-versions.ts'
import { extrasOf, headOf, ObjectRows, propertiesOf } from './object-rows.ts'
import type { ObjectHead, WriteConditions } from './object-store.ts'
import { Pieces } from './pieces.ts'
import { readPieces, readPiecesBytes } from './read-pieces.ts'
import { receive } from './receive.ts'
import { partOf, requirePartNumber, uploadOf, UploadRows } from './upload-rows.ts'
import type { Finish, VersionAddress, VersionedStore } from './versioned-store.ts'

export { referencedBlobs } from './pieces.ts'

/** Bytes that are read at once: a stream costs more than they do. */
const atOnce = 64 * 1024

export interface EmbeddedStoreOptions {
  state: State
  blobs: Blobs
  /** ms of the world's clock. */
  now: () => number
  /** The world's ids; asked for those of a multipart `upload`. */
  ids: (kind: string) => string
  /** Hears of every object, in the transaction that writes it. */
  written?: (head: ObjectHead) => void
  /** Hears of stored bytes that cannot be read: whoever asks for them is told that the storage failed, and no more. */
  unreadable?: (error: unknown) => void
}

export function createEmbeddedStore(options: EmbeddedStoreOptions): VersionedStore {
  const { state, blobs, now, ids, written, unreadable } = options
  const bytes = {
    blobs,
    failed(error: unknown) {
      unreadable?.(error)
      return bytesUnreadable(error)
    },
  }
  const pieces = new Pieces(state, blobs)
  const buckets = new BucketRows(state, now)
  const objects = new ObjectRows({ state, blobs, pieces, buckets, now, ids, written })
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

  const versionAt = ({ bucket, key, versionId }: VersionAddress) => {
    const versioned = buckets.settings(bucket).versioning !== undefined
    const row = objects.require(bucket, key, versionId)
    return { row, versioned, head: headOf(row, versioned) }
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
        const some = listObjects(objects.table, name, { limit: 1 }).objects.length > 0 || objects.versions.any(name)
        if (some) throw bucketNotEmpty(name)
        uploads.removeAllOf(name)
        buckets.delete(name)
      })
    },
    bucket: (name) => buckets.require(name),
    settings: (bucket) => buckets.settings(bucket),
    async changeSettings(bucket, patch) {
      state.transaction(() => buckets.changeSettings(bucket, patch))
    },

    async put(bucket, key, body, options = {}) {
      const { finish, publicRead = false } = options
      const blob = await receive(blobs, body, options, () => admit(bucket, key, options))
      const finished = await finishing(blobs, blob, finish)
      return takeOver([blob], () => {
        buckets.require(bucket)
        const [properties, extras] = [propertiesOf(options), { ...extrasOf(options), ...finished }]
        return objects.write({ bucket, key, properties, publicRead, conditions: options, extras }, [blob])
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
      const body = await begun(readPieces(bytes, pieces.covering(row.id, start, end), start, end))
      return { head: headOf(row), range: { start, end }, body }
    },
    async read(address, plan) {
      const { row, head } = versionAt(address)
      const planned = plan(head)
      if (planned === undefined) return { head, plan: planned }
      const { start, end } = planned
      if (start >= end) return { head, plan: planned, body: new Uint8Array(0) }
      const covering = pieces.covering(row.id, start, end)
      const body =
        end - start <= atOnce
          ? await readPiecesBytes(bytes, covering, start, end)
          : await begun(readPieces(bytes, covering, start, end))
      return { head, plan: planned, body }
    },
    headVersion: (address) => versionAt(address).head,
    partsOf(address, { after = 0, limit = 1000 } = {}) {
      const { id } = versionAt(address).row
      // Nearly always parts have the numbers 1, 2, 3, …
      const found = pieces.list(id, { offset: after, limit })
      const inOrder = found.every(({ number }, index) => number === after + index + 1)
      const parts = inOrder ? found : pieces.list(id).filter(({ number = 0 }) => number > after)
      return parts.slice(0, limit).map(({ number = 0, position, size, checksums }) => ({
        number,
        start: position,
        size,
        ...(checksums && { checksums }),
      }))
    },
    async readRange(bucket, key, start, end) {
      buckets.require(bucket)
      const row = objects.require(bucket, key)
      const from = Math.min(Math.max(0, start), row.head.size)
      const to = Math.min(Math.max(from, end), row.head.size)
      return readPiecesBytes(bytes, pieces.covering(row.id, from, to), from, to)
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
        const found = objects.find(bucket, key) !== undefined
        if (found) objects.delete(bucket, key)
        return found
      })
    },
    async deleteMany(bucket, keys) {
      state.transaction(() => {
        buckets.require(bucket)
        for (const key of keys) if (objects.find(bucket, key)) objects.delete(bucket, key)
      })
    },
    async deleteVersion({ bucket, key, versionId }, { ifMatch } = {}) {
      return state.transaction(() => {
        buckets.require(bucket)
        if (ifMatch !== undefined) {
          const { etag } = objects.require(bucket, key, versionId).head
          if (ifMatch !== '*' && ifMatch !== etag) throw preconditionFailed('If-Match')
        }
        return versionId === undefined ? objects.delete(bucket, key) : objects.deleteVersion(bucket, key, versionId)
      })
    },
    async listVersions(bucket, options = {}) {
      buckets.require(bucket)
      return listVersions(objects, bucket, options)
    },
    async retouch(address, patch) {
      return state.transaction(() => {
        const { row, versioned } = versionAt(address)
        return headOf(objects.retouch(row, patch), versioned)
      })
    },
    async copy(from, to, { replace, replaceTags, publicRead = false, sourceIfMatch, admit: judge, ...options } = {}) {
      const shared: Blob[] = []
      return takeOver(shared, () => {
        const source = versionAt(from)
        const { etag } = source.head
        if (sourceIfMatch !== undefined && sourceIfMatch !== etag) throw preconditionFailed('If-Match')
        judge?.(source.head)
        admit(to.bucket, to.key)
        for (const piece of pieces.list(source.row.id)) {
          blobs.retain(piece.hash)
          shared.push(piece)
        }
        const properties = propertiesOf(replace ?? source.head)
        const { storageClass: _, ...inherited } = extrasOf(source.head)
        const tags = replaceTags && { tags: replaceTags }
        const parts = source.head.partsCount === undefined ? {} : { partsCount: source.head.partsCount }
        const extras = { ...inherited, ...parts, ...extrasOf(options), ...tags }
        return objects.write({ ...to, properties, publicRead, conditions: options, etag, extras }, shared)
      })
    },

    async createUpload(bucket, key, options = {}) {
      return state.transaction(() => {
        admit(bucket, key)
        const { publicRead = false, checksum } = options
        const extras = extrasOf(options)
        return uploads.create(ids('upload'), bucket, key, {
          properties: propertiesOf(options),
          publicRead,
          extras,
          checksum,
        })
      })
    },
    headUpload: (upload) => uploadOf(uploads.require(upload)),
    async putPart(upload, number, body, options = {}) {
      const blob = await receive(blobs, body, options, () => {
        requirePartNumber(number)
        uploads.require(upload)
      })
      const checksums = await finishing(blobs, blob, options.finish)
      const noted = checksums ? { ...blob, checksums } : blob
      return takeOver([blob], () => uploads.putPart(uploads.require(upload), number, noted))
    },
    async listParts(upload, options = {}) {
      return uploads.listParts(uploads.require(upload), options)
    },
    async completeUpload(upload, named, { verify, ...conditions } = {}) {
      return state.transaction(() => {
        const row = uploads.require(upload)
        const { bucket, key, properties, publicRead } = row
        const { parts, etag } = uploads.complete(upload, named)
        const extras = { ...row.extras, partsCount: parts.length, ...verify?.(parts.map(partOf), uploadOf(row)) }
        const taken = uploads.take(upload, parts)
        return objects.write({ bucket, key, properties, publicRead, conditions, etag, extras }, taken)
      })
    },
    async listUploads(bucket, options = {}) {
      buckets.require(bucket)
      return listUploads(uploads.table, bucket, options)
    },
    async abortUpload(upload) {
      state.transaction(() => uploads.remove(uploads.require(upload)))
    },
  }
}

/** What the caller has to say once all bytes are there; when it refuses them, they go. */
async function finishing<R>(blobs: Blobs, { hash }: Blob, finish: Finish<R> | undefined): Promise<R | undefined> {
  try {
    return await finish?.()
  } catch (error) {
    blobs.release(hash)
    throw error
  }
}
