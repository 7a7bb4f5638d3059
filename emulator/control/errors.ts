// What goes wrong at the control API, and how it is answered.

export interface Issue {
  /** `credentials.telestream.accessKey`; empty for the whole. */
  path: string
  message: string
}

const statuses = {
  'invalid-json': 400,
  'invalid-input': 400,
  'invalid-archive': 400,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'object-store-unavailable': 503,
} as const

export type ErrorCode = keyof typeof statuses

export function statusOf(code: ErrorCode): number {
  return statuses[code]
}

/** Thrown by name, answered as `{ error: { code, message, issues? } }`. */
export class ControlError extends Error {
  override name = 'ControlError'
  readonly code: ErrorCode
  readonly issues: readonly Issue[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { issues?: readonly Issue[]; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.code = code
    this.issues = options.issues
    this.headers = options.headers ?? {}
  }

  answer(): Response {
    const { code, message, issues, headers } = this
    return Response.json({ error: { code, message, ...(issues && { issues }) } }, { status: statuses[code], headers })
  }
}
