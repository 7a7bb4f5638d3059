// Stream's errors (§1.4 to §1.7), as a catalogue: thrown by name, put on the wire by `answerError`.
import type { Diagnosis } from '../../journal.ts'

/** Of the app's failures, not of ours. The message is what stands between the quotes of `<Operation> failed with error: "…"`. */
export class StreamError extends Error {
  override name = 'StreamError'
  readonly status: number
  /** Stream's own code (§1.6). */
  readonly code: number
  readonly exceptionFields: Readonly<Record<string, string>> | undefined
  readonly headers: Readonly<Record<string, string>> | undefined
  readonly diagnosis: Diagnosis | undefined
  /** Refused before a handler was asked; `duration` is then `"0"` (§1.5). */
  readonly early: boolean

  constructor(status: number, code: number, message: string, options: StreamErrorOptions = {}) {
    super(message)
    this.status = status
    this.code = code
    this.exceptionFields = options.exceptionFields
    this.headers = options.headers
    this.diagnosis = options.diagnosis
    this.early = options.early ?? false
  }
}

export interface StreamErrorOptions {
  /** Facts for programs; values are texts, because Go's type is `map[string]string`. */
  exceptionFields?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
  /** For the journal, never for the wire. */
  diagnosis?: Diagnosis | undefined
  early?: boolean
}

/** 400/4: what a client sent is not right. */
export const inputError = (message: string, options?: StreamErrorOptions) => new StreamError(400, 4, message, options)

/** §1.7: JSON that is none, in a body or in `payload`. */
export const invalidJson = () => inputError('invalid json data')

/** 404/16: what a call names is not there. */
export const notFound = (message: string) => new StreamError(404, 16, message)

/** The router's: an unknown path, and a method that a path does not have (§1.4: there is no 405). */
export const noSuchRoute = () => new StreamError(404, 16, 'Not Found', { early: true })

/** 403/17 */
export const notAllowed = (message: string, options?: StreamErrorOptions) => new StreamError(403, 17, message, options)

/** 403/17, as the capability checks say it: `scope` is `video:livestream`, say. */
export const missingCapability = (
  user: { id: string; role: string },
  action: string,
  scope: string,
  options?: StreamErrorOptions,
) =>
  notAllowed(
    `User '${user.id}' with role '${user.role}' is not allowed to perform action ${action} in scope '${scope}'`,
    options,
  )

/** 403/17, before the handler; the documents say that it cannot connect, not how that is said. */
export const deactivated = (userId: string) =>
  new StreamError(403, 17, `User '${userId}' is deactivated`, { early: true })

/** 413/22 */
export const payloadTooBig = (limit: number) =>
  new StreamError(413, 22, `request body is larger than the limit of ${limit} bytes`)

/** 500/-1: what is unhandled at the vendor, such as storage of its own that is down. */
export const internalError = () => new StreamError(500, -1, 'internal system error')

/** 429/9 */
export const tooManyRequests = (user: string, retryAfter: number) =>
  new StreamError(429, 9, `Too many requests for user: ${user}, check response headers for more information.`, {
    headers: { 'retry-after': String(retryAfter) },
  })

/** 401, before the handler (§1.4): 2 access key, 5 authentication, 40 expired or revoked, 41 and 42 too early, 43 signature. */
export const unauthorized = (code: 2 | 5 | 40 | 41 | 42 | 43, message: string, diagnosis?: Diagnosis) =>
  new StreamError(401, code, message, { early: true, diagnosis })
