// Why a request body was not taken. What that is on the wire (400, 413, …) is the vendor's business.
import type { BodyLimits } from './body-limits.ts'

/** The body, or a part of it, is larger than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
  readonly what: keyof BodyLimits
  /** In bytes, or the number of parts for `fieldCount` and `fileCount`. */
  readonly limit: number

  constructor(what: keyof BodyLimits, limit: number) {
    super(`The request body goes beyond ${what}: ${limit}`)
    this.what = what
    this.limit = limit
  }
}

/** The body is not what its `Content-Type` says, or ends too early. */
export class BodyMalformed extends Error {
  override readonly name = 'BodyMalformed'
}

/** The client went away before the end of the body. */
export class BodyAborted extends Error {
  override readonly name = 'BodyAborted'
}
