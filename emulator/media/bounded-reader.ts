// Reads a few pages of a file of any size: whatever a parser asks for, only so many requests and bytes are served.

/** Where the bytes of a file come from. `read` gives exactly the bytes from `start` up to and without `end`. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number
  read(start: number, end: number): Promise<Uint8Array>
}

/** What one step of a probe may ask for. */
export interface Allowance {
  /** Fetched from the source. Default 16 MiB: the index of a film of some hours is 5. */
  bytes?: number
  /** Asked for by parsers, which is what ends a parser's loop over hostile bytes. Default 10,000. */
  requests?: number
}

/** Says that a parser has had its share of the file. */
export class ReadLimitReached extends Error {
  override name = 'ReadLimitReached'
}

const pageSize = 16 * 1024
const mebibyte = 1024 * 1024

export class BoundedReader {
  readonly size: number
  /** What the source threw, if it did: a failure of the store and not of the file. */
  failure: { error: unknown } | undefined
  #source: ByteSource
  #pages = new Map<number, Uint8Array>()
  /** In all steps together, since every page is kept. */
  #bytesLeft = 16 * mebibyte
  #allowed = { bytes: 16 * mebibyte, requests: 10_000 }

  constructor(source: ByteSource) {
    this.size = source.size
    this.#source = source
  }

  /** Begins a step; what the one before did not use is gone. */
  allow({ bytes = 16 * mebibyte, requests = 10_000 }: Allowance): void {
    this.#allowed = { bytes, requests }
  }

  /**
   * The bytes from `start` up to and without `end`. Pages are kept, so that asking again costs the source nothing.
   * @throws ReadLimitReached · RangeError outside of the file · what the source throws
   */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (start < 0 || end < start || end > this.size) throw new RangeError(`No bytes ${start} to ${end} of ${this.size}`)
    if (this.#allowed.requests-- <= 0) throw new ReadLimitReached('Too many requests')
    const last = Math.ceil(end / pageSize)
    for (let page = Math.floor(start / pageSize); page < last; page++) {
      if (this.#pages.has(page)) continue
      let after = page + 1
      while (after < last && !this.#pages.has(after)) after++
      await this.#fetch(page, after)
    }
    return this.#copy(start, end)
  }

  async #fetch(page: number, after: number): Promise<void> {
    const start = page * pageSize
    const end = Math.min(after * pageSize, this.size)
    const length = end - start
    if (length > Math.min(this.#bytesLeft, this.#allowed.bytes)) throw new ReadLimitReached('Too many bytes')
    this.#bytesLeft -= length
    this.#allowed.bytes -= length
    const bytes = await this.#ask(start, end)
    for (let at = page; at < after; at++) {
      this.#pages.set(at, bytes.subarray((at - page) * pageSize, (at - page + 1) * pageSize))
    }
  }

  async #ask(start: number, end: number): Promise<Uint8Array> {
    try {
      const bytes = await this.#source.read(start, end)
      if (bytes.length !== end - start) throw new RangeError(`Got ${bytes.length} bytes of ${end - start} at ${start}`)
      return bytes
    } catch (error) {
      this.failure ??= { error }
      throw error
    }
  }

  #copy(start: number, end: number): Uint8Array {
    const bytes = new Uint8Array(end - start)
    for (let at = start; at < end;) {
      const page = Math.floor(at / pageSize)
      const offset = at - page * pageSize
      const piece = this.#pages.get(page)?.subarray(offset, offset + end - at)
      if (piece === undefined) throw new RangeError(`Page ${page} is gone`)
      bytes.set(piece, at - start)
      at += piece.length
    }
    return bytes
  }
}
