// What an MP4 or QuickTime file says of itself and how long it is, from its boxes alone.
//
// mediabunny lists every sample of a track before it answers how long the track is, so that one flipped bit in a sample
// count asks for gigabytes; and it does not tell the dates, brands and resolutions of §3.2's metadata.
import type { BoundedReader } from './bounded-reader.ts'
import { ReadLimitReached } from './bounded-reader.ts'
import { Cursor } from './cursor.ts'
import { boxAt, boxes, findBox, headerSize } from './iso-boxes.ts'
import type { Box } from './iso-boxes.ts'
import { FragmentSums } from './iso-fragments.ts'
import { dates, readTrack, seconds } from './iso-track.ts'
import type { IsoTrack, SampleSum } from './iso-track.ts'
import type { MovieFacts } from './media-facts.ts'

export interface IsoMovie {
  facts: MovieFacts
  /** Seconds; null when unknown. */
  duration: number | null
  /** By track id. */
  sums: Map<number, SampleSum>
}

/** A recording of hours has thousands of fragments; the rest is reckoned from the first. */
const mostFragments = 256

/**
 * Reads the boxes of a movie.
 * @returns undefined when there is no movie box
 * @throws RangeError when a header is cut off · ReadLimitReached when the index is too big
 */
export async function readMovie(reader: BoundedReader): Promise<IsoMovie | undefined> {
  const { brands, mediaDataBytes, mediaDataOffset, movie, fragments, share } = await walk(reader)
  if (movie === undefined) return undefined
  const { header, tracks } = movie
  return {
    facts: { ...brands, mediaDataBytes, mediaDataOffset, ...header.facts, tracks: tracks.map(({ facts }) => facts) },
    duration: fragments > 0 ? longest(tracks, movie.fragments, share) : (header.duration ?? longest(tracks)),
    sums: sumsOf(tracks, movie.fragments),
  }
}

interface Walk {
  brands: Pick<MovieFacts, 'majorBrand' | 'minorVersion' | 'compatibleBrands'>
  mediaDataBytes: number
  mediaDataOffset: number | null
  movie: Movie | undefined
  fragments: number
  /** How much of the file was looked at. */
  share: number
}

type Movie = ReturnType<typeof readHeaders>

/** From box to box, without reading the media between. */
async function walk(reader: BoundedReader): Promise<Walk> {
  const brands = { majorBrand: null, minorVersion: 0, compatibleBrands: [] }
  const found: Walk = { brands, mediaDataBytes: 0, mediaDataOffset: null, movie: undefined, fragments: 0, share: 1 }
  let at = 0
  try {
    for (let box = await boxOf(reader, 0); box !== undefined; box = await boxOf(reader, at)) {
      if (found.fragments > mostFragments) throw new ReadLimitReached('Too many fragments')
      await visit(reader, box, found)
      at = box.end
    }
  } catch (error) {
    if (!(error instanceof ReadLimitReached) || found.fragments === 0) throw error
    found.share = at / reader.size
  }
  return found
}

async function visit(reader: BoundedReader, box: Box, found: Walk): Promise<void> {
  if (box.type === 'ftyp') found.brands = readBrands(await content(reader, box))
  if (box.type === 'moov') found.movie ??= readHeaders(await content(reader, box))
  if (box.type === 'mdat') {
    found.mediaDataBytes += box.end - box.start
    found.mediaDataOffset ??= box.start
  }
  if (box.type === 'moof' && found.movie !== undefined) {
    found.movie.fragments.add(await content(reader, box))
    found.fragments++
  }
}

async function boxOf(reader: BoundedReader, at: number): Promise<Box | undefined> {
  return boxAt(await reader.read(at, Math.min(at + headerSize, reader.size)), at, reader.size)
}

function content(reader: BoundedReader, box: Box): Promise<Uint8Array> {
  return reader.read(box.start, box.end)
}

function readBrands(ftyp: Uint8Array) {
  const cursor = new Cursor(ftyp)
  const majorBrand = cursor.text(4)
  const minorVersion = cursor.u32()
  const compatibleBrands: string[] = []
  while (cursor.at + 4 <= Math.min(ftyp.length, 1024)) compatibleBrands.push(cursor.text(4))
  return { majorBrand, minorVersion, compatibleBrands: compatibleBrands.filter((brand) => brand !== '\0\0\0\0') }
}

function readHeaders(moov: Uint8Array) {
  const whole = { start: 0, end: moov.length }
  const mvhd = findBox(moov, whole, 'mvhd')
  if (mvhd === undefined) throw new RangeError('A movie without a header')
  const header = readHeader(moov, mvhd)
  const tracks: IsoTrack[] = []
  for (const box of boxes(moov)) {
    const track = box.type === 'trak' ? readWhole(() => readTrack(moov, box, header.facts.timeScale)) : undefined
    if (track !== undefined) tracks.push(track)
  }
  return { header, tracks, fragments: new FragmentSums(moov, findBox(moov, whole, 'mvex')) }
}

/** A track whose headers are cut off is left out; the others stand. */
function readWhole<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readHeader(moov: Uint8Array, mvhd: Box) {
  const cursor = new Cursor(moov, mvhd.start)
  const headerVersion = cursor.u8()
  const { created, modified } = dates(cursor.skip(3), headerVersion)
  const timeScale = cursor.u32()
  const duration = seconds(cursor, headerVersion, timeScale)
  const preferredRate = cursor.u32() / 0x10000
  const preferredVolume = cursor.i16() / 0x100
  const nextTrackId = cursor.skip(10 + 36 + 24).u32()
  const facts = { headerVersion, created, modified, timeScale, preferredRate, preferredVolume, nextTrackId }
  return { facts, duration }
}

function sumsOf(tracks: IsoTrack[], fragments: FragmentSums): Map<number, SampleSum> {
  return new Map(
    tracks.map(({ facts, sum }) => {
      const more = fragments.tracks.get(facts.id) ?? { samples: 0, bytes: 0, ticks: 0 }
      const both = { samples: sum.samples + more.samples, bytes: sum.bytes + more.bytes, ticks: sum.ticks + more.ticks }
      return [facts.id, both]
    }),
  )
}

/**
 * The duration of the longest track, in seconds.
 * @param share how much of the file was looked at
 */
function longest(tracks: IsoTrack[], fragments?: FragmentSums, share = 1): number | null {
  const durations = tracks.map(({ facts, sum }) => {
    if (fragments === undefined && facts.media.duration !== null) return facts.media.duration
    const ticks = sum.ticks + (fragments?.tracks.get(facts.id)?.ticks ?? 0)
    return facts.media.timeScale > 0 ? ticks / facts.media.timeScale / share : 0
  })
  const duration = Math.max(0, ...durations)
  return duration > 0 ? duration : null
}
