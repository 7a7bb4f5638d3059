// When pictures of a video are taken: evenly spaced, at given times, or again and again (§3.4: frame_count, frame_offsets, frame_interval).
import { plainText } from '../../../plain-text.ts'
import { maxPictures } from './limits.ts'
import { CommandRefused, refuseSetting } from './refused.ts'
import type { Settings } from './settings.ts'

export interface Footage {
  /** ms. */
  duration: number
  /** Null when unknown: then 25. */
  fps: number | null
}

/**
 * ms, in their order; none beyond the end.
 * @throws {CommandRefused}
 */
export function stillTimes(settings: Settings, footage: Footage): number[] {
  const { duration } = footage
  const offsets = settings.raw('frame_offsets')
  if (offsets !== undefined) return offsetsOf(offsets, footage).filter((time) => time < duration)
  const interval = settings.text('frame_interval')
  if (interval !== undefined) {
    const step = moment('frame_interval', interval, footage)
    if (step <= 0) throw refuseSetting('frame_interval', 'longer than 0', interval)
    return limited(Math.ceil(duration / step), (at) => at * step)
  }
  const count = settings.integer('frame_count', 0, maxPictures) ?? 7
  return limited(count, (at) => ((at + 0.5) * duration) / count)
}

/** `2s, 10s, 250f, 400f`, or the same as an array. */
function offsetsOf(value: unknown, footage: Footage): number[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value]
  const parts = texts.flatMap((text) => {
    if (typeof text === 'object') throw refuseSetting('frame_offsets', 'times such as 2s, 250f', text)
    return plainText(text).split(',')
  })
  const moments = parts.filter((part) => part.trim() !== '').map((part) => moment('frame_offsets', part, footage))
  return limited(moments.length, (at) => moments[at] ?? 0)
}

/** `250f` is a number of frames, `10s` and `10` of seconds. */
function moment(name: string, text: string, { fps }: Footage): number {
  const [, digits, unit] = /^(\d{1,7}(?:\.\d{1,3})?)\s*([sf])?$/.exec(text.trim()) ?? []
  if (digits === undefined) throw refuseSetting(name, 'in seconds or frames such as 10s or 250f', text)
  return unit === 'f' ? (Number(digits) / (fps ?? 25)) * 1000 : Number(digits) * 1000
}

function limited(count: number, time: (at: number) => number): number[] {
  if (count > maxPictures)
    throw new CommandRefused(`${count} pictures of a video are too many; ${maxPictures} is the most`)
  return Array.from({ length: count }, (_, at) => time(at))
}
