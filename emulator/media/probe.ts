// Looks into an uploaded file: what it is, how long, which tracks. §3.2 wants this of a video, or FormatNotRecognised.
import { BoundedReader } from './bounded-reader.ts'
import type { ByteSource } from './bounded-reader.ts'
import { demux } from './demuxed.ts'
import type { Mediabunny } from './demuxed.ts'
import { measure, positive } from './measure.ts'
import type { Measured } from './measure.ts'
import type { Container, MediaFacts } from './media-facts.ts'
import { mediaMimeType } from './media-mime-type.ts'

export type { ByteSource } from './bounded-reader.ts'
export type { MediaFacts } from './media-facts.ts'

/**
 * Probes a file. Recognised are MP4 and its kin (M4A, M4V, 3GP, fragmented ones), QuickTime, WebM, Matroska, Ogg (Theora, Vorbis,
 * Opus), MP3, AAC in ADTS, WAV, FLAC and MPEG transport streams; not AVI, FLV, ASF, MXF, MPEG program streams, playlists and pictures.
 *
 * Whatever the bytes are, it fetches at most 16 MiB of them, of a usual file less than 2, and comes to an end.
 * @returns undefined when this is no media that it recognises
 * @throws only what `source.read` throws, or when that gives fewer bytes than it was asked for
 * @see §3.2 of the vendor's API
 */
export async function probe(source: ByteSource): Promise<MediaFacts | undefined> {
  const mediabunny = await load()
  const reader = new BoundedReader(source)
  const facts = await recognise(mediabunny, reader).catch(() => {
    // A parser that fails says that these bytes are not what they seemed to be; which way it fails says nothing more.
    return undefined
  })
  if (reader.failure !== undefined) throw reader.failure.error
  return facts
}

/** It is big, and most worlds never probe: it is loaded when the first file comes. */
async function load(): Promise<Mediabunny> {
  const mediabunny = await import('mediabunny')
  // It warns on the console of every codec that it does not know; the facts say the same.
  mediabunny.Logging.level = mediabunny.LogLevel.Silent
  return mediabunny
}

async function recognise(mediabunny: Mediabunny, reader: BoundedReader): Promise<MediaFacts | undefined> {
  const demuxed = await demux(mediabunny, reader)
  if (demuxed === undefined) return undefined
  try {
    return factsOf(demuxed.container, await measure(demuxed, reader))
  } finally {
    demuxed.dispose()
  }
}

function factsOf(container: Container, { duration, movie, ...tracks }: Measured): MediaFacts | undefined {
  // Nobody sees a picture without a size, nor hears a sound without samples: such a track's header is broken.
  const video = tracks.video && tracks.video.width > 0 && tracks.video.height > 0 ? tracks.video : null
  const audio = tracks.audio && tracks.audio.sampleRate > 0 && tracks.audio.channels > 0 ? tracks.audio : null
  if (video === null && audio === null) return undefined
  const mimeType = mediaMimeType(container, video !== null, movie?.majorBrand ?? null)
  const durationMs = positive(Math.round((duration ?? 0) * 1000))
  return { container, mimeType, durationMs, video, audio, movie }
}
