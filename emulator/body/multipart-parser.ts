// From the bytes of a multipart body to its parts, cut wherever the network cuts.
//
// The search for the boundary and the reading of headers are multipasta's. Its push parser on top of them is not used: it loses the end of
// a body that is cut between the last two dashes, and a file whose name has a character beyond U+00FF becomes a text field without
// a name (0.2.8). @remix-run/multipart-parser holds every part in memory before it shows it (0.16), which a video must not be.
import * as Search from 'multipasta/Search'
import { BodyMalformed, BodyTooLarge } from './body-errors.ts'
import { readPartHead } from './part-head.ts'
import type { PartHead } from './part-head.ts'

/** A part begins, has bytes, and ends. */
export type MultipartEvent = { type: 'part'; head: PartHead } | { type: 'data'; bytes: Uint8Array } | { type: 'end' }

const headBytes = 16 * 1024
/** What may stand before the first boundary and after the last; it says nothing and is thrown away. */
const fillerBytes = 64 * 1024

const CR = 13
const LF = 10
const dash = 45
const lineBreak = Uint8Array.of(CR, LF)

/** Push bytes in, get events out; nothing but a part's headers and a piece of a possible boundary is held back. */
export class MultipartParser {
  readonly #search: ReturnType<typeof Search.make>
  readonly #mostParts: number
  readonly #head = new Uint8Array(headBytes)
  #headLength = 0
  #filler = 0
  /** How many boundaries were found before the bytes at hand. */
  #boundaries = 0
  #state: 'filler' | 'head' | 'body' = 'filler'
  #terminated = false
  #events: MultipartEvent[] = []

  /** @param mostParts more are not looked at: a piece of the body may have a thousand of them */
  constructor(boundary: string, mostParts = Infinity) {
    this.#mostParts = mostParts
    this.#search = Search.make(`\r\n--${boundary}`, (index, bytes) => this.#found(index, bytes))
    // The first boundary may be the first thing of all.
    this.#search.write(lineBreak)
  }

  /** @throws BodyMalformed, BodyTooLarge */
  push(bytes: Uint8Array): MultipartEvent[] {
    this.#search.write(bytes)
    return this.#take()
  }

  /** @throws BodyMalformed when the last boundary did not come */
  finish(): MultipartEvent[] {
    this.#search.end()
    if (!this.#terminated) throw new BodyMalformed('The multipart body ends before its last boundary')
    return this.#take()
  }

  #take(): MultipartEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  #found(index: number, bytes: Uint8Array): void {
    if (this.#terminated) return this.#skip(bytes)
    if (index > this.#boundaries) this.#begin(index)
    if (this.#state === 'head') this.#readHead(bytes)
    else if (this.#state === 'body') this.#events.push({ type: 'data', bytes })
    else this.#skip(bytes)
  }

  #begin(index: number): void {
    // RFC 2046: a part without a body may do without the empty line as well; its line break is the boundary's.
    if (this.#state === 'head') this.#readHead(lineBreak)
    if (this.#state === 'head' || index > this.#boundaries + 1) throw new BodyMalformed('A part has no headers')
    if (this.#state === 'body') this.#events.push({ type: 'end' })
    // The last boundary begins none.
    if (index > this.#mostParts + 1) throw new BodyTooLarge('fieldCount', this.#mostParts)
    this.#boundaries = index
    this.#state = 'head'
    this.#headLength = 0
  }

  /** Collects what follows a boundary: `--` at the very end, else the rest of its line, headers and an empty line. */
  #readHead(bytes: Uint8Array): void {
    const before = this.#headLength
    const room = bytes.subarray(0, headBytes - before)
    this.#head.set(room, before)
    this.#headLength += room.length
    const head = this.#head.subarray(0, this.#headLength)

    if (head[0] === dash && head[1] === dash) {
      this.#terminated = true
      this.#state = 'filler'
      return this.#skip(bytes)
    }
    const end = indexOfEmptyLine(head, Math.max(0, before - 3))
    if (end === -1) {
      if (this.#headLength === headBytes)
        throw new BodyMalformed(`The headers of a part have more than ${headBytes} bytes`)
      return
    }
    this.#events.push({ type: 'part', head: readPartHead(head.subarray(endOfBoundaryLine(head), end)) })
    this.#state = 'body'
    const rest = bytes.subarray(end - before)
    if (rest.length > 0) this.#events.push({ type: 'data', bytes: rest })
  }

  #skip(bytes: Uint8Array): void {
    this.#filler += bytes.length
    if (this.#filler > fillerBytes) throw new BodyMalformed('Too much stands outside the parts of the multipart body')
  }
}

/** The position behind CR LF CR LF; -1 when it did not come yet. */
function indexOfEmptyLine(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CR, from); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at + 4
  }
  return -1
}

/** A boundary may be followed by white space on its line (RFC 2046, transport padding), and by nothing else. */
function endOfBoundaryLine(head: Uint8Array): number {
  const padded = head.findIndex((byte) => byte !== 32 && byte !== 9)
  if (head[padded] !== CR || head[padded + 1] !== LF) throw new BodyMalformed('A boundary is not on a line of its own')
  return padded + 2
}
