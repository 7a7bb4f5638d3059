// Why a timestamp is refused, in words.
import { inWords } from './duration.ts'
import { parseTimestamp } from './timestamp.ts'

/** What a client did wrong. `code` is stable; the texts are for people. */
export interface Mistake {
  readonly code: string
  readonly message: string
  readonly hint: string
}

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
      hint: `Set the client's clock, or this world's, which stands at ${new Date(clock.now).toISOString()}.`,
    }
  }
  if (age <= clock.olderMs) return undefined
  if (clock.secretSince !== undefined && instant < clock.secretSince) {
    return {
      code: 'clock-slow',
      message: `The timestamp is ${inWords(age)} behind the clock here, older than the secret that signed it.`,
      hint: `The client's clock is slow or frozen: set it, or this world's, which stands at ${new Date(clock.now).toISOString()}.`,
    }
  }
  return {
    code: 'expired',
    message: `The request was signed ${inWords(age)} ago; it was good for ${inWords(clock.olderMs)}.`,
    hint: `Sign each request anew. If this one was, the client's clock is ${inWords(age)} slow.`,
  }
}
