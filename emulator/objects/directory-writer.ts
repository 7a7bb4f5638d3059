// One file of a blob directory while it grows.
import { open, type FileHandle } from 'node:fs/promises'
import { diskFullAsUnavailable, writing } from '../platform/node-disk-full.ts'
import type { Blob, BlobWriter } from './blobs.ts'
import { Checksums } from './checksums.ts'
import { entityTooLarge } from './errors.ts'

/** What becomes of the file; each takes effect at once. */
export interface FilePlace {
  /** Whether the same bytes are stored already; then the writer has a reference to them, and needs its file no more. */
  share(hash: string): boolean
  /** The file, which is whole and on disk, is the blob, and the writer has a reference to it. */
  keep(hash: string): void
  /** The file goes. */
  discard(): void
}

/** Written at a time: what a client frames in small chunks, or a socket brings in halves, would be many steps of the disk. */
const blockBytes = 256 * 1024

export class DirectoryWriter implements BlobWriter {
  readonly #path: string
  readonly #maxBytes: number
  readonly #place: FilePlace
  readonly #checksums = new Checksums()
  #handle: FileHandle | undefined
  /** What arrives is gathered in one block, while the disk takes the other. */
  #block = new Uint8Array(0)
  #other = new Uint8Array(0)
  #filled = 0
  /** Bytes that were handed to the disk, the last of them by this. */
  #written = 0
  #writing: Promise<void> = Promise.resolve()
  #ended = false
  size = 0

  constructor(path: string, maxBytes: number, place: FilePlace) {
    this.#path = path
    this.#maxBytes = maxBytes
    this.#place = place
  }

  /** A failure of the disk is told by this, by one of the next, or by `commit`. */
  async write(chunk: Uint8Array): Promise<void> {
    if (this.size + chunk.length > this.#maxBytes) throw entityTooLarge(this.#maxBytes)
    if (!this.#handle) await this.#open()
    this.#checksums.update(chunk)
    this.size += chunk.length
    for (let taken = 0; taken < chunk.length;) {
      if (this.#block.length === 0) this.#block = new Uint8Array(blockBytes)
      const more = Math.min(chunk.length - taken, blockBytes - this.#filled)
      this.#block.set(chunk.subarray(taken, taken + more), this.#filled)
      this.#filled += more
      taken += more
      if (this.#filled === blockBytes) await this.#flush()
    }
  }

  async commit(): Promise<Blob> {
    const handle = await this.#open()
    await this.#flush()
    await this.#writing
    const { hash, md5 } = this.#checksums.finish()
    const known = this.#place.share(hash)
    if (!known) await this.#settled(handle.datasync())
    await handle.close()
    if (known) this.#place.discard()
    else writing(() => this.#place.keep(hash))
    this.#ended = true
    return { hash, md5, size: this.size }
  }

  async abort(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    // Whoever aborts knows why; what the disk says meanwhile changes nothing.
    await this.#writing.catch(() => undefined)
    await this.#handle?.close()
    this.#place.discard()
  }

  /** Waits for the block before, and hands this one to the disk. What failed once fails for ever: the bytes are not whole. */
  async #flush(): Promise<void> {
    await this.#writing
    if (this.#filled === 0) return
    const handle = await this.#open()
    const bytes = this.#block.subarray(0, this.#filled)
    this.#writing = this.#settled(writeFully(handle, bytes, this.#written))
    // It is heard by whoever waits for it.
    this.#writing.catch(() => undefined)
    this.#written += bytes.length
    ;[this.#block, this.#other] = [this.#other, this.#block]
    this.#filled = 0
  }

  async #open(): Promise<FileHandle> {
    // A file of that name can only be left from a process that was killed.
    this.#handle ??= await this.#settled(open(this.#path, 'w', 0o600))
    return this.#handle
  }

  /** @throws {ObjectStoreUnavailable} when the disk is full */
  async #settled<R>(work: Promise<R>): Promise<R> {
    try {
      return await work
    } catch (error) {
      throw diskFullAsUnavailable(error)
    }
  }
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}
