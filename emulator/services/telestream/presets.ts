// The presets that profiles are made from (§3.4): extension, codecs and defaults.

export interface Preset {
  extname: string
  title: string
  /** As on the wire; what a profile inherits unless it says otherwise. */
  settings: Record<string, unknown>
  /** Names of the codecs in the output, as an encoding reports them; null for none. */
  videoCodec: string | null
  audioCodec: string | null
}

const videoDefaults = {
  upscale: true,
  aspect_mode: 'letterbox',
  two_pass: false,
  keyframe_interval: 250,
  audio_sample_rate: 44_100,
  frame_count: 7,
}
const sd = { width: 640, height: 480, video_bitrate: 500, audio_bitrate: 128 }
const hd = { width: 1280, height: 720, video_bitrate: 1000, audio_bitrate: 128 }

const video = (extname: string, title: string, size: object, videoCodec: string, audioCodec: string): Preset => ({
  extname,
  title,
  settings: { ...videoDefaults, ...size },
  videoCodec,
  audioCodec,
})
const audio = (extname: string, title: string, audioCodec: string): Preset => ({
  extname,
  title,
  settings: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  videoCodec: null,
  audioCodec,
})
const image = (extname: string, title: string, settings: object): Preset => ({
  extname,
  title,
  settings: { ...settings },
  videoCodec: null,
  audioCodec: null,
})

/** V2's list. Bitrates in kbit/s. */
export const presets: Readonly<Record<string, Preset>> = {
  h264: video('.mp4', 'H.264 (SD)', sd, 'h264', 'aac'),
  'h264.hi': video('.mp4', 'H.264 (HD)', hd, 'h264', 'aac'),
  webm: video('.webm', 'WebM (SD)', sd, 'vp8', 'vorbis'),
  'webm.hi': video('.webm', 'WebM (HD)', hd, 'vp8', 'vorbis'),
  ogg: video('.ogg', 'Ogg (SD)', sd, 'theora', 'vorbis'),
  'ogg.hi': video('.ogg', 'Ogg (HD)', hd, 'theora', 'vorbis'),
  'hls.variant': video('.m3u8', 'HLS variant', { ...sd, audio_bitrate: 56 }, 'h264', 'aac'),
  'hls.variant.audio': {
    ...audio('.m3u8', 'HLS variant (audio only)', 'aac'),
    settings: { audio_bitrate: 56, audio_sample_rate: 44_100 },
  },
  'hls.variant.playlist': { ...image('.m3u8', 'HLS playlist', { variants: 'hls.*' }) },
  hss: video('.ismv', 'Smooth Streaming', sd, 'h264', 'aac'),
  mp3: audio('.mp3', 'MP3', 'mp3'),
  aac: audio('.aac', 'AAC', 'aac'),
  vorbis: audio('.ogg', 'Vorbis', 'vorbis'),
  thumbnail: image('.jpg', 'Thumbnail', { frame_count: 7 }),
  jpeg: image('.jpg', 'JPEG', { frame_count: 7 }),
}
