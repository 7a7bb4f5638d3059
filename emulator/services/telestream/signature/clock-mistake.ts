// Why a timestamp is refused, in words.
import type { Mistake } from '../../../diagnosis/index.ts'
import { inWords } from './duration.ts'
import { parseTimestamp } from './timestamp.ts'

export type { Mistake }

/** When a request arrived, and which timestamps are accepted then. */
export interface Clock {
  /** Epoch ms. */
  readonly now: number
  /** How much older than `now` a timestamp may be, in ms; see `signatureLifetime`. */
  readonly olderMs: number
  /** How much newer it may be, in ms. The documentation names no bound: `Infinity` is faithful. */
  readonly newerMs: number
  /** Epoch ms since when the secret exists. An older timestamp is certainly a slow clock: nothing could be signed then. */
  readonly secretSince?: number
  /** Whether the clock here stands still. */
  readonly frozen?: boolean
}

/** The mistake in a timestamp, or undefined when it is accepted. */
export function clockMistake(timestamp: string | undefined, clock: Clock): Mistake | undefined {
  if (timestamp === undefined) {
    return {
      code: 'timestamp-missing',
      message: 'There is no timestamp.',
      hint: 'Send and sign "timestamp", in UTC and ISO 8601.',
    }
  }
  const instant = parseTimestamp(timestamp)
  if (instant === undefined) {
    return {
      code: 'timestamp-unreadable',
      message: `The timestamp "${timestamp}" cannot be read.`,
      hint: 'Write it in ISO 8601 with date, time and zone: 2016-10-03T12:00:00Z or 2016-10-03T12:00:00+00:00.',
    }
  }
  const age = clock.now - instant
  if (-age > clock.newerMs) {
    return {
      code: 'clock-fast',
      message: `The timestamp is ${inWords(-age)} ahead of the clock here.`,
      hint: `Set the client's clock, or this world's, which ${stands(clock)}.${zone(-age)}`,
    }
  }
  if (age <= clock.olderMs) return undefined
  if (clock.secretSince !== undefined && instant < clock.secretSince) {
    return {
      code: 'clock-slow',
      message: `The timestamp is ${inWords(age)} behind the clock here, older than the secret that signed it.`,
      hint: `The client's clock is slow or frozen: set it, or this world's, which ${stands(clock)}.${zone(age)}`,
    }
  }
  return {
    code: 'expired',
    message: `The request was signed ${inWords(age)} ago; it was good for ${inWords(clock.olderMs)}.`,
    hint: `Sign each request anew. If this one was, the client's clock is ${inWords(age)} slow.${zone(age)}`,
  }
}

function stands({ frozen, now }: Clock): string {
  const instant = new Date(now).toISOString()
  return frozen === true ? `is frozen at ${instant} (PUT /_stuntdouble/clock makes it real)` : `stands at ${instant}`
}

const halfHour = 30 * 60_000
const nearly = 2 * 60_000

/** A local time that is written as if it were UTC is off by its zone. */
function zone(off: number): string {
  const away = Math.abs(off - Math.round(off / halfHour) * halfHour)
  if (away > nearly || off < halfHour - nearly || off > 14 * 2 * halfHour + nearly) return ''
  return ` It is about ${inWords(Math.round(off / halfHour) * halfHour)}: a local time may have been written as UTC.`
}
