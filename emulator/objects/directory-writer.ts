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

export class DirectoryWriter implements BlobWriter {
  readonly #path: string
  readonly #maxBytes: number
  readonly #place: FilePlace
  readonly #checksums = new Checksums()
  #handle: FileHandle | undefined
  #failure: unknown
  #ended = false
  size = 0

  constructor(path: string, maxBytes: number, place: FilePlace) {
    this.#path = path
    this.#maxBytes = maxBytes
    this.#place = place
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.size + chunk.length > this.#maxBytes) throw entityTooLarge(this.#maxBytes)
    const handle = await this.#open()
    const written = writeFully(handle, chunk, this.size)
    // Digested while the disk works.
    this.#checksums.update(chunk)
    try {
      await written
    } catch (error) {
      this.#failure = diskFullAsUnavailable(error)
      throw this.#failure
    }
    this.size += chunk.length
  }

  async commit(): Promise<Blob> {
    if (this.#failure !== undefined)
      throw new Error('A write failed, so the bytes are not whole', { cause: this.#failure })
    const handle = await this.#open()
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
    await this.#handle?.close()
    this.#place.discard()
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
