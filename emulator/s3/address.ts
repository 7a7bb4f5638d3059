// Which bucket and which key a path means.
import type { ObjectAddress } from '../objects/object-store.ts'
import { invalidUri } from './errors.ts'

/**
 * Reads `/BUCKET/KEY`, percent-encoded; either may be empty. A `+` is a plus.
 * @throws {S3Error} InvalidURI, when an escape is none, or is no UTF-8
 */
export function addressOf(path: string): ObjectAddress {
  const slash = path.indexOf('/', 1)
  const end = slash === -1 ? path.length : slash
  try {
    return { bucket: decodeURIComponent(path.slice(1, end)), key: decodeURIComponent(path.slice(end + 1)) }
  } catch {
    throw invalidUri(path)
  }
}
