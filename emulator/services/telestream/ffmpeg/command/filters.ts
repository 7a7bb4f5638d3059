// Filters of a command of a profile's own: a list of those that look at pictures and sound only, each with its parameters.
import { CommandRefused } from '../refused.ts'
import { arithmetic } from './expression.ts'

/** `expression`, `ratio`, scalers joined by `+`, or one of these words. */
type Parameter = 'expression' | 'ratio' | 'scalers' | readonly string[]
/** In the order in which they may stand without their names; each with its other names. */
type Filter = readonly (readonly [name: string, parameter: Parameter, ...aliases: string[]])[]

const numbers = (...names: string[]): Filter => names.map((name) => [name, 'expression'])
const size: Filter = [
  ['w', 'expression', 'width', 'out_w'],
  ['h', 'expression', 'height', 'out_h'],
]
const place = numbers('x', 'y')
const truth = ['0', '1', 'true', 'false']
const colours = 'black white gray red green blue yellow'.split(' ')
const pixelFormats = 'yuv420p yuvj420p yuv422p yuv444p yuv420p10le yuv422p10le gray rgb24 nv12'.split(' ')
const deinterlacer: Filter = [
  ['mode', '0 1 2 3 send_frame send_field send_frame_nospatial send_field_nospatial'.split(' ')],
  ['parity', ['-1', '0', '1', 'tff', 'bff', 'auto']],
  ['deint', ['0', '1', 'all', 'interlaced']],
]
const fade: Filter = [['t', ['in', 'out', 'i', 'o'], 'type'], ...numbers('s', 'n', 'st', 'd', 'ss', 'ns')]

const pictureFilters: Readonly<Record<string, Filter>> = {
  scale: [
    ...size,
    ['flags', 'scalers'],
    ['interl', ['-1', '0', '1']],
    ['force_original_aspect_ratio', ['disable', 'decrease', 'increase', '0', '1', '2']],
    ['force_divisible_by', 'expression'],
  ],
  crop: [...size, ...place, ['keep_aspect', truth], ['exact', truth]],
  pad: [...size, ...place, ['color', colours]],
  setsar: [['sar', 'ratio', 'ratio', 'r']],
  setdar: [['dar', 'ratio', 'ratio', 'r']],
  fps: [['fps', 'ratio']],
  framerate: [['fps', 'ratio']],
  setpts: numbers('expr'),
  format: [['pix_fmts', pixelFormats]],
  transpose: [
    ['dir', '0 1 2 3 clock cclock clock_flip cclock_flip'.split(' ')],
    ['passthrough', ['none', 'portrait', 'landscape']],
  ],
  hflip: [],
  vflip: [],
  null: [],
  negate: [],
  yadif: deinterlacer,
  bwdif: deinterlacer,
  hqdn3d: numbers('luma_spatial', 'chroma_spatial', 'luma_tmp', 'chroma_tmp'),
  unsharp: numbers('lx', 'ly', 'la', 'cx', 'cy', 'ca'),
  eq: numbers('contrast', 'brightness', 'saturation', 'gamma'),
  hue: numbers('h', 's'),
  fade,
  rotate: numbers('a', 'ow', 'oh'),
  gblur: numbers('sigma', 'steps'),
  boxblur: numbers('lr', 'lp'),
}

const soundFilters: Readonly<Record<string, Filter>> = {
  anull: [],
  volume: numbers('volume'),
  aresample: numbers('sample_rate', 'async'),
  atempo: numbers('tempo'),
  asetpts: numbers('expr'),
  afade: fade,
  highpass: numbers('f'),
  lowpass: numbers('f'),
  loudnorm: numbers('I', 'LRA', 'TP'),
  dynaudnorm: numbers('f', 'g'),
}

const scalers =
  'fast_bilinear bilinear bicubic neighbor area gauss sinc lanczos spline accurate_rnd full_chroma_int bitexact'.split(
    ' ',
  )

/** A chain written anew, from nothing but what is known of it. @throws {CommandRefused} naming what is not taken */
export function readFilters(text: string, kind: 'pictures' | 'sound'): string[] {
  const known = kind === 'pictures' ? pictureFilters : soundFilters
  return divide(text, ',').map((part) => {
    const equals = part.indexOf('=')
    const name = (equals === -1 ? part : part.slice(0, equals)).trim()
    const filter = Object.hasOwn(known, name) ? Object.entries(known).find(([key]) => key === name) : undefined
    if (!filter) throw refused(`the filter ${quoted(name)} is not one of ${Object.keys(known).join(', ')}`)
    const parameters = equals === -1 ? [] : readParameters(filter, part.slice(equals + 1))
    return parameters.length === 0 ? filter[0] : `${filter[0]}=${parameters.join(':')}`
  })
}

function readParameters([filterName, filter]: [string, Filter], text: string): string[] {
  return divide(text, ':').map((part, at) => {
    const [, key = filter[at]?.[0], value = part] = /^([A-Za-z_]+)=(.*)$/s.exec(part.trim()) ?? []
    const found = filter.find(([name, , ...aliases]) => name === key || aliases.some((alias) => alias === key))
    if (!found) throw refused(`${filterName} has no parameter ${quoted(key ?? part)}`)
    const [name, parameter] = found
    const safe = take(parameter, value.trim())
    if (safe === undefined) throw refused(`${filterName} takes no ${name} of ${quoted(value)}`)
    return `${name}=${safe}`
  })
}

/** As it is written into the chain, where commas divide. */
function take(parameter: Parameter, value: string): string | undefined {
  if (parameter === 'expression') return arithmetic(value)?.replaceAll(',', '\\,')
  if (parameter === 'ratio') return /^\d{1,6}(\.\d{1,6})?(\/\d{1,6})?$/.test(value) ? value : undefined
  if (parameter === 'scalers') {
    const words = value.split('+').map((word) => scalers.find((known) => known === word))
    return words.every((word) => word !== undefined) ? words.join('+') : undefined
  }
  return parameter.find((word) => word === value)
}

/** Divides outside of brackets and quotes; backslashes before a divider are the writer's way to say that it divides nothing. */
function divide(text: string, divider: ',' | ':'): string[] {
  const parts: string[] = ['']
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === "'") quoted = !quoted
    else if (character === '\\' && text.charAt(at + 1) === divider) {
      parts.push(`${parts.pop() ?? ''}${divider}`)
      at += 1
    } else if (character === divider && depth === 0 && !quoted) parts.push('')
    else {
      if (character === '(') depth += 1
      if (character === ')') depth -= 1
      parts.push((parts.pop() ?? '') + character)
    }
  }
  return parts
}

function refused(why: string): CommandRefused {
  return new CommandRefused(`The command: ${why}`)
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
