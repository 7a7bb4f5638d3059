// The vendor's tokens in a command: `$input_file$`, `$filters$`, … Some stand for a number, others for whole options.
import { frameFilters } from '../frame.ts'
import { absurd, decimal, kilobits, secondsOf } from '../numbers.ts'
import { option } from '../arguments.ts'
import { cutOf } from '../cut.ts'
import type { Settings } from '../settings.ts'
import type { SourceFacts } from '../source.ts'

export const inputToken = '$input_file$'
export const outputToken = '$output_file$'

/** What a token stands for, as words; undefined for one that the vendor does not know. @throws {CommandRefused} */
export function wordsOf(token: string, settings: Settings, source: SourceFacts): string[] | undefined {
  const found = Object.hasOwn(options, token) ? options[token] : undefined
  return found?.(settings, source)
}

/** `$width$` and `$height$` stand in words of their own, and within others: `$width$x$height$`. @throws {CommandRefused} */
export function fillIn(word: string, settings: Settings): string {
  return word.replaceAll(/\$(width|height)\$/g, (_, name: string) => String(settings.integer(name, 0, 8192) ?? 0))
}

type Meaning = (settings: Settings, source: SourceFacts) => string[]

const rate = (flag: string, name: string, absurdly: number): Meaning => {
  return (settings) => {
    const asked = settings.number(name, 0, 1e9)
    return option(flag, asked ? `${decimal(kilobits(asked, absurdly))}k` : undefined)
  }
}
const videoBitrate = rate('-b:v', 'video_bitrate', absurd.video)

const options: Readonly<Record<string, Meaning>> = {
  $filters$: (settings) => ['-vf', frameFilters(settings).join(',')],
  $audio_sample_rate$: (settings) => option('-ar', settings.integer('audio_sample_rate', 1, 192_000)),
  $audio_channels$: (settings) => option('-ac', settings.integer('audio_channels', 1, 16)),
  $audio_bitrate$: rate('-b:a', 'audio_bitrate', absurd.audio),
  $video_bitrate$: videoBitrate,
  $video_quality$: (settings, source) => {
    const crf = settings.number('h264_crf', 0, 51)
    return crf === undefined ? videoBitrate(settings, source) : ['-crf', decimal(crf)]
  },
  $max_video_bitrate$: rate('-maxrate', 'max_rate', absurd.video),
  $max_audio_bitrate$: () => [],
  $keyframes$: (settings) => option('-g', settings.integer('keyframe_interval', 0, 100_000)),
  $fps$: (settings) =>
    option('-r', settings.raw('fps') === 'same_as_source' ? undefined : settings.number('fps', 0.01, 1000)),
  $clip$: (settings, source) => {
    const { from, length } = cutOf(settings, source)
    return [...option('-ss', from > 0 ? secondsOf(from) : undefined), ...option('-t', secondsOf(length))]
  },
  $h264_profile$: (settings) => option('-profile:v', settings.word('h264_profile')),
  $h264_level$: (settings) => option('-level', settings.word('h264_level')),
}
