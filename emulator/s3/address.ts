// Which bucket and which key a request means.
import type { ObjectAddress } from '../objects/object-store.ts'
import { invalidUri } from './errors.ts'
import { bucketOfHost } from './host.ts'

/**
 * Reads `/BUCKET/KEY`, or `/KEY` where the host names the bucket, percent-encoded; either may be empty. A `+` is a plus.
 * @param origin as the client wrote it
 * @throws {S3Error} InvalidURI, when an escape is none, or is no UTF-8
 */
export function addressOf(path: string, origin = ''): ObjectAddress {
  const hosted = origin === '' ? undefined : bucketOfHost(origin)
  const slash = path.indexOf('/', 1)
  const end = slash === -1 ? path.length : slash
  try {
    return hosted === undefined
      ? { bucket: decodeURIComponent(path.slice(1, end)), key: decodeURIComponent(path.slice(end + 1)) }
      : { bucket: hosted, key: decodeURIComponent(path.slice(1)) }
  } catch {
    throw invalidUri(path)
  }
}
