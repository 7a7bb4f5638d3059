// The presets that profiles are made from (§3.4, §3.7): extension, codecs and defaults.

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
const fullHd = { width: 1920, height: 1080, audio_bitrate: 1536, audio_sample_rate: 48_000 }

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

/** Captions, playlists: neither pictures nor sound. */
const text = (extname: string, title: string, settings: object = {}): Preset => ({
  extname,
  title,
  settings: { ...settings },
  videoCodec: null,
  audioCodec: null,
})
const hls = { ...sd, audio_bitrate: 56, segment_time: 10 }
const hlsAudio = { audio_bitrate: 56, audio_sample_rate: 44_100, segment_time: 10 }

/** V2's list, as the vendor's document on presets has it. Bitrates in kbit/s. */
const ofAllApis: Readonly<Record<string, Preset>> = {
  h264: video('.mp4', 'MP4 (H.264)', sd, 'h264', 'aac'),
  'h264.hi': video('.mp4', 'MP4 (H.264) High', hd, 'h264', 'aac'),
  webm: video('.webm', 'WebM (VP8)', sd, 'vp8', 'vorbis'),
  'webm.hi': video('.webm', 'WebM (VP8) High', hd, 'vp8', 'vorbis'),
  ogg: video('.ogg', 'OGG (Theora)', sd, 'theora', 'vorbis'),
  'ogg.hi': video('.ogg', 'OGG (Theora) High', hd, 'theora', 'vorbis'),
  'hls.variant': video('.m3u8', 'HLS', hls, 'h264', 'aac'),
  'hls.variant.audio': { ...audio('.m3u8', 'HLS Audio Only', 'aac'), settings: hlsAudio },
  'hls.variant.playlist': text('.m3u8', 'HLS Playlist', { variants: 'hls.*' }),
  // Packed; a profile with the extname .ism has the manifest and its files apart.
  hss: video('.tar', 'HSS', sd, 'h264', 'aac'),
  mp3: audio('.mp3', 'MP3', 'mp3'),
  aac: audio('.m4a', 'M4A (AAC)', 'aac'),
  vorbis: audio('.oga', 'OGA (Vorbis)', 'vorbis'),
  thumbnail: image('.jpg', 'Thumbnail', { frame_count: 7 }),
  jpeg: image('.jpg', 'JPEG', { frame_count: 7 }),
}

/** What Flip 3.1 names beside those. No document says what they are set to; extensions, codecs and sizes are what their formats usually have. */
const ofFlip: Readonly<Record<string, Preset>> = {
  'h264.baseline': video('.mp4', 'H.264 Baseline', { ...sd, h264_profile: 'baseline' }, 'h264', 'aac'),
  'h264.nvenc': video('.mp4', 'H.264 (NVENC)', hd, 'h264', 'aac'),
  'h264.nvenc.telestream.mov': video('.mov', 'H.264 (NVENC, QuickTime)', hd, 'h264', 'aac'),
  h265: video('.mp4', 'H.265', hd, 'hevc', 'aac'),
  'h265.4K': video('.mp4', 'H.265 (4K)', { ...hd, width: 3840, height: 2160, video_bitrate: 15_000 }, 'hevc', 'aac'),
  iphone_and_ipad: video('.mp4', 'iPhone and iPad', { ...hd, h264_profile: 'main' }, 'h264', 'aac'),
  crocodoc: video('.mp4', 'Crocodoc', sd, 'h264', 'aac'),
  'webm.vp8': video('.webm', 'WebM (VP8)', sd, 'vp8', 'vorbis'),
  'webm.vp9': video('.webm', 'WebM (VP9)', sd, 'vp9', 'opus'),
  oga: audio('.oga', 'Ogg audio', 'vorbis'),
  m4a: audio('.m4a', 'M4A', 'aac'),
  png: image('.png', 'PNG', { frame_count: 7 }),
  quick_one_thumbnail: image('.jpg', 'Quick thumbnail', { frame_count: 1 }),
  transcript: text('.vtt', 'Transcript'),

  'dash.variant': video('.mp4', 'DASH variant', { ...sd, dash_profile: 'on-demand' }, 'h264', 'aac'),
  'dash.variant.nvenc': video('.mp4', 'DASH variant (NVENC)', { ...sd, dash_profile: 'on-demand' }, 'h264', 'aac'),
  'dash.variant.audio': audio('.m4a', 'DASH variant (audio only)', 'aac'),
  'dash.variant.webvtt': text('.vtt', 'DASH captions (WebVTT)'),
  'dash.variant.ttml': text('.ttml', 'DASH captions (TTML)'),
  'dash.variant.playlist': text('.mpd', 'DASH playlist', { variants: 'dash.*' }),
  'dash.muxer': video('.mpd', 'DASH', { ...sd, dash_profile: 'on-demand' }, 'h264', 'aac'),
  'dash.muxer.audio': audio('.mpd', 'DASH (audio only)', 'aac'),
  'hls.muxer': video('.m3u8', 'HLS', hls, 'h264', 'aac'),
  'hls.muxer.audio': { ...audio('.m3u8', 'HLS (audio only)', 'aac'), settings: hlsAudio },
  'hls.variant.nvenc': video('.m3u8', 'HLS variant (NVENC)', hls, 'h264', 'aac'),
  'hls.variant.webvtt': text('.vtt', 'HLS captions (WebVTT)'),
  'hss.variant': video('.ismv', 'Smooth Streaming variant', sd, 'h264', 'aac'),
  'hss.variant.audio': audio('.ismv', 'Smooth Streaming variant (audio only)', 'aac'),
  'hss.variant.playlist': text('.ism', 'Smooth Streaming playlist', { variants: 'hss.*' }),

  mpeg2: video('.mpg', 'MPEG-2', { ...sd, video_bitrate: 5000 }, 'mpeg2video', 'mp2'),
  mpegps: video('.mpg', 'MPEG program stream', { ...sd, video_bitrate: 5000 }, 'mpeg2video', 'mp2'),
  'mpegts.h264': video('.ts', 'MPEG transport stream (H.264)', hd, 'h264', 'aac'),
  'mpegts.mpeg2': video('.ts', 'MPEG transport stream (MPEG-2)', { ...sd, video_bitrate: 5000 }, 'mpeg2video', 'mp2'),
  'avc.intra': video(
    '.mxf',
    'AVC-Intra',
    { ...fullHd, video_bitrate: 100_000, avcintra_class: '100' },
    'h264',
    'pcm_s24le',
  ),
  dnxhd: video('.mov', 'DNxHD', { ...fullHd, video_bitrate: 145_000, dnxhd_type: '145' }, 'dnxhd', 'pcm_s16le'),
  imx: video('.mxf', 'IMX', { ...fullHd, width: 720, height: 608, video_bitrate: 50_000 }, 'mpeg2video', 'pcm_s16le'),
  prores422: video('.mov', 'ProRes 422', { ...fullHd, video_bitrate: 147_000 }, 'prores', 'pcm_s16le'),
  xdcam: video('.mxf', 'XDCAM', { ...fullHd, video_bitrate: 50_000 }, 'mpeg2video', 'pcm_s16le'),
}

/** A client may ask for `constructor`: nothing is inherited. */
export const presets: Readonly<Record<string, Preset>> = Object.assign(
  Object.create(null) as Record<string, Preset>,
  ofAllApis,
  ofFlip,
)

/** Every name that Flip 3.1's models know (§3.7). */
export const flipPresetNames: readonly string[] = [
  ...Object.keys(ofAllApis).filter((name) => !name.endsWith('.hi')),
  ...Object.keys(ofFlip),
]
