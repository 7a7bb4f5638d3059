// What is in each sample. A test proves it of the samples that `probe` recognises; of the others, FFmpeg 5.1's ffprobe said so.
import type { AudioFacts, Container, MediaFacts, VideoFacts } from './media-facts.ts'
import { mediaMimeType } from './media-mime-type.ts'
import type { SampleName } from './sample-urls.ts'

/** Facts without a movie's headers, of which no encoding speaks. */
export type SampleFacts = Omit<MediaFacts, 'movie'>

const h264: VideoFacts = { trackId: 1, codec: 'h264', width: 320, height: 240, fps: 29.97, bitrate: 42, rotation: 0 }
const small: VideoFacts = { ...h264, width: 160, height: 120 }
const smallest: VideoFacts = { ...h264, width: 128, height: 96 }
const aac: AudioFacts = { trackId: 2, codec: 'aac', bitrate: 47, sampleRate: 44_100, channels: 2 }

const mpegTsVideo = { trackId: 256, bitrate: 44 }
const mpegTsAudio = { trackId: 257, bitrate: 49 }

function facts(
  container: Container,
  durationMs: number | null,
  video: VideoFacts | null,
  audio: AudioFacts | null,
): SampleFacts {
  return { container, mimeType: mediaMimeType(container, video !== null, null), durationMs, video, audio }
}

const table: Partial<Record<SampleName, SampleFacts>> = {
  'sample.mp4': facts('mp4', 2002, h264, aac),
  'sample-hevc.mp4': facts('mp4', 2002, { ...small, codec: 'hevc', bitrate: 17 }, aac),
  'sample.ismv': facts('mp4', 2025, h264, aac),
  'sample.m4a': facts('mp4', 2002, null, { ...aac, trackId: 1 }),
  'sample.mov': facts('mov', 2002, h264, aac),
  'sample-prores.mov': facts(
    'mov',
    2002,
    { ...small, codec: 'prores', bitrate: 110 },
    { trackId: 2, codec: 'pcm_mulaw', bitrate: 64, sampleRate: 8000, channels: 1 },
  ),
  'sample.mkv': facts('matroska', 2025, h264, aac),
  'sample.webm': facts('webm', 2005, { ...h264, codec: 'vp8', bitrate: 75 }, { ...aac, codec: 'vorbis', bitrate: 18 }),
  'sample-vp9.webm': facts(
    'webm',
    2010,
    { ...small, codec: 'vp9', bitrate: 59 },
    { ...aac, codec: 'opus', bitrate: 40, sampleRate: 48_000 },
  ),
  'sample.ogg': facts(
    'ogg',
    2002,
    { ...h264, trackId: 0, codec: 'theora', bitrate: 105 },
    { ...aac, trackId: 1, codec: 'vorbis', bitrate: 18 },
  ),
  'sample-vorbis.ogg': facts('ogg', 2002, null, { ...aac, trackId: 0, codec: 'vorbis', bitrate: 18 }),
  'sample.mp3': facts('mp3', 2038, null, { ...aac, trackId: 1, codec: 'mp3', bitrate: 64 }),
  'sample.aac': facts('adts', 2043, null, { ...aac, trackId: 1, bitrate: 49 }),
  'sample.ts': facts('mpegts', 2002, { ...h264, ...mpegTsVideo }, { ...aac, ...mpegTsAudio }),
  'sample-audio.ts': facts('mpegts', 2030, null, { ...aac, trackId: 256, bitrate: 49 }),
  // From here on, what `probe` does not recognise, or, of MPEG-2 pictures, does not see.
  'sample-mpeg2.ts': facts(
    'mpegts',
    2002,
    { ...smallest, trackId: 256, codec: 'mpeg2video', bitrate: 17 },
    { ...aac, trackId: 257, codec: 'mp2', bitrate: 64 },
  ),
  'sample.m3u8': facts('hls', 2002, { ...h264, ...mpegTsVideo }, { ...aac, ...mpegTsAudio }),
  'sample-audio.m3u8': facts('hls', 2025, null, { ...aac, trackId: 256, bitrate: 49 }),
  'sample.mpd': facts('dash', 2002, h264, aac),
  'sample.ism': facts('smooth', 2025, h264, aac),
  'sample.mpg': facts(
    'mpegps',
    2011,
    { ...smallest, trackId: 480, codec: 'mpeg2video', bitrate: 17 },
    { ...aac, trackId: 448, codec: 'mp2', bitrate: 64 },
  ),
  'sample.mxf': facts('mxf', 2002, { ...smallest, codec: 'mpeg2video', bitrate: 17 }, null),
  'sample.flv': facts('flv', 2069, h264, aac),
  'sample.avi': facts(
    'avi',
    2038,
    { ...smallest, codec: 'msmpeg4v3', bitrate: 11 },
    { ...aac, codec: 'mp3', bitrate: 64 },
  ),
  'sample.wmv': facts(
    'asf',
    2094,
    { ...smallest, codec: 'wmv2', bitrate: 18 },
    { ...aac, codec: 'wmav2', bitrate: 64 },
  ),
  'sample.jpg': facts('jpeg', null, { ...h264, codec: 'mjpeg', fps: null, bitrate: null }, null),
  'sample.png': facts('png', null, { ...small, codec: 'png', fps: null, bitrate: null }, null),
}

/** Null for captions and archives. */
export function factsOfSample(name: SampleName): SampleFacts | null {
  return table[name] ?? null
}
