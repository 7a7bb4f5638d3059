// What the vendor, which is FFmpeg underneath, calls a codec (§3.2: `h264`, `aac`).

const known: Record<string, string> = {
  avc: 'h264',
  hevc: 'hevc',
  vp8: 'vp8',
  vp9: 'vp9',
  av1: 'av1',
  prores: 'prores',
  aac: 'aac',
  opus: 'opus',
  mp3: 'mp3',
  vorbis: 'vorbis',
  flac: 'flac',
  ac3: 'ac3',
  eac3: 'eac3',
  dts: 'dts',
  'pcm-u8': 'pcm_u8',
  'pcm-s8': 'pcm_s8',
  'pcm-s16': 'pcm_s16le',
  'pcm-s16be': 'pcm_s16be',
  'pcm-s24': 'pcm_s24le',
  'pcm-s24be': 'pcm_s24be',
  'pcm-s32': 'pcm_s32le',
  'pcm-s32be': 'pcm_s32be',
  'pcm-f32': 'pcm_f32le',
  'pcm-f32be': 'pcm_f32be',
  'pcm-f64': 'pcm_f64le',
  'pcm-f64be': 'pcm_f64be',
  ulaw: 'pcm_mulaw',
  alaw: 'pcm_alaw',
}

// Codecs that mediabunny does not know, by what their containers call them.
const byContainersName: Record<string, string> = {
  mp4v: 'mpeg4',
  s263: 'h263',
  h263: 'h263',
  jpeg: 'mjpeg',
  AVdn: 'dnxhd',
  AVdh: 'dnxhd',
  alac: 'alac',
  samr: 'amr_nb',
  sawb: 'amr_wb',
  V_MPEG1: 'mpeg1video',
  V_MPEG2: 'mpeg2video',
  'V_MPEG4/ISO/ASP': 'mpeg4',
  V_THEORA: 'theora',
  V_MJPEG: 'mjpeg',
  'A_MPEG/L2': 'mp2',
  A_ALAC: 'alac',
}

/**
 * @param codec mediabunny's name; null when it does not know the codec
 * @param containersName how the container marks the codec, e.g. `avc1`, `V_MPEG2`
 * @returns FFmpeg's name; null when it is not known here
 */
export function codecName(codec: string | null, containersName: unknown): string | null {
  if (codec !== null) return known[codec] ?? null
  return typeof containersName === 'string' ? (byContainersName[containersName] ?? null) : null
}
