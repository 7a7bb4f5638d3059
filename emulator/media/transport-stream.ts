// The clock of an MPEG transport stream (ISO/IEC 13818-1): rates from its beginning, the duration from its beginning and end.
//
// mediabunny tells what the tracks are. Its search for the last packet can make packets out of nothing for ever, when a bit is
// wrong, until memory is used up.
import type { BoundedReader } from './bounded-reader.ts'

export interface ElementaryStream {
  /** Seconds; null when there are not two time stamps. */
  duration: number | null
  /** Bits a second at the beginning; null when unknown. */
  bitrate: number | null
  /** Frames a second at the beginning; null when unknown, and of sound. */
  rate: number | null
}

/** Times are in seconds, bytes without headers. */
interface Window {
  times: number[]
  bytes: number
  /** Of those, the bytes behind the last time stamp. */
  open: number
}

const headBytes = 2 * 1024 * 1024
const tailBytes = 1024 * 1024
const packetBytes = 188
/** A time stamp has 33 bits of 90 kHz. */
const clockRate = 90_000
const wrap = 2 ** 33 / clockRate

/** @param tracks by their packet ids, as mediabunny gives them */
export async function readTransport(
  reader: BoundedReader,
  tracks: readonly { id: number; type: string }[],
): Promise<Map<number, ElementaryStream>> {
  const beginning = await reader.read(0, Math.min(headBytes, reader.size))
  const { offset, stride } = layout(beginning)
  const skipped = Math.ceil(Math.max(0, reader.size - tailBytes - offset) / stride) * stride
  const ending = await reader.read(Math.min(offset + skipped, reader.size), reader.size)
  const head = windowsOf(packets(beginning, offset, stride))
  const tail = windowsOf(packets(ending, 0, stride))
  return new Map(tracks.map(({ id, type }) => [id, streamOf(type, head.get(id) ?? empty, tail.get(id) ?? empty)]))
}

const empty: Window = { times: [], bytes: 0, open: 0 }

function windowsOf(packets: Iterable<Packet>): Map<number, Window> {
  const windows = new Map<number, Window>()
  for (const { pid, bytes, time } of packets) {
    const window = windows.get(pid) ?? { ...empty, times: [] }
    windows.set(pid, window)
    if (time !== undefined) {
      window.times.push(time)
      window.open = 0
    }
    window.bytes += bytes
    window.open += bytes
  }
  return windows
}

/** Plain packets, those with 16 bytes of error correction behind, or a Blu-ray's with a time code in front. */
function layout(head: Uint8Array): { offset: number; stride: number } {
  if (head[0] === 0x47 && head[packetBytes] === 0x47) return { offset: 0, stride: packetBytes }
  return head[0] === 0x47 ? { offset: 0, stride: packetBytes + 16 } : { offset: 4, stride: packetBytes + 4 }
}

interface Packet {
  pid: number
  /** Of payload. */
  bytes: number
  /** Seconds; undefined when no time-stamped unit begins here. */
  time: number | undefined
}

function* packets(bytes: Uint8Array, offset: number, stride: number): Generator<Packet> {
  for (let at = offset; at + packetBytes <= bytes.length; at += stride) {
    const packet = bytes.subarray(at, at + packetBytes)
    const [sync = 0, high = 0, low = 0, control = 0, adaptation = 0] = packet
    if (sync !== 0x47 || (control & 0x10) === 0) continue
    const payload = packet.subarray(control & 0x20 ? 5 + adaptation : 4)
    const unit = high & 0x40 ? unitHeader(payload) : { headerBytes: 0, time: undefined }
    const pid = ((high & 0x1f) << 8) | low
    yield { pid, bytes: Math.max(0, payload.length - unit.headerBytes), time: unit.time }
  }
}

function unitHeader(pes: Uint8Array): { headerBytes: number; time: number | undefined } {
  if (pes.length < 14) return { headerBytes: 0, time: undefined }
  const view = new DataView(pes.buffer, pes.byteOffset, pes.length)
  if (view.getUint32(0) >>> 8 !== 1) return { headerBytes: 0, time: undefined }
  const headerBytes = 9 + view.getUint8(8)
  if ((view.getUint8(7) & 0x80) === 0) return { headerBytes, time: undefined }
  const parts = [(view.getUint8(9) >> 1) & 7, view.getUint16(10) >> 1, view.getUint16(12) >> 1]
  return { headerBytes, time: parts.reduce((time, part) => time * 2 ** 15 + part, 0) / clockRate }
}

function streamOf(type: string, head: Window, tail: Window): ElementaryStream {
  const [some = 0] = head.times
  // The clock passes its greatest number once a day and begins again.
  const first = least(head.times.map((time) => time + Math.round((some - time) / wrap) * wrap))
  const since = (times: number[]) => greatest(times.map((time) => (time < first ? time + wrap : time) - first))
  const seconds = since(head.times)
  if (!(seconds > 0)) return { duration: null, bitrate: null, rate: null }
  const span = tail.times.length > 0 ? since(tail.times) : seconds
  const interval = seconds / (head.times.length - 1)
  if (type === 'video') {
    return { duration: span + interval, bitrate: (head.bytes * 8) / (seconds + interval), rate: 1 / interval }
  }
  // Sound comes some frames to a time stamp, and fewer to the last: that lasts as long as its bytes say.
  const bitrate = ((head.bytes - head.open) * 8) / seconds
  return { duration: span + (bitrate > 0 ? (tail.open * 8) / bitrate : 0), bitrate, rate: null }
}

// Not Math.min(...times), which has a limit of its own.
function least(times: number[]): number {
  return times.reduce((a, b) => Math.min(a, b), Infinity)
}

function greatest(times: number[]): number {
  return times.reduce((a, b) => Math.max(a, b), -Infinity)
}
