// Encoders by every name that the vendor's documents and old commands have for them, with the codec that each makes.

/** Undefined for a copy, of which only the output tells. */
type Codecs = Readonly<Record<string, string | undefined>>

const pictures: Codecs = {
  libx264: 'h264',
  libx265: 'hevc',
  libvpx: 'vp8',
  'libvpx-vp9': 'vp9',
  libtheora: 'theora',
  mpeg2video: 'mpeg2video',
  mpeg4: 'mpeg4',
  msmpeg4: 'msmpeg4v3',
  wmv2: 'wmv2',
  flv: 'flv1',
  prores_ks: 'prores',
  mjpeg: 'mjpeg',
  copy: undefined,
}
const sound: Codecs = {
  aac: 'aac',
  libmp3lame: 'mp3',
  libvorbis: 'vorbis',
  libopus: 'opus',
  mp2: 'mp2',
  ac3: 'ac3',
  flac: 'flac',
  pcm_s16le: 'pcm_s16le',
  pcm_s24le: 'pcm_s24le',
  wmav2: 'wmav2',
  copy: undefined,
}
const otherNames: Readonly<Record<string, string>> = {
  h264: 'libx264',
  hevc: 'libx265',
  h265: 'libx265',
  vp8: 'libvpx',
  vp9: 'libvpx-vp9',
  theora: 'libtheora',
  prores: 'prores_ks',
  flv1: 'flv',
  msmpeg4v3: 'msmpeg4',
  mp3: 'libmp3lame',
  vorbis: 'libvorbis',
  opus: 'libopus',
  // None of these is free; ffmpeg's own is.
  libfaac: 'aac',
  libfdk_aac: 'aac',
  libvo_aacenc: 'aac',
}

const known = { pictures, sound } as const

/** Undefined when there is none of that name. */
export function encoderOf(
  kind: 'pictures' | 'sound',
  name: string,
): { encoder: string; codec: string | undefined } | undefined {
  const wanted = Object.hasOwn(otherNames, name) ? otherNames[name] : name
  const found = Object.entries(known[kind]).find(([encoder]) => encoder === wanted)
  return found && { encoder: found[0], codec: found[1] }
}

export function encoderNames(kind: 'pictures' | 'sound'): string {
  return Object.keys(known[kind]).join(', ')
}
