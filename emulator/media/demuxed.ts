// A file as mediabunny sees it: its container and its first tracks.
import type * as mediabunny from 'mediabunny'
import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny'
import type { BoundedReader } from './bounded-reader.ts'
import { codecName } from './codec-names.ts'
import type { AudioFacts, Container, VideoFacts } from './media-facts.ts'

export type Mediabunny = typeof mediabunny

export interface Demuxed {
  mediabunny: Mediabunny
  container: Container
  input: Input
  video: InputVideoTrack | undefined
  audio: InputAudioTrack | undefined
  dispose(): void
}

/** Every format of mediabunny's but HLS, whose playlist is no media. */
function formats({ MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS }: Mediabunny) {
  return new Map([
    [MP4, 'mp4'],
    [QTFF, 'mov'],
    [MATROSKA, 'matroska'],
    [WEBM, 'webm'],
    [WAVE, 'wav'],
    [OGG, 'ogg'],
    [FLAC, 'flac'],
    [MP3, 'mp3'],
    [ADTS, 'adts'],
    [MPEG_TS, 'mpegts'],
  ] as const)
}

/**
 * Opens a file for reading its tracks. To be disposed of.
 * @returns undefined when mediabunny knows no such container
 * @throws what mediabunny throws on bytes that it cannot read
 */
export async function demux(mediabunny: Mediabunny, reader: BoundedReader): Promise<Demuxed | undefined> {
  const containers: ReadonlyMap<unknown, Container> = formats(mediabunny)
  const input = new mediabunny.Input({
    formats: [...formats(mediabunny).keys()],
    source: new mediabunny.CustomSource({
      getSize: () => reader.size,
      read: (start, end) => reader.read(start, end),
      // The reader keeps the pages. A cache on top would let a parser go round in it without the reader's count.
      maxCacheSize: 0,
      // Reads that nobody waits for any more, because another one of them has failed already.
      handleUnhandledError: () => undefined,
    }),
  })
  try {
    const container = containers.get(await input.getFormat())
    const [video] = await input.getVideoTracks()
    const [audio] = await input.getAudioTracks()
    if (container !== undefined) {
      return { mediabunny, container, input, video, audio, dispose: () => input.dispose() }
    }
  } catch (error) {
    input.dispose()
    throw error
  }
  input.dispose()
  return undefined
}

/** A video track without what its container alone would tell of rates. */
export async function videoFacts(track: InputVideoTrack): Promise<VideoFacts> {
  return {
    trackId: track.id,
    codec: codecName(await track.getCodec(), await track.getInternalCodecId()),
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
    fps: null,
    bitrate: null,
    rotation: await track.getRotation(),
  }
}

/** An audio track without what its container alone would tell of rates. */
export async function audioFacts(track: InputAudioTrack): Promise<AudioFacts> {
  return {
    trackId: track.id,
    codec: codecName(await track.getCodec(), await track.getInternalCodecId()),
    bitrate: null,
    sampleRate: await track.getSampleRate(),
    channels: await track.getNumberOfChannels(),
  }
}
