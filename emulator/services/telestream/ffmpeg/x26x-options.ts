// `x264_options` and `x265_options`: KEY=VALUE:KEY=VALUE, of which only what changes the picture is handed on. Others name files to read
// or write, threads, or what the double itself decides.
import { CommandRefused } from './refused.ts'
import type { Settings } from './settings.ts'

type Value = readonly [min: number, max: number] | readonly string[]

const onOff: Value = [0, 1]
/** What both encoders know. */
const ofBoth: Readonly<Record<string, Value>> = {
  ref: [1, 16],
  bframes: [0, 16],
  'b-adapt': [0, 2],
  'b-pyramid': ['0', '1', '2', 'none', 'strict', 'normal'],
  weightb: onOff,
  weightp: [0, 2],
  me: ['dia', 'hex', 'umh', 'star', 'esa', 'tesa', 'sea', 'full', '0', '1', '2', '3', '4', '5'],
  merange: [4, 1024],
  subme: [0, 11],
  trellis: [0, 2],
  keyint: [1, 1000],
  'min-keyint': [0, 1000],
  scenecut: [0, 100],
  'rc-lookahead': [0, 250],
  'aq-mode': [0, 4],
  'aq-strength': [0, 3],
  qcomp: [0, 1],
  ipratio: [0, 10],
  pbratio: [0, 10],
  qpmin: [0, 69],
  qpmax: [0, 69],
  qpstep: [0, 69],
  qp: [0, 69],
  crf: [0, 51],
  'crf-max': [0, 51],
  'vbv-maxrate': [0, 1_000_000],
  'vbv-bufsize': [0, 1_000_000],
  'vbv-init': [0, 1],
  'psy-rd': [0, 10],
  'open-gop': onOff,
  'intra-refresh': onOff,
  aud: onOff,
  'no-scenecut': onOff,
  'no-deblock': onOff,
  'no-open-gop': onOff,
}
const ofX264: Readonly<Record<string, Value>> = {
  ...ofBoth,
  cabac: onOff,
  'no-cabac': onOff,
  '8x8dct': onOff,
  'no-8x8dct': onOff,
  'mixed-refs': onOff,
  'no-mixed-refs': onOff,
  'fast-pskip': onOff,
  'no-fast-pskip': onOff,
  'no-mbtree': onOff,
  'no-weightb': onOff,
  'no-psy': onOff,
  'dct-decimate': onOff,
  'no-dct-decimate': onOff,
  'chroma-qp-offset': [-12, 12],
  'chroma-me': onOff,
  'no-chroma-me': onOff,
  'deadzone-inter': [0, 32],
  'deadzone-intra': [0, 32],
  'b-bias': [-100, 100],
  nr: [0, 100_000],
  slices: [0, 64],
  direct: ['none', 'spatial', 'temporal', 'auto'],
  'nal-hrd': ['none', 'vbr', 'cbr'],
  'force-cfr': onOff,
  'bluray-compat': onOff,
  'avcintra-class': ['50', '100', '200'],
  tff: onOff,
  bff: onOff,
  'fake-interlaced': onOff,
  partitions: ['none', 'all'],
}
const ofX265: Readonly<Record<string, Value>> = {
  ...ofBoth,
  ctu: ['16', '32', '64'],
  rd: [1, 6],
  rdoq: onOff,
  'rdoq-level': [0, 2],
  'psy-rdoq': [0, 50],
  sao: onOff,
  'no-sao': onOff,
  'strong-intra-smoothing': onOff,
  'no-strong-intra-smoothing': onOff,
  'max-merge': [1, 5],
  'limit-refs': [0, 3],
  rect: onOff,
  amp: onOff,
  cutree: onOff,
  'no-cutree': onOff,
  hrd: onOff,
  'repeat-headers': onOff,
}
const known = { x264_options: ofX264, x265_options: ofX265 } as const

export type X26xOptions = ReadonlyMap<string, string>

/** @throws {CommandRefused} naming the first option that is not handed on */
export function readX26xOptions(settings: Settings, name: keyof typeof known): X26xOptions {
  const text = settings.text(name)
  return text === undefined ? new Map() : parseX26xOptions(name, text)
}

/** @throws {CommandRefused} */
export function parseX26xOptions(name: keyof typeof known, text: string): X26xOptions {
  const options = new Map<string, string>()
  for (const part of text.split(':').map((part) => part.trim())) {
    if (part === '') continue
    const [key = '', ...rest] = part.split('=')
    const value = rest.join('=')
    const found = Object.entries(known[name]).find(([name]) => name === key.replaceAll('_', '-'))
    if (!found) throw new CommandRefused(`${name}: ${JSON.stringify(key.slice(0, 40))} is not handed on to the encoder`)
    const [option, allowed] = found
    // `no-cabac` alone means what `no-cabac=1` does.
    const safe = rest.length === 0 ? '1' : take(allowed, value)
    if (safe === undefined) {
      throw new CommandRefused(
        `${name}: ${option} takes ${describe(allowed)}, not ${JSON.stringify(value.slice(0, 40))}`,
      )
    }
    options.set(option, safe)
  }
  return options
}

/** For `-x264-params` and `-x265-params`; nothing when there is none. */
export function x26xArguments(flag: '-x264-params' | '-x265-params', options: X26xOptions): string[] {
  return options.size === 0 ? [] : [flag, [...options].map(([key, value]) => `${key}=${value}`).join(':')]
}

function take(allowed: Value, value: string): string | undefined {
  if (!isRange(allowed)) return allowed.find((word) => word === value)
  if (!/^-?\d{1,7}(\.\d{1,4})?$/.test(value)) return undefined
  const number = Number(value)
  return number >= allowed[0] && number <= allowed[1] ? String(number) : undefined
}

function describe(allowed: Value): string {
  return isRange(allowed) ? `a number from ${allowed[0]} to ${allowed[1]}` : `one of ${allowed.join(', ')}`
}

function isRange(allowed: Value): allowed is readonly [min: number, max: number] {
  return typeof allowed[0] === 'number'
}
