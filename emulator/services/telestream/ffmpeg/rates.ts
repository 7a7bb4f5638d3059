// How many bits pictures get, and how often one of them stands alone.
import { option } from './arguments.ts'
import { absurd, decimal, kilobits } from './numbers.ts'
import type { Settings } from './settings.ts'

const rateOf = (kilobits: number | undefined) => (kilobits === undefined ? undefined : `${decimal(kilobits)}k`)

/**
 * `video_bitrate`, `max_rate`, `buffer_size`, `cbr`; `h264_crf`, a quality, wins over the bitrate.
 * @throws {CommandRefused}
 */
export function rateArguments(codec: string, settings: Settings): string[] {
  const rate = (name: string) => {
    const value = settings.number(name, 0, 1e9)
    return value ? kilobits(value, absurd.video) : undefined
  }
  const crf = codec === 'h264' || codec === 'hevc' ? settings.number('h264_crf', 0, 51) : undefined
  const bitrate = crf === undefined ? rate('video_bitrate') : undefined
  const constant = settings.boolean('cbr') ? bitrate : undefined
  const most = constant ?? rate('max_rate')
  // Without a buffer, x264 forgets the maximum.
  const buffer = rate('buffer_size') ?? constant ?? (most === undefined ? undefined : 2 * most)
  return [
    ...option('-crf', crf === undefined ? undefined : decimal(crf)),
    ...option('-b:v', rateOf(bitrate)),
    ...option('-minrate', rateOf(constant)),
    ...option('-maxrate', rateOf(most)),
    ...option('-bufsize', rateOf(buffer)),
  ]
}

/**
 * Every `keyframe_interval` frames, and `keyframe_rate` times a second: "0.5 adds a key frame every 2 seconds".
 * @param segment seconds, where each segment has to begin with one
 * @throws {CommandRefused}
 */
export function keyFrames(settings: Settings, segment: number | undefined): string[] {
  // AVC-Intra has no other frames.
  if (settings.has('avcintra_class')) return option('-g', 1)
  const rate = settings.number('keyframe_rate', 0, 1000)
  const every = Math.min(rate ? 1 / rate : Infinity, segment ?? Infinity)
  return [
    ...option('-g', settings.integer('keyframe_interval', 0, 100_000)),
    ...option('-force_key_frames', Number.isFinite(every) ? `expr:gte(t,n_forced*${decimal(every)})` : undefined),
  ]
}
