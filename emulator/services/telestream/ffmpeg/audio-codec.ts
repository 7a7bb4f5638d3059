// The encoder of an audio codec and its arguments.
import { option } from './arguments.ts'
import { absurd, decimal, kilobits } from './numbers.ts'
import { CommandRefused } from './refused.ts'
import type { Settings } from './settings.ts'

const encoders: Readonly<Record<string, string>> = {
  aac: 'aac',
  mp3: 'libmp3lame',
  vorbis: 'libvorbis',
  opus: 'libopus',
  mp2: 'mp2',
  ac3: 'ac3',
  flac: 'flac',
  pcm_s16le: 'pcm_s16le',
  pcm_s24le: 'pcm_s24le',
}
/** They take no rate. */
const lossless = new Set(['flac', 'pcm_s16le', 'pcm_s24le'])

export interface AudioCodec {
  encoder: string
  args: string[]
}

/** @throws {CommandRefused} */
export function audioCodec(codec: string, settings: Settings): AudioCodec {
  const encoder = Object.hasOwn(encoders, codec) ? encoders[codec] : undefined
  if (encoder === undefined) throw new CommandRefused(`The ffmpeg encoder of stuntdouble makes no ${codec}`)
  const rate = settings.number('audio_bitrate', 0, 1e8)
  const channels = settings.integer('audio_channels', 1, 16)
  // Opus knows 48 kHz and fractions of it.
  const sampleRate = codec === 'opus' ? 48_000 : settings.integer('audio_sample_rate', 0, 192_000)
  return {
    encoder,
    args: [
      ...option('-c:a', encoder),
      ...(rate && !lossless.has(codec) ? ['-b:a', `${decimal(kilobits(rate, absurd.audio))}k`] : []),
      ...(sampleRate ? ['-ar', String(sampleRate)] : []),
      ...option('-ac', channels),
    ],
  }
}
