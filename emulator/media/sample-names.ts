// Which sample stands for what an encoding writes.
import type { SampleName } from './sample-urls.ts'

// An extension with the same container as another shares its sample.
const byExtension: Record<string, SampleName> = {
  mp4: 'sample.mp4',
  m4v: 'sample.mp4',
  f4v: 'sample.mp4',
  '3gp': 'sample.mp4',
  m4a: 'sample.m4a',
  mov: 'sample.mov',
  qt: 'sample.mov',
  webm: 'sample.webm',
  mkv: 'sample.mkv',
  ogg: 'sample.ogg',
  ogv: 'sample.ogg',
  oga: 'sample-vorbis.ogg',
  mp3: 'sample.mp3',
  aac: 'sample.aac',
  ts: 'sample.ts',
  mts: 'sample.ts',
  m2ts: 'sample.ts',
  m3u8: 'sample.m3u8',
  mpd: 'sample.mpd',
  ism: 'sample.ism',
  ismv: 'sample.ismv',
  tar: 'sample.tar',
  mpg: 'sample.mpg',
  mpeg: 'sample.mpg',
  vob: 'sample.mpg',
  mxf: 'sample.mxf',
  flv: 'sample.flv',
  avi: 'sample.avi',
  wmv: 'sample.wmv',
  asf: 'sample.wmv',
  jpg: 'sample.jpg',
  jpeg: 'sample.jpg',
  png: 'sample.png',
  vtt: 'sample.vtt',
  ttml: 'sample.ttml',
}

// Presets whose codecs are not those that their extension usually has.
const byPreset: Record<string, Record<string, SampleName>> = {
  vorbis: { ogg: 'sample-vorbis.ogg' },
  oga: { ogg: 'sample-vorbis.ogg' },
  aac: { mp4: 'sample.m4a' },
  m4a: { mp4: 'sample.m4a' },
  h265: { mp4: 'sample-hevc.mp4' },
  'h265.4K': { mp4: 'sample-hevc.mp4' },
  prores422: { mov: 'sample-prores.mov' },
  'webm.vp9': { webm: 'sample-vp9.webm' },
  'mpegts.mpeg2': { ts: 'sample-mpeg2.ts' },
  'hls.variant.audio': { ts: 'sample-audio.ts', m3u8: 'sample-audio.m3u8' },
  'hls.muxer.audio': { ts: 'sample-audio.ts', m3u8: 'sample-audio.m3u8' },
}

/** The files that a manifest refers to, in its order. */
export const sampleParts: Partial<Record<SampleName, readonly SampleName[]>> = {
  'sample.m3u8': ['sample-0.ts', 'sample-1.ts'],
  'sample-audio.m3u8': ['sample-audio.ts'],
  'sample.mpd': ['sample-0.mp4', 'sample-1.mp4'],
  'sample.ism': ['sample.ismc', 'sample.ismv'],
}

/**
 * @param extname with or without its dot, in any case
 * @param presetName of the profile, where one is known
 * @returns undefined when there is none
 */
export function sampleName(extname: string, presetName?: string): SampleName | undefined {
  const extension = extname.replace(/^\./, '').toLowerCase()
  return own(own(byPreset, presetName ?? ''), extension) ?? own(byExtension, extension)
}

/** A name that comes from a client may be `constructor`. */
function own<T>(table: Record<string, T> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined
}
