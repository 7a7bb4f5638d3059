// One track of an MP4 or QuickTime file: its headers, and its sample tables summed up (ISO/IEC 14496-12, 8.3 to 8.7).
import { Cursor } from './cursor.ts'
import { boxes, findBox } from './iso-boxes.ts'
import type { Box } from './iso-boxes.ts'
import type { MovieTrack } from './media-facts.ts'

/** How much there is of a track: in its sample tables, or in its fragments. */
export interface SampleSum {
  samples: number
  bytes: number
  /** In units of the track's time scale. */
  ticks: number
}

export interface IsoTrack {
  facts: MovieTrack
  sum: SampleSum
}

/**
 * @param moov the bytes that hold the movie box
 * @param movieTimeScale units a second
 * @returns undefined when a header is missing
 * @throws RangeError when a header is cut off
 */
export function readTrack(moov: Uint8Array, trak: Box, movieTimeScale: number): IsoTrack | undefined {
  const tkhd = findBox(moov, trak, 'tkhd')
  const mdhd = findBox(moov, trak, 'mdia', 'mdhd')
  const hdlr = findBox(moov, trak, 'mdia', 'hdlr')
  if (tkhd === undefined || mdhd === undefined || hdlr === undefined) return undefined
  const handler = new Cursor(moov, hdlr.start + 8).text(4)
  const stbl = findBox(moov, trak, 'mdia', 'minf', 'stbl')
  const entry = stbl && sampleEntry(moov, stbl)
  return {
    facts: {
      ...trackHeader(moov, tkhd, movieTimeScale),
      handler,
      format: entry?.type ?? null,
      media: mediaHeader(moov, mdhd),
      picture: handler === 'vide' && entry ? picture(moov, entry, findBox(moov, trak, 'mdia', 'minf', 'vmhd')) : null,
      sound: handler === 'soun' && entry ? sound(moov, entry, findBox(moov, trak, 'mdia', 'minf', 'smhd')) : null,
    },
    sum: stbl ? sumTables(moov, stbl) : { samples: 0, bytes: 0, ticks: 0 },
  }
}

function trackHeader(moov: Uint8Array, tkhd: Box, movieTimeScale: number) {
  const cursor = new Cursor(moov, tkhd.start)
  const headerVersion = cursor.u8()
  const { created, modified } = dates(cursor.skip(3), headerVersion)
  const id = cursor.u32()
  const duration = seconds(cursor.skip(4), headerVersion, movieTimeScale)
  const layer = cursor.skip(8).i16()
  const volume = cursor.skip(2).i16() / 0x100
  const width = cursor.skip(2 + 36).u32() / 0x10000
  const height = cursor.u32() / 0x10000
  return { id, headerVersion, created, modified, duration, layer, volume, width, height }
}

function mediaHeader(moov: Uint8Array, mdhd: Box): MovieTrack['media'] {
  const cursor = new Cursor(moov, mdhd.start)
  const headerVersion = cursor.u8()
  const { created, modified } = dates(cursor.skip(3), headerVersion)
  const timeScale = cursor.u32()
  return { headerVersion, created, modified, timeScale, duration: seconds(cursor, headerVersion, timeScale) }
}

/** The creation and modification times that every header begins with. */
export function dates(cursor: Cursor, headerVersion: number) {
  const created = headerVersion === 1 ? cursor.u64() : cursor.u32()
  const modified = headerVersion === 1 ? cursor.u64() : cursor.u32()
  return { created, modified }
}

/** A duration of a header; 0 and "all ones" mean that it is not known. */
export function seconds(cursor: Cursor, headerVersion: number, timeScale: number): number | null {
  const ticks = headerVersion === 1 ? cursor.u64() : cursor.u32()
  const unknown = ticks === 0 || ticks === (headerVersion === 1 ? 2 ** 64 : 2 ** 32 - 1) || timeScale === 0
  return unknown ? null : ticks / timeScale
}

function sampleEntry(moov: Uint8Array, stbl: Box): Box | undefined {
  const stsd = findBox(moov, stbl, 'stsd')
  if (stsd === undefined) return undefined
  const [entry] = boxes(moov, stsd.start + 8, stsd.end)
  return entry
}

function picture(moov: Uint8Array, entry: Box, vmhd: Box | undefined): MovieTrack['picture'] {
  const cursor = new Cursor(moov, entry.start + 24)
  const size = { width: cursor.u16(), height: cursor.u16() }
  const resolution = { xResolution: cursor.u32() / 0x10000, yResolution: cursor.u32() / 0x10000 }
  const bitDepth = cursor.skip(4 + 2 + 32).u16()
  const mode = vmhd && new Cursor(moov, vmhd.start + 4)
  return {
    ...size,
    ...resolution,
    bitDepth,
    graphicsMode: mode?.u16() ?? 0,
    opColor: mode ? [mode.u16(), mode.u16(), mode.u16()] : [0, 0, 0],
  }
}

function sound(moov: Uint8Array, entry: Box, smhd: Box | undefined): MovieTrack['sound'] {
  const cursor = new Cursor(moov, entry.start + 16)
  return {
    channels: cursor.u16(),
    bitsPerSample: cursor.u16(),
    sampleRate: cursor.skip(4).u32() / 0x10000,
    balance: smhd ? new Cursor(moov, smhd.start + 4).i16() / 0x100 : 0,
  }
}

// Counts are multiplied and never counted up to: four bytes may claim four thousand million samples.
function sumTables(moov: Uint8Array, stbl: Box): SampleSum {
  const sum = { samples: 0, bytes: 0, ticks: 0 }
  const stts = findBox(moov, stbl, 'stts')
  if (stts !== undefined) {
    const cursor = new Cursor(moov, stts.start + 4)
    for (let left = Math.min(cursor.u32(), (stts.end - cursor.at) / 8); left >= 1; left--) {
      const samples = cursor.u32()
      sum.samples += samples
      sum.ticks += samples * cursor.u32()
    }
  }
  const stsz = findBox(moov, stbl, 'stsz')
  if (stsz !== undefined) {
    const cursor = new Cursor(moov, stsz.start + 4)
    const each = cursor.u32()
    const samples = cursor.u32()
    if (each > 0) sum.bytes = each * samples
    else for (let left = Math.min(samples, (stsz.end - cursor.at) / 4); left >= 1; left--) sum.bytes += cursor.u32()
  }
  return sum
}
