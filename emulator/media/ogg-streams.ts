// The logical streams of an Ogg file (RFC 3533): Theora's picture, and how long each stream is.
//
// mediabunny reads the Vorbis and Opus in an Ogg file, but neither its Theora nor, beside Theora, the end of its audio.
import type { BoundedReader } from './bounded-reader.ts'
import { Cursor } from './cursor.ts'

export interface OggStream {
  serial: number
  /** Seconds; null when unknown. */
  duration: number | null
  /** Bits a second in the pages that were looked at; null when unknown. */
  bitrate: number | null
  theora: Theora | null
}

export interface Theora {
  width: number
  height: number
  fps: number
}

interface Page {
  beginsStream: boolean
  /** A time in the stream's own units; null on a page on which no packet ends. */
  granule: bigint | null
  serial: number
  body: Uint8Array
  end: number
}

interface Sum extends Pick<OggStream, 'serial' | 'theora'> {
  /** Seconds from the stream's start to a granule position. */
  secondsAt: (granule: bigint) => number
  bytes: number
  head: bigint
  tail: bigint
}

/** Enough for the pages that begin the streams and for some seconds of them, and for the last page of each. */
const headBytes = 1024 * 1024
const tailBytes = 256 * 1024

/** The streams that begin the file. */
export async function readOgg(reader: BoundedReader): Promise<OggStream[]> {
  const sums = new Map<number, Sum>()
  for (const page of pages(await reader.read(0, Math.min(headBytes, reader.size)))) {
    if (page.beginsStream && !sums.has(page.serial)) sums.set(page.serial, begin(page))
    const sum = sums.get(page.serial)
    if (sum === undefined) continue
    sum.bytes += page.body.length
    if (page.granule !== null) sum.head = page.granule
  }
  for (const page of pages(await reader.read(Math.max(0, reader.size - tailBytes), reader.size))) {
    const sum = sums.get(page.serial)
    if (sum !== undefined && page.granule !== null) sum.tail = page.granule
  }
  return Array.from(sums.values(), ({ serial, theora, secondsAt, bytes, head, tail }) => {
    const looked = secondsAt(head)
    const bitrate = looked > 0 ? (bytes * 8) / looked : null
    return { serial, theora, bitrate, duration: secondsAt(tail) > 0 ? secondsAt(tail) : null }
  })
}

/** The whole pages in some bytes, wherever they begin. */
function* pages(bytes: Uint8Array): Generator<Page> {
  for (let at = 0; at + 27 <= bytes.length;) {
    const page = pageAt(bytes, at)
    if (page !== undefined) yield page
    at = page?.end ?? at + 1
  }
}

function pageAt(bytes: Uint8Array, at: number): Page | undefined {
  // "OggS", then version 0
  if (bytes[at] !== 0x4f || bytes[at + 1] !== 0x67 || bytes[at + 2] !== 0x67 || bytes[at + 3] !== 0x53) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at)
  const segments = view.getUint8(26)
  if (view.getUint8(4) !== 0 || 27 + segments > view.byteLength) return undefined
  let length = 0
  for (let i = 0; i < segments; i++) length += view.getUint8(27 + i)
  if (27 + segments + length > view.byteLength) return undefined
  const start = at + 27 + segments
  return {
    beginsStream: (view.getUint8(5) & 0x02) !== 0,
    granule: view.getBigInt64(6, true) < 0n ? null : view.getBigInt64(6, true),
    serial: view.getUint32(14, true),
    body: bytes.subarray(start, start + length),
    end: start + length,
  }
}

function begin({ serial, body }: Page): Sum {
  const sum = { serial, theora: null, bytes: 0, head: 0n, tail: 0n, secondsAt: () => 0 }
  const name = (at: number, length: number) => String.fromCharCode(...body.subarray(at, at + length))
  if (name(1, 6) === 'theora' && body.length >= 42) return { ...sum, ...beginTheora(body) }
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  if (name(1, 6) === 'vorbis' && body.length >= 30) {
    const rate = view.getUint32(12, true)
    return { ...sum, secondsAt: (granule) => (rate > 0 ? Number(granule) / rate : 0) }
  }
  if (name(0, 8) === 'OpusHead' && body.length >= 19) {
    const preSkip = view.getUint16(10, true)
    return { ...sum, secondsAt: (granule) => (Number(granule) - preSkip) / 48_000 }
  }
  return sum
}

/** @param body Theora's identification header: Theora specification, 6.2 */
function beginTheora(body: Uint8Array): Pick<Sum, 'theora' | 'secondsAt'> {
  const cursor = new Cursor(body, 14)
  const width = (cursor.u8() << 16) | cursor.u16()
  const height = (cursor.u8() << 16) | cursor.u16()
  const fps = cursor.skip(2).u32() / cursor.u32()
  const shift = BigInt((cursor.skip(3 + 3 + 1 + 3).u16() >> 5) & 0x1f)
  if (!(fps > 0 && Number.isFinite(fps)) || width === 0 || height === 0) return { theora: null, secondsAt: () => 0 }
  return {
    theora: { width, height, fps },
    // "the number of frames up to the last keyframe, and the number since"
    secondsAt: (granule) => Number((granule >> shift) + (granule & ((1n << shift) - 1n))) / fps,
  }
}
