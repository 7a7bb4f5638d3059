// How Stream writes values (§1.9): dates by mount, the duration of every answer, and bodies of refusals.
import type { StreamError } from './errors.ts'

/** Mount A (`/api/v2`) writes integer nanoseconds, mount B (`/video`) and webhooks RFC 3339. */
export type DateFormat = 'nanoseconds' | 'rfc3339'

let format: DateFormat = 'nanoseconds'

/** A date in an answer or an event. How it is written is the writer's business: see `writeJson`. */
export class Instant {
  /** ms since 1970, whole. */
  readonly ms: number

  constructor(ms: number) {
    this.ms = ms
  }

  toJSON(): number | string {
    // Whole ms have at most 15 significant digits until the year 33658, and a double keeps those: it is printed as these digits and six zeros.
    return format === 'nanoseconds' ? this.ms * 1_000_000 : new Date(this.ms).toISOString()
  }
}

/** A date for the wire, from ms. */
export function at(ms: number): Instant
/** The same where there may be none: production writes `null` then (§2.4). */
export function at(ms: number | null | undefined): Instant | null
export function at(ms: number | null | undefined): Instant | null {
  return ms === undefined || ms === null ? null : new Instant(ms)
}

/** JSON with its dates in the given format. */
export function writeJson(value: unknown, dates: DateFormat): string {
  const before = format
  format = dates
  try {
    return JSON.stringify(value)
  } finally {
    format = before
  }
}

/** Of every success (§1.9). Always the same: the same requests get the same answers. */
export const duration = '1.00ms'

/** The body of a refusal (§1.5): clients need the first six fields. `operation` is `Request` where no route was found. */
export function errorBody(error: StreamError, operation = 'Request'): Record<string, unknown> {
  return {
    code: error.code,
    message: `${operation} failed with error: "${error.message}"`,
    StatusCode: error.status,
    duration: error.early ? '0' : '0.00ms',
    more_info: 'https://getstream.io/chat/docs/api_errors_response',
    details: [],
    ...(error.exceptionFields && { exception_fields: error.exceptionFields }),
  }
}
