// Which part of the source is encoded.
import type { Settings } from './settings.ts'
import type { SourceFacts } from './source.ts'
import { maxSeconds } from './limits.ts'

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
  return { from, length, expected: duration === null ? null : Math.max(0, Math.min(duration - from, length)) }
}
