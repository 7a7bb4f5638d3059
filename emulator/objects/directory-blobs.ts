// Blobs as files of a directory: AA/BB/HASH, so that no client's name ever becomes a path. One process at a time.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { streamOf } from '../body/byte-source.ts'
import { diskFullAsUnavailable } from '../platform/node-disk-full.ts'
import type { Blob, Blobs, BlobWriter, Slice } from './blobs.ts'
import { checksumsOf } from './checksums.ts'
import { readSmallFile, smallFileBytes, writeSmallFile } from './directory-small.ts'
import { DirectorySource, readFully } from './directory-source.ts'
import { DirectoryWriter, type FilePlace } from './directory-writer.ts'
import { store } from './pour.ts'
import { References } from './references.ts'

/** Where files grow until they are committed. */
const incoming = 'incoming'

export class DirectoryBlobs implements Blobs {
  readonly #directory: string
  readonly #references = new References()
  readonly #writing = new Set<string>()
  #lastWriter = 0

  constructor(directory: string) {
    this.#directory = directory
  }

  /**
   * Opens a directory, and makes it when there is none. Only its owner may read it. After a restart, `sweep` comes next.
   * @param directory a path of this machine
   */
  static async open(directory: string): Promise<DirectoryBlobs> {
    await mkdir(join(directory, incoming), { recursive: true, mode: 0o700 })
    return new DirectoryBlobs(directory)
  }

  write(options: { maxBytes?: number } = {}): BlobWriter {
    const { path, ...place } = this.#newPlace()
    return new DirectoryWriter(path, options.maxBytes ?? Infinity, place)
  }

  async store(body: ReadableStream<Uint8Array> | Uint8Array, options: { maxBytes?: number } = {}): Promise<Blob> {
    const isSmall = body instanceof Uint8Array && body.length <= Math.min(smallFileBytes, options.maxBytes ?? Infinity)
    if (!isSmall) return store(this, body, options)
    const checksums = checksumsOf(body)
    const blob = { ...checksums, size: body.length }
    if (this.#references.share(blob.hash)) return blob
    const { path, keep, discard } = this.#newPlace()
    try {
      await writeSmallFile(path, body)
      keep(blob.hash)
      return blob
    } catch (error) {
      discard()
      throw diskFullAsUnavailable(error)
    }
  }

  /** A file in which bytes can grow, and what may become of it. */
  #newPlace(): FilePlace & { path: string } {
    const name = String((this.#lastWriter += 1))
    const path = join(this.#directory, incoming, name)
    this.#writing.add(name)
    const discard = () => {
      this.#writing.delete(name)
      rmSync(path, { force: true })
    }
    return {
      path,
      share: (hash) => this.#references.share(hash),
      discard,
      keep: (hash) => {
        // Another writer of the same bytes may have come first.
        if (this.#references.share(hash)) return discard()
        place(path, this.#path(hash))
        this.#references.add(hash)
        this.#writing.delete(name)
      },
    }
  }

  read(hash: string, { start = 0, end = Infinity }: Slice = {}): ReadableStream<Uint8Array> {
    return streamOf(new DirectorySource(this.#path(hash), start, end))
  }

  async readBytes(hash: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end - start <= smallFileBytes) return readSmallFile(this.#path(hash), start, Math.max(0, end - start))
    // Not `await using`, which the oldest Node that runs these sources cannot parse.
    const handle = await open(this.#path(hash), 'r')
    try {
      return await readFully(handle, start, Math.max(0, end - start))
    } finally {
      await handle.close()
    }
  }

  retain(hash: string, count = 1): void {
    this.#references.retain(hash, count)
  }

  /** The file goes in the same step as the last reference, so that the same bytes can be stored again at any moment. */
  release(hash: string, count = 1): void {
    if (this.#references.release(hash, count)) rmSync(this.#path(hash), { force: true })
  }

  async sweep(referenced: Iterable<readonly [string, number]>): Promise<{ removed: number }> {
    this.#references.replace(referenced)
    let removed = 0
    for await (const [name, path] of this.#files()) {
      // Asked and done in one step: the same bytes could be stored again at any moment.
      if (this.#writing.has(name) || this.#references.has(name)) continue
      rmSync(path, { force: true })
      removed += 1
    }
    return { removed }
  }

  async *#files(): AsyncGenerator<[name: string, path: string]> {
    for (const name of await readdir(join(this.#directory, incoming)))
      yield [name, join(this.#directory, incoming, name)]
    for (const first of await fanOut(this.#directory)) {
      for (const second of await fanOut(join(this.#directory, first))) {
        for (const hash of await readdir(join(this.#directory, first, second))) yield [hash, this.#path(hash)]
      }
    }
  }

  #path(hash: string): string {
    return join(this.#directory, hash.slice(0, 2), hash.slice(2, 4), hash)
  }
}

async function fanOut(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => /^[0-9a-f]{2}$/.test(name))
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  renameSync(from, to)
}
