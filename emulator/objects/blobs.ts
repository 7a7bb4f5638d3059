// Bytes by what they are: immutable, named by their SHA-256, stored once however many objects and worlds hold them.

/** Bytes that are stored. */
export interface Blob {
  /** SHA-256, lower-case hex. */
  hash: string
  /** Bytes. */
  size: number
  /** MD5, lower-case hex: S3's ETag of a plain object. */
  md5: string
}

/** A part of some bytes, as `slice` takes it: from `start`, by default 0, up to and without `end`, cut to what there is. */
export interface Slice {
  start?: number
  end?: number
}

/** Takes bytes in as they come. What has arrived can be committed even when no more will come. */
export interface BlobWriter {
  /** Bytes written so far. */
  readonly size: number
  /**
   * Wait for one before the next; `chunk` is not changed, and free to be changed afterwards.
   * @throws {ObjectStoreError} EntityTooLarge, when it would make more than `maxBytes`; nothing of `chunk` is taken
   */
  write(chunk: Uint8Array): Promise<void> | void
  /** Stores what was written; the caller owns one reference. */
  commit(): Promise<Blob>
  /** Forgets what was written. Does nothing after a commit. */
  abort(): Promise<void>
}

/** All blobs of an emulator. A blob lives while somebody has a reference to it. */
export interface Blobs {
  write(options?: { maxBytes?: number }): BlobWriter
  /** Stores a whole body; when the body fails nothing is left, and its error is thrown. The caller owns one reference. */
  store(body: ReadableStream<Uint8Array> | Uint8Array, options?: { maxBytes?: number }): Promise<Blob>
  /** The bytes in chunks of at most 256 KiB, read as they are asked for. The caller keeps a reference until the end. */
  read(hash: string, slice?: Slice): ReadableStream<Uint8Array>
  /** The bytes at once, cut to what there is; for small slices. */
  readBytes(hash: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
  /** Adds references to a blob that has one. @throws {Error} when it has none */
  retain(hash: string, count?: number): void
  /** Gives references back; with the last one the bytes are gone at once. @throws {Error} when there are not so many */
  release(hash: string, count?: number): void
  /**
   * At the start: the references that the worlds' states hold, once they are all open. Counts take effect at once; the
   * promise is about clearing away what nobody holds: orphans of a process that was killed, and half-written files.
   */
  sweep(referenced: Iterable<readonly [hash: string, count: number]>): Promise<{ removed: number }>
}
