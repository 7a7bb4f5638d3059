// Tracks, rates and durations: mediabunny tells the tracks; rates and durations come from where each container has them.
import type { Input, InputTrack } from 'mediabunny'
import type { BoundedReader } from './bounded-reader.ts'
import { audioFacts, videoFacts } from './demuxed.ts'
import type { Demuxed } from './demuxed.ts'
import { readMovie } from './iso-movie.ts'
import type { SampleSum } from './iso-track.ts'
import type { AudioFacts, MovieFacts, VideoFacts } from './media-facts.ts'
import { readOgg } from './ogg-streams.ts'
import { frameRate, packetStatistics } from './packet-statistics.ts'
import { readTransport } from './transport-stream.ts'

/** What a container tells of its tracks, each in its own way. */
export interface Measured {
  /** Seconds; null when unknown. */
  duration: number | null
  video: VideoFacts | null
  audio: AudioFacts | null
  movie: MovieFacts | null
}

/**
 * Tracks, rates and duration.
 * @throws what a parser throws on bytes that it cannot read
 */
export async function measure(demuxed: Demuxed, reader: BoundedReader): Promise<Measured> {
  switch (demuxed.container) {
    case 'mp4':
    case 'mov':
      return measureMovie(demuxed, reader)
    case 'ogg':
      return measureOgg(demuxed, reader)
    case 'mpegts':
      return measureTransport(demuxed, reader)
    default:
      return measurePackets(demuxed, reader)
  }
}

async function measureMovie({ video, audio }: Demuxed, reader: BoundedReader): Promise<Measured> {
  const movie = await readMovie(reader)
  if (movie === undefined) return { duration: null, video: null, audio: null, movie: null }
  const rates = (trackId: number) => {
    const timeScale = movie.facts.tracks.find(({ id }) => id === trackId)?.media.timeScale ?? 0
    const { samples, bytes, ticks }: SampleSum = movie.sums.get(trackId) ?? { samples: 0, bytes: 0, ticks: 0 }
    const seconds = timeScale > 0 ? ticks / timeScale : 0
    return seconds > 0 ? { fps: frames(samples / seconds), bitrate: kilobits((bytes * 8) / seconds) } : {}
  }
  return {
    duration: movie.duration,
    video: video ? { ...(await videoFacts(video)), ...rates(video.id) } : null,
    audio: audio ? { ...(await audioFacts(audio)), bitrate: rates(audio.id).bitrate ?? null } : null,
    movie: movie.facts,
  }
}

async function measureOgg({ mediabunny, audio }: Demuxed, reader: BoundedReader): Promise<Measured> {
  const streams = await readOgg(reader)
  const picture = streams.find(({ theora }) => theora !== null)
  const rate = audio && (await known(() => packetStatistics(mediabunny.EncodedPacketSink, audio)))
  const video = picture?.theora && {
    trackId: picture.serial,
    codec: 'theora',
    width: picture.theora.width,
    height: picture.theora.height,
    fps: frames(picture.theora.fps),
    bitrate: kilobits(picture.bitrate),
    rotation: 0,
  }
  return {
    duration: Math.max(0, ...streams.map(({ duration }) => duration ?? 0)) || null,
    video: video ?? null,
    audio: audio ? { ...(await audioFacts(audio)), bitrate: kilobits(rate?.bitrate) } : null,
    movie: null,
  }
}

async function measureTransport({ video, audio }: Demuxed, reader: BoundedReader): Promise<Measured> {
  const streams = await readTransport(
    reader,
    [video, audio].filter((track) => track !== undefined),
  )
  const pictures = video && streams.get(video.id)
  const sounds = audio && streams.get(audio.id)
  return {
    duration: pictures?.duration ?? sounds?.duration ?? null,
    video: video
      ? { ...(await videoFacts(video)), fps: frames(pictures?.rate), bitrate: kilobits(pictures?.bitrate) }
      : null,
    audio: audio ? { ...(await audioFacts(audio)), bitrate: kilobits(sounds?.bitrate) } : null,
    movie: null,
  }
}

async function measurePackets({ mediabunny, input, video, audio }: Demuxed, reader: BoundedReader): Promise<Measured> {
  const { EncodedPacketSink } = mediabunny
  const step = <T>(fact: () => Promise<T>) => {
    // Of an hour of AAC, or of a recording without an index, the duration is not worth reading all of it.
    reader.allow({ bytes: 8 * 1024 * 1024 })
    return known(fact)
  }
  const pictures = video && (await step(() => packetStatistics(EncodedPacketSink, video)))
  const sounds = audio && (await step(() => packetStatistics(EncodedPacketSink, audio, pictures?.end)))
  const fps = video && pictures ? await step(() => frameRate(video, pictures.packets)) : null
  // mediabunny looks for the end of a track that has no packets, or no time, for ever.
  const timed = [...(video && pictures?.bitrate ? [video] : []), ...(audio && sounds?.bitrate ? [audio] : [])]
  const duration = await step(() => durationOf(input, timed))
  const bitrate = (pictures?.bitrate ?? 0) + (sounds?.bitrate ?? 0)
  return {
    duration: duration ?? (bitrate > 0 ? (reader.size * 8) / bitrate : null),
    video: video ? { ...(await videoFacts(video)), fps: frames(fps), bitrate: kilobits(pictures?.bitrate) } : null,
    audio: audio ? { ...(await audioFacts(audio)), bitrate: kilobits(sounds?.bitrate) } : null,
    movie: null,
  }
}

/** @param timed tracks whose packets tell time */
async function durationOf(input: Input, timed: InputTrack[]): Promise<number | null> {
  const written = await input.getDurationFromMetadata()
  return written === null && timed.length > 0 ? input.computeDuration(timed) : written
}

/** One fact that the bytes do not yield, or not within the limits, is unknown; the others stand. */
async function known<T>(fact: () => Promise<T>): Promise<T | null> {
  try {
    return await fact()
  } catch {
    return null
  }
}

function frames(perSecond: number | null | undefined): number | null {
  return positive(Math.round((perSecond ?? 0) * 1000) / 1000)
}

function kilobits(bitsPerSecond: number | null | undefined): number | null {
  return positive(Math.round((bitsPerSecond ?? 0) / 1000))
}

/** No rate and no duration is nothing, or without an end, but in a broken file. */
export function positive(number: number): number | null {
  return number > 0 && Number.isSafeInteger(Math.round(number)) ? number : null
}
