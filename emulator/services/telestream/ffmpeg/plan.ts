// From a profile to the arguments of ffmpeg. Pure: the same source and settings give the same arguments, and nothing is run.
import { option } from './arguments.ts'
import { presets } from '../presets.ts'
import { audioCodec } from './audio-codec.ts'
import { commandPlan } from './command/index.ts'
import { type Container, containerOf } from './containers.ts'
import { cutOf } from './cut.ts'
import { globalArguments } from './limits.ts'
import { secondsOf } from './numbers.ts'
import { outputArguments } from './output.ts'
import { fieldOrder, pictureFilters } from './picture-filters.ts'
import { pictureGraph } from './picture-graph.ts'
import { CommandRefused } from './refused.ts'
import { segmentLength } from './segments.ts'
import type { Settings } from './settings.ts'
import { type SourceFacts, sourceInput } from './source.ts'
import { type VideoCodec, videoCodec } from './video-codec.ts'
import { watermarkInput, watermarkUrl } from './watermark.ts'

export interface Plan {
  container: Container
  /** One run of ffmpeg after the other; none when only pictures of the source are wanted. */
  runs: string[][]
  /** Names of ffmpeg's encoders, which it must have been built with. */
  encoders: string[]
  /** As an encoding reports them; null for none, undefined where only the output tells. */
  videoCodec: string | null | undefined
  audioCodec: string | null | undefined
  /** ms of media that each run makes; null when the source's duration is not known. */
  expected: number | null
}

export interface PlanOptions {
  source: SourceFacts
  settings: Settings
  presetName: string | null
  command: string | null
  extname: string
  /** The demuxer of the watermark, when there is one. */
  watermark?: string | undefined
  /** Bytes that an output may have. */
  maxBytes: number
}

/** @throws {CommandRefused} for what ffmpeg is not asked to do */
export function planEncoding(options: PlanOptions): Plan {
  const { source, settings, presetName, command, extname } = options
  if (command !== null) return commandPlan(options, command)
  const preset = presetName === null ? undefined : presets[presetName]
  if (!preset) throw new CommandRefused('The profile has neither a preset nor a command')
  const container = containerOf(extname)
  const cut = cutOf(settings, source)
  if (container.kind === 'picture') {
    return { container, runs: [], encoders: [], videoCodec: null, audioCodec: null, expected: cut.expected }
  }
  if (preset.videoCodec === null && preset.audioCodec === null) {
    throw new CommandRefused(`The ffmpeg encoder of stuntdouble does not make what the preset ${presetName} makes`)
  }

  const codec = source.hasPictures ? preset.videoCodec : null
  const video = (pass?: 1 | 2) => {
    const segment = container.kind === 'playlist' ? segmentLength(settings) : undefined
    return codec === null ? undefined : videoCodec(codec, settings, { muxer: container.muxer, pass, segment })
  }
  const mute = settings.boolean('mute_audio_tracks') ?? false
  const sound = source.hasSound && !mute ? preset.audioCodec : null
  const audio = sound === null ? undefined : audioCodec(sound, settings)
  const once = video()
  if (!once && !audio) throw new CommandRefused('The source has nothing of what the profile makes')

  const input = inputs(options, cut.from, codec !== null)
  const length = ['-t', secondsOf(cut.length)]
  const last = [...(audio ? ['-map', '0:a:0', ...audio.args] : ['-an']), ...outputArguments(options, container)]
  const run = (shown: VideoCodec | undefined, end: readonly string[]) => [
    ...input,
    ...(shown ? pictures(settings, container, shown) : ['-vn']),
    ...length,
    ...end,
  ]
  const isTwice = once?.twoPass === true && settings.boolean('two_pass') === true
  return {
    container,
    runs: isTwice ? [run(video(1), ['-an', '-f', 'null', 'none']), run(video(2), last)] : [run(once, last)],
    encoders: [once?.encoder, audio?.encoder].filter((encoder) => encoder !== undefined),
    videoCodec: codec,
    audioCodec: sound,
    expected: cut.expected,
  }
}

function inputs({ source, settings, watermark }: PlanOptions, from: number, hasPictures: boolean): string[] {
  const mark = hasPictures && watermarkUrl(settings) !== undefined ? watermark : undefined
  return [...globalArguments, ...sourceInput(source, from), ...(mark ? watermarkInput(mark) : [])]
}

function pictures(settings: Settings, container: Container, { args }: VideoCodec): string[] {
  const { complex, args: shown } = pictureGraph(settings, pictureFilters(settings, container), 0, 1)
  const interlaced = fieldOrder(settings) === undefined ? '' : '+ildct+ilme'
  return [
    ...option('-filter_complex', complex.length > 0 ? complex.join(';') : undefined),
    ...shown,
    ...args,
    '-flags:v',
    `+bitexact${interlaced}`,
  ]
}
