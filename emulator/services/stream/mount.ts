// Where the API is mounted, and the one path that the routes know an operation by (§1.1).
import type { DateFormat } from './wire.ts'

export interface Mounted {
  /** Without `/api/v2`; storages are below `/external_storage` on every mount, still percent-encoded. */
  readonly path: string
  readonly dates: DateFormat
}

/**
 * - A, every current server SDK: `/api/v2/external_storage`, `/api/v2/video/calls`; dates are integers
 * - B, browsers, mobile SDKs, curl: `/video/external_storage`, `/video/calls`; dates are strings
 * - C, early pre-releases: `/api/v2/video/external_storage`
 * - D, a branch of stream-cli: `/external_storage`
 */
export function mounted(path: string): Mounted {
  const dates = path.startsWith('/api/v2') ? 'nanoseconds' : 'rfc3339'
  const below = dates === 'nanoseconds' ? path.slice('/api/v2'.length) : path
  const common = /^\/video(\/(?:external_storage|guest)(?:\/|$).*)$/.exec(below)
  return { path: common?.[1] ?? below, dates }
}
