// How Stream writes values (§1.9): dates by mount, the duration of every answer, and bodies of refusals.
import type { StreamError } from './errors.ts'

/** Mount A (`/api/v2`) writes integer nanoseconds, mount B (`/video`) and webhooks RFC 3339. */
export type DateFormat = 'nanoseconds' | 'rfc3339'

/** A date in an answer or an event. How it is written is the writer's business: see `writeJson`. */
export class Instant {
  /** ms since 1970, whole. */
  readonly ms: number

  constructor(ms: number) {
    this.ms = ms
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
  return JSON.stringify(written(value, dates))
}

/** With a `toJSON` in it, or a replacer, JSON.stringify takes three times as long: dates are put in before. */
function written(value: unknown, dates: DateFormat): unknown {
  // What comes out of the state is frozen, and has no dates of this kind.
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Instant) return writeInstant(value.ms, dates)
  if (Array.isArray(value)) return value.map((item) => written(item, dates))
  const object: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    // A client's own `custom` may have a member of this name.
    if (name === '__proto__') Object.defineProperty(object, name, { value: written(member, dates), enumerable: true })
    else object[name] = written(member, dates)
  }
  return object
}

function writeInstant(ms: number, dates: DateFormat): number | string {
  // Whole ms have at most 15 significant digits until the year 33658, and a double keeps those: it is printed as these digits and six zeros.
  return dates === 'nanoseconds' ? ms * 1_000_000 : new Date(ms).toISOString()
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
