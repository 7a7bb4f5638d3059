// The framing that SDKs put around a body that they sign, or checksum, while they send it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
import { brokenFraming, brokenOff, invalidChunkSize, malformedTrailer } from './body-errors.ts'

/** What a chunked body is checked against; each throws an `S3Error`. */
export interface ChunkChecks {
  /** Called when a chunk begins; undefined when chunks are not signed. */
  beginChunk?: (signature: string) => void
  /** Bytes of the chunk, in order. */
  data: (bytes: Uint8Array) => void
  /** Called when all of a chunk was seen; the last one is empty. */
  endChunk?: () => void
  /** What stood behind the last chunk, in order. */
  trailers: (trailers: readonly Trailer[]) => void
}

export type Trailer = readonly [name: string, value: string]

/** Of a line: the longest that is needed has some 100 bytes. */
const longestLine = 1024
/** One checksum and its signature are what S3 knows. */
const mostTrailers = 8
/** All chunks but the last have at least so many bytes. */
const smallestChunk = 8192

/** Takes the framing away, whatever pieces it comes in. Only lines are kept meanwhile, never data. */
export class AwsChunkedDecoder {
  readonly #checks: ChunkChecks
  readonly #takesTrailers: boolean
  #state: 'header' | 'data' | 'data end' | 'trailers' | 'end' = 'header'
  #line = ''
  /** Bytes of the present chunk: all, and those that are still to come. */
  #size = 0
  #left = 0
  /** Chunks so far. */
  #count = 0
  readonly #trailers: Trailer[] = []

  constructor(checks: ChunkChecks, options: { trailer: boolean }) {
    this.#checks = checks
    this.#takesTrailers = options.trailer
  }

  /** @throws {S3Error} IncompleteBody, InvalidChunkSizeError, MalformedTrailerError, and what the checks throw */
  push(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#state === 'end') throw brokenFraming('there are bytes behind the last chunk')
      if (this.#state === 'data') {
        const piece = bytes.subarray(at, at + this.#left)
        at += piece.length
        this.#left -= piece.length
        this.#checks.data(piece)
        if (this.#left === 0) this.#state = 'data end'
      } else {
        const end = bytes.indexOf(10, at)
        const upTo = end === -1 ? bytes.length : end
        this.#extendLine(bytes.subarray(at, upTo))
        at = upTo + 1
        if (end !== -1) this.#takeLine()
      }
    }
  }

  /** Says that nothing more comes. @throws {S3Error} IncompleteBody */
  end(): void {
    if (this.#state !== 'end') throw brokenOff()
  }

  #extendLine(bytes: Uint8Array): void {
    if (this.#line.length + bytes.length > longestLine) throw brokenFraming('a line between chunks does not end')
    for (const byte of bytes) this.#line += String.fromCharCode(byte)
  }

  #takeLine(): void {
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line
    this.#line = ''
    if (this.#state === 'header') this.#beginChunk(line)
    else if (this.#state === 'data end') {
      if (line !== '') throw brokenFraming('a chunk is longer than its size says')
      this.#checks.endChunk?.()
      this.#state = 'header'
    } else this.#takeTrailer(line)
  }

  #beginChunk(line: string): void {
    const [, hex, , signature] = /^0*([0-9a-f]{1,12})(;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? []
    if (hex === undefined) throw brokenFraming(`no size of a chunk: ${line.slice(0, 100)}`)
    const size = Number.parseInt(hex, 16)
    this.#count += 1
    if (size > 0 && this.#count > 1 && this.#size < smallestChunk) throw invalidChunkSize(this.#count, this.#size)
    this.#size = size
    this.#left = size
    if (this.#checks.beginChunk) {
      if (signature === undefined) throw brokenFraming('a chunk has no signature')
      this.#checks.beginChunk(signature.toLowerCase())
    }
    if (size > 0) {
      this.#state = 'data'
      return
    }
    this.#checks.endChunk?.()
    this.#state = 'trailers'
  }

  #takeTrailer(line: string): void {
    if (line === '') {
      // S3's own documents have an empty line before the signature of a trailer.
      if (this.#checks.beginChunk && this.#trailers.length > 0 && !this.#hasTrailerSignature()) return
      this.#checks.trailers(this.#trailers)
      this.#state = 'end'
      return
    }
    const colon = line.indexOf(':')
    if (!this.#takesTrailers || colon < 1 || this.#trailers.length === mostTrailers)
      throw malformedTrailer(`Unexpected behind the last chunk: ${line.slice(0, 100)}`)
    this.#trailers.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()])
  }

  #hasTrailerSignature(): boolean {
    return this.#trailers.some(([name]) => name === trailerSignature)
  }
}

/** The name of the trailer that signs the others. */
export const trailerSignature = 'x-amz-trailer-signature'
