// Options of ffmpeg that a command of a profile's own may use: each with what it takes, written anew from what is known of it.
import { parseClipTime } from '../../clip.ts'
import { muxerNames } from '../containers.ts'
import { CommandRefused } from '../refused.ts'
import { parseX26xOptions, x26xArguments } from '../x26x-options.ts'
import { encoderNames, encoderOf } from './encoders.ts'
import { readFilters } from './filters.ts'

/** What a command says, in our words. */
export interface Wishes {
  /** Options of the output, in their order. */
  args: string[]
  /** ms into the source, and ms of it. */
  from: number
  length: number
  muxer: string | undefined
  pictureFilters: string[]
  soundFilters: string[]
  pass: 1 | 2 | undefined
  encoders: string[]
  /** What they make, as far as it was said. */
  codecs: { pictures: string | undefined; sound: string | undefined }
  noPictures: boolean
  noSound: boolean
}

export const noWishes = (): Wishes => ({
  args: [],
  from: 0,
  length: Infinity,
  muxer: undefined,
  pictureFilters: [],
  soundFilters: [],
  pass: undefined,
  encoders: [],
  codecs: { pictures: undefined, sound: undefined },
  noPictures: false,
  noSound: false,
})

type Option = (value: string, wishes: Wishes, flag: string) => void

/** Flags without a value. */
export const switches: Readonly<Record<string, (wishes: Wishes) => void>> = {
  '-y': () => undefined,
  '-n': () => undefined,
  '-an': (wishes) => void (wishes.noSound = true),
  '-vn': (wishes) => void (wishes.noPictures = true),
  '-sn': () => undefined,
  '-dn': () => undefined,
  '-nostdin': () => undefined,
  '-hide_banner': () => undefined,
  '-shortest': (wishes) => void wishes.args.push('-shortest'),
}

const encoder =
  (flag: '-c:v' | '-c:a', kind: 'pictures' | 'sound'): Option =>
  (value, wishes) => {
    const found = encoderOf(kind, value)
    if (!found) throw refused(flag, `one of ${encoderNames(kind)}`, value)
    wishes.args.push(flag, found.encoder)
    if (found.codec !== undefined) wishes.encoders.push(found.encoder)
    wishes.codecs[kind] = found.codec
  }

const matching =
  (flag: string, pattern: RegExp, rule: string): Option =>
  (value, wishes) => {
    if (!pattern.test(value)) throw refused(flag, rule, value)
    wishes.args.push(flag, value)
  }

const whole = (flag: string): Option => matching(flag, /^-?\d{1,7}$/, 'a whole number')
const number = (flag: string): Option => matching(flag, /^-?\d{1,7}(\.\d{1,4})?$/, 'a number')
const rate = (flag: string): Option => matching(flag, /^\d{1,9}(\.\d{1,3})?[kKM]?$/, 'a rate such as 500k')
const words = (flag: string, list: string): Option => {
  const known = list.split(' ')
  return (value, wishes) => {
    const word = known.find((word) => word === value)
    if (word === undefined) throw refused(flag, `one of ${known.join(', ')}`, value)
    wishes.args.push(flag, word)
  }
}
const filters =
  (key: 'pictureFilters' | 'soundFilters', kind: 'pictures' | 'sound'): Option =>
  (value, wishes) =>
    void wishes[key].push(...readFilters(value, kind))

const time = (flag: string, value: string): number => {
  const ms = parseClipTime(value)
  if (ms === undefined) throw refused(flag, 'a time such as 00:01:30', value)
  return ms
}
const forgotten: Option = () => undefined

const videoEncoder = encoder('-c:v', 'pictures')
const audioEncoder = encoder('-c:a', 'sound')
const x264: Option = (value, { args }) =>
  void args.push(...x26xArguments('-x264-params', parseX26xOptions('x264_options', value)))

/** Options with one value. What the double decides by itself is taken and forgotten. */
export const options: Readonly<Record<string, Option>> = {
  '-threads': forgotten,
  '-strict': forgotten,
  '-loglevel': forgotten,
  '-v': forgotten,
  '-c:v': videoEncoder,
  '-vcodec': videoEncoder,
  '-codec:v': videoEncoder,
  '-c:a': audioEncoder,
  '-acodec': audioEncoder,
  '-codec:a': audioEncoder,
  '-b': rate('-b:v'),
  '-b:v': rate('-b:v'),
  '-vb': rate('-b:v'),
  '-b:a': rate('-b:a'),
  '-ab': rate('-b:a'),
  '-maxrate': rate('-maxrate'),
  '-minrate': rate('-minrate'),
  '-bufsize': rate('-bufsize'),
  '-r': matching('-r', /^\d{1,6}(\.\d{1,4})?(\/\d{1,5})?$/, 'a rate such as 25 or 30000/1001'),
  '-g': whole('-g'),
  '-bf': whole('-bf'),
  '-refs': whole('-refs'),
  '-keyint_min': whole('-keyint_min'),
  '-sc_threshold': whole('-sc_threshold'),
  '-qmin': whole('-qmin'),
  '-qmax': whole('-qmax'),
  '-crf': number('-crf'),
  '-q:v': number('-q:v'),
  '-qscale': number('-q:v'),
  '-qscale:v': number('-q:v'),
  '-q:a': number('-q:a'),
  '-aq': number('-q:a'),
  '-qscale:a': number('-q:a'),
  '-ar': whole('-ar'),
  '-ac': whole('-ac'),
  '-s': matching('-s', /^[1-9]\d{0,3}x[1-9]\d{0,3}$/, 'a size such as 640x480'),
  '-aspect': matching('-aspect', /^\d{1,5}(\.\d{1,4})?(:\d{1,5})?$/, 'a ratio such as 16:9'),
  '-pix_fmt': words('-pix_fmt', 'yuv420p yuvj420p yuv422p yuv444p yuv420p10le yuv422p10le'),
  '-preset': words('-preset', 'ultrafast superfast veryfast faster fast medium slow slower veryslow placebo'),
  '-tune': words('-tune', 'film animation grain stillimage psnr ssim fastdecode zerolatency'),
  '-profile:v': words('-profile:v', 'baseline main high high10 high422 high444 0 1 2 3'),
  '-vprofile': words('-profile:v', 'baseline main high high10 high422 high444'),
  '-level': matching('-level:v', /^(\d(\.\d)?|1b|\d\d)$/, 'a level such as 3.1'),
  '-level:v': matching('-level:v', /^(\d(\.\d)?|1b|\d\d)$/, 'a level such as 3.1'),
  '-tag:v': matching('-tag:v', /^[A-Za-z0-9]{4}$/, 'four letters'),
  '-vtag': matching('-tag:v', /^[A-Za-z0-9]{4}$/, 'four letters'),
  '-movflags': words('-movflags', '+faststart faststart'),
  '-deadline': words('-deadline', 'good best realtime'),
  '-quality': words('-deadline', 'good best realtime'),
  '-cpu-used': whole('-cpu-used'),
  '-auto-alt-ref': whole('-auto-alt-ref'),
  '-lag-in-frames': whole('-lag-in-frames'),
  '-vframes': whole('-frames:v'),
  '-frames:v': whole('-frames:v'),
  '-map': matching('-map', /^0(:[vas])?(:\d{1,2})?\??$/, 'a stream of the source such as 0:v:0'),
  '-x264opts': x264,
  '-x264-params': x264,
  '-vf': filters('pictureFilters', 'pictures'),
  '-filter:v': filters('pictureFilters', 'pictures'),
  '-af': filters('soundFilters', 'sound'),
  '-filter:a': filters('soundFilters', 'sound'),
  '-ss': (value, wishes) => void (wishes.from = time('-ss', value)),
  '-t': (value, wishes) => void (wishes.length = time('-t', value)),
  '-to': (value, wishes) => void (wishes.length = Math.max(0, time('-to', value) - wishes.from)),
  '-f': (value, wishes) => {
    const muxer = [...muxerNames].find((name) => name === value)
    if (muxer === undefined) throw refused('-f', `one of ${[...muxerNames].join(', ')}`, value)
    wishes.muxer = muxer
  },
  '-pass': (value, wishes) => {
    if (value !== '1' && value !== '2') throw refused('-pass', '1 or 2', value)
    wishes.pass = value === '1' ? 1 : 2
  },
}

function refused(flag: string, rule: string, value: string): CommandRefused {
  return new CommandRefused(`The command: ${flag} takes ${rule}, not ${JSON.stringify(value.slice(0, 60))}`)
}
