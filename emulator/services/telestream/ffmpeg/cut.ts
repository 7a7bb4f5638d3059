// Which part of the source is encoded.
import type { Settings } from './settings.ts'
import type { SourceFacts } from './source.ts'
import { maxSeconds } from './limits.ts'
import { CommandRefused } from './refused.ts'

export interface Cut {
  /** ms into the source. */
  from: number
  /** ms, at most. */
  length: number
  /** ms that come out of it; null when the source's duration is not known. */
  expected: number | null
}

/** @throws {CommandRefused} */
export function cutOf(settings: Settings, { duration, fps }: Pick<SourceFacts, 'duration' | 'fps'>): Cut {
  const from = settings.time('clip_offset', fps) ?? 0
  const end = settings.time('clip_end', fps) ?? Infinity
  const length = Math.min(settings.time('clip_length', fps) ?? Infinity, Math.max(0, end - from), maxSeconds * 1000)
  return { from, length, expected: remaining(duration, from, length) }
}

/**
 * ms of a source that a clip leaves.
 * @throws {CommandRefused} when that is nothing
 */
export function remaining(duration: number | null, from: number, length: number): number | null {
  if (duration === null) return null
  const left = Math.min(duration - from, length)
  if (left > 0) return left
  throw new CommandRefused('The clip leaves nothing of the source')
}
