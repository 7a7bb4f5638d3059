// Blobs in memory.
import { streamOf } from '../body/byte-source.ts'
import type { Blob, Blobs, BlobWriter, Slice } from './blobs.ts'
import { Checksums, checksumsOf } from './checksums.ts'
import { entityTooLarge } from './errors.ts'
import { store } from './pour.ts'
import { References } from './references.ts'

/** Bytes are kept, and read, in segments of this size, the last being shorter. */
const segmentBytes = 256 * 1024

type Segments = readonly Uint8Array[]

export class MemoryBlobs implements Blobs {
  readonly #stored = new Map<string, Segments>()
  readonly #references = new References()

  write(options: { maxBytes?: number } = {}): BlobWriter {
    return new MemoryWriter(options.maxBytes ?? Infinity, (hash, segments) => this.#keep(hash, segments))
  }

  async store(body: ReadableStream<Uint8Array> | Uint8Array, options: { maxBytes?: number } = {}): Promise<Blob> {
    const isSmall = body instanceof Uint8Array && body.length <= Math.min(segmentBytes, options.maxBytes ?? Infinity)
    if (!isSmall) return store(this, body, options)
    const checksums = checksumsOf(body)
    // A copy of their own size: what came from a socket is a part of something larger.
    this.#keep(checksums.hash, [new Uint8Array(body)])
    return { ...checksums, size: body.length }
  }

  #keep(hash: string, segments: Segments): void {
    if (!this.#references.has(hash)) this.#stored.set(hash, segments)
    this.#references.add(hash)
  }

  read(hash: string, slice: Slice = {}): ReadableStream<Uint8Array> {
    const segments = this.#segments(hash)
    const end = Math.min(slice.end ?? Infinity, sizeOf(segments))
    let at = slice.start ?? 0
    return streamOf({
      async next(lent = false) {
        if (at >= end) return undefined
        const chunk = lent ? view(segments, at, end) : cut(segments, at, end)
        at += chunk.length
        return chunk
      },
      cancel: () => void (at = end),
    })
  }

  async readBytes(hash: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const segments = this.#segments(hash)
    if (segments.length === 1) return cut(segments, start, end)
    const bytes = new Uint8Array(Math.max(0, Math.min(end, sizeOf(segments)) - start))
    for (let filled = 0; filled < bytes.length;) {
      const chunk = cut(segments, start + filled, start + bytes.length)
      bytes.set(chunk, filled)
      filled += chunk.length
    }
    return bytes
  }

  retain(hash: string, count = 1): void {
    this.#references.retain(hash, count)
  }

  release(hash: string, count = 1): void {
    if (this.#references.release(hash, count)) this.#stored.delete(hash)
  }

  async sweep(referenced: Iterable<readonly [string, number]>): Promise<{ removed: number }> {
    this.#references.replace(referenced)
    let removed = 0
    for (const hash of this.#stored.keys()) {
      if (this.#references.has(hash)) continue
      this.#stored.delete(hash)
      removed += 1
    }
    return { removed }
  }

  #segments(hash: string): Segments {
    const segments = this.#stored.get(hash)
    if (!segments) throw new Error(`There is no blob ${hash}`)
    return segments
  }
}

class MemoryWriter implements BlobWriter {
  readonly #maxBytes: number
  readonly #keep: (hash: string, segments: Segments) => void
  readonly #checksums = new Checksums()
  readonly #full: Uint8Array[] = []
  #last = new Uint8Array(0)
  #filled = 0
  size = 0

  constructor(maxBytes: number, keep: (hash: string, segments: Segments) => void) {
    this.#maxBytes = maxBytes
    this.#keep = keep
  }

  write(chunk: Uint8Array): void {
    if (this.size + chunk.length > this.#maxBytes) throw entityTooLarge(this.#maxBytes)
    this.#checksums.update(chunk)
    this.size += chunk.length
    for (let taken = 0; taken < chunk.length;) {
      if (this.#filled === segmentBytes) this.#begin()
      const more = Math.min(chunk.length - taken, segmentBytes - this.#filled)
      this.#grow(this.#filled + more)
      this.#last.set(chunk.subarray(taken, taken + more), this.#filled)
      this.#filled += more
      taken += more
    }
  }

  async commit(): Promise<Blob> {
    const { hash, md5 } = this.#checksums.finish()
    this.#keep(hash, [
      ...this.#full,
      this.#last.length === this.#filled ? this.#last : this.#last.slice(0, this.#filled),
    ])
    return { hash, md5, size: this.size }
  }

  async abort(): Promise<void> {
    this.#full.length = 0
    this.#last = new Uint8Array(0)
    this.#filled = 0
  }

  #begin(): void {
    this.#full.push(this.#last)
    this.#last = new Uint8Array(0)
    this.#filled = 0
  }

  /** By doubling, so that a small object takes little and a large one is not copied often; behind a full segment mostly comes another. */
  #grow(needed: number): void {
    if (needed <= this.#last.length) return
    const room = this.#full.length > 0 ? segmentBytes : Math.max(needed, this.#last.length * 2)
    const larger = room < segmentBytes ? new Uint8Array(room) : wholeSegment()
    larger.set(this.#last.subarray(0, this.#filled))
    this.#last = larger
  }
}

/**
 * Of pages of its own, as a buffer is that could be resized: they go back to the system when nobody has it any more. The allocator keeps
 * ordinary ones that lie between others, so that 100 MiB would take 250 more after they were deleted.
 */
function wholeSegment(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(segmentBytes, { maxByteLength: segmentBytes }))
}

function sizeOf(segments: Segments): number {
  return (segments.length - 1) * segmentBytes + (segments.at(-1)?.length ?? 0)
}

/** A copy, so that no reader can change, or transfer away, what is stored; up to the end of one segment. */
function cut(segments: Segments, start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view(segments, start, end))
}

function view(segments: Segments, start: number, end: number): Uint8Array {
  const index = Math.floor(start / segmentBytes)
  const offset = index * segmentBytes
  return segments[index]?.subarray(start - offset, Math.min(end - offset, segmentBytes)) ?? new Uint8Array(0)
}
