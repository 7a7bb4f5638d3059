// The encoder of a video codec and its arguments.
import { option } from './arguments.ts'
import { keyFrames, rateArguments } from './rates.ts'
import { CommandRefused } from './refused.ts'
import type { Settings } from './settings.ts'
import { readX26xOptions, x26xArguments } from './x26x-options.ts'

interface VideoEncoder {
  encoder: string
  /** Beside rates and key frames. */
  args?: (settings: Settings, context: VideoContext) => string[]
  /** Whether a first pass makes a second one better. */
  twoPass?: boolean
  /** Takes no rate: quality is in its profile. */
  fixed?: boolean
}

export interface VideoContext {
  muxer: string
  /** 1 and 2 of two passes. */
  pass?: 1 | 2 | undefined
  /** Seconds between key frames that the container needs. */
  segment?: number | undefined
}

const pixelFormats: Readonly<Record<string, string>> = { high10: 'yuv420p10le', high422: 'yuv422p', high444: 'yuv444p' }
/** What `pixel_format` may say. */
const askedPixelFormats = 'yuv420p yuv422p yuv444p yuv420p10le yuv422p10le yuv444p10le'.split(' ')
const proresProfiles: Readonly<Record<string, string>> = { proxy: '0', lt: '1', standard: '2', hq: '3', '422': '2' }

const encoders: Readonly<Record<string, VideoEncoder>> = {
  h264: { encoder: 'libx264', args: x264, twoPass: true },
  hevc: { encoder: 'libx265', args: x265, twoPass: true },
  vp8: { encoder: 'libvpx', args: () => vpx, twoPass: true },
  vp9: { encoder: 'libvpx-vp9', args: () => [...vpx, '-row-mt', '1'], twoPass: true },
  theora: { encoder: 'libtheora', twoPass: true },
  mpeg2video: { encoder: 'mpeg2video', twoPass: true },
  prores: {
    encoder: 'prores_ks',
    fixed: true,
    args: (settings) => [
      '-profile:v',
      proresProfiles[settings.word('prores_format', Object.keys(proresProfiles)) ?? '422'] ?? '2',
    ],
  },
  // Any size and rate; DNxHD proper knows only those of television.
  dnxhd: { encoder: 'dnxhd', fixed: true, args: () => ['-profile:v', 'dnxhr_sq', '-pix_fmt', 'yuv422p'] },
}
const vpx = ['-deadline', 'good', '-cpu-used', '4']

export interface VideoCodec {
  encoder: string
  args: string[]
  twoPass: boolean
}

/** @throws {CommandRefused} */
export function videoCodec(codec: string, settings: Settings, context: VideoContext): VideoCodec {
  const found = Object.hasOwn(encoders, codec) ? encoders[codec] : undefined
  if (!found) throw new CommandRefused(`The ffmpeg encoder of stuntdouble makes no ${codec}`)
  const { encoder, twoPass = false, fixed = false } = found
  const own = found.args?.(settings, context) ?? []
  const rates = fixed ? [] : rateArguments(codec, settings)
  return {
    encoder,
    args: ['-c:v', encoder, ...own, ...rates, ...keyFrames(settings, context.segment)],
    twoPass: twoPass && !fixed && !rates.includes('-crf'),
  }
}

function x264(settings: Settings, { muxer, pass }: VideoContext): string[] {
  const profile = settings.word('h264_profile')
  const level = settings.word('h264_level')
  const tune = settings.word('h264_tune')
  const options = new Map(readX26xOptions(settings, 'x264_options'))
  const intra = settings.word('avcintra_class')
  if (intra !== undefined) options.set('avcintra-class', intra)
  // Filler is what makes a constant rate constant; MP4 has no place for it.
  if (settings.boolean('cbr') && muxer === 'mpegts' && !options.has('nal-hrd')) options.set('nal-hrd', 'cbr')
  return [
    ...option('-preset', settings.word('codec_preset') ?? 'medium'),
    ...option('-profile:v', profile),
    ...option('-level:v', level),
    ...option('-tune', tune),
    ...option('-pix_fmt', pixelFormat(settings, intra === undefined ? pixelFormats[profile ?? ''] : 'yuv422p10le')),
    ...x26xArguments('-x264-params', options),
    ...passArguments(pass),
  ]
}

function x265(settings: Settings, { muxer, pass }: VideoContext): string[] {
  const options = new Map([
    ['log-level', 'error'],
    ['pools', '2'],
    ['frame-threads', '1'],
    ...readX26xOptions(settings, 'x265_options'),
  ])
  if (pass !== undefined) options.set('pass', String(pass)).set('stats', 'pass')
  return [
    ...option('-preset', settings.word('codec_preset') ?? 'medium'),
    ...option('-pix_fmt', pixelFormat(settings, undefined)),
    // Players of Apple's know HEVC by this name only.
    ...(['mp4', 'mov'].includes(muxer) ? ['-tag:v', 'hvc1'] : []),
    ...x26xArguments('-x265-params', options),
  ]
}

function pixelFormat(settings: Settings, otherwise = 'yuv420p'): string {
  return settings.word('pixel_format', askedPixelFormats) ?? otherwise
}

/** For encoders that share ffmpeg's own options; x265 has others. */
export function passArguments(pass: 1 | 2 | undefined): string[] {
  return pass === undefined ? [] : ['-pass', String(pass), '-passlogfile', 'pass']
}
