// Which bucket and which key a request means.
import type { ObjectAddress } from '../objects/object-store.ts'
import { invalidUri } from './errors.ts'
import { bucketOfHost } from './host.ts'

/**
 * Reads `/BUCKET/KEY`, or `/KEY` where the host names the bucket, percent-encoded; either may be empty. A `+` is a plus.
 * @param origin as the client wrote it
 * @throws {S3Error} InvalidURI, when an escape is none, or is no UTF-8, or the key leads out of its bucket
 */
export function addressOf(path: string, origin = ''): ObjectAddress {
  const hosted = origin === '' ? undefined : bucketOfHost(origin)
  const slash = path.indexOf('/', 1)
  const end = slash === -1 ? path.length : slash
  let address: ObjectAddress
  try {
    address =
      hosted === undefined
        ? { bucket: decodeURIComponent(path.slice(1, end)), key: decodeURIComponent(path.slice(end + 1)) }
        : { bucket: hosted, key: decodeURIComponent(path.slice(1)) }
  } catch {
    throw invalidUri(path)
  }
  if (leadsOut(address.key)) throw invalidUri(path)
  return address
}

/**
 * `a/../b` is a key like any other; of `../` there may be, read from the left, no more than of other segments. "This rule
 * applies to all requests", wherever they name the key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export function leadsOut(key: string): boolean {
  if (!key.includes('..')) return false
  let depth = 0
  for (const segment of key.split('/')) {
    depth += segment === '..' ? -1 : segment === '.' || segment === '' ? 0 : 1
    if (depth < 0) return true
  }
  return false
}
