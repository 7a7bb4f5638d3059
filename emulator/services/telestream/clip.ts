// Clips: which part of a source is encoded, as profiles (§3.4) and videos (§3.7) ask for it.
import { badRequest } from './errors.ts'
import { quote } from './input.ts'

/** As on the wire: `00:00:10`, `00:00:10.5`, `00:00:10:12` with frames, or seconds. */
export interface ClipSettings {
  clip_offset?: unknown
  clip_length?: unknown
  clip_end?: unknown
}

/** ms; undefined when it is no time. @param fps for timecodes that end in a number of frames */
export function parseClipTime(text: string, fps = 25): number | undefined {
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Math.round(Number(text) * 1000)
  const [, hours = '0', minutes, seconds, frames = '0'] =
    /^(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d(?:\.\d{1,9})?)(?:[:;](\d{1,3}))?$/.exec(text) ?? []
  if (minutes === undefined || seconds === undefined) return undefined
  return Math.round(
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + (Number(frames) / fps) * 1000,
  )
}

/** @throws {TelestreamError} 400 */
export function checkClipTime(name: string, text: string): string {
  if (parseClipTime(text) === undefined)
    throw badRequest(`${name} must be a time such as 00:01:30 or a number of seconds, not ${quote(text)}`)
  return text
}

/** How much of a source of `duration` ms is left; what a video asks for wins over what its profile says. */
export function clippedDuration(duration: number, fps: number | null, ...asked: ClipSettings[]): number {
  const time = (name: keyof ClipSettings) => {
    const value = asked.map((settings) => settings[name]).find((setting) => typeof setting === 'string')
    return typeof value === 'string' ? parseClipTime(value, fps ?? undefined) : undefined
  }
  const start = Math.min(time('clip_offset') ?? 0, duration)
  const length = time('clip_length')
  const end = Math.min(duration, time('clip_end') ?? duration, length === undefined ? duration : start + length)
  return Math.max(0, end - start)
}
