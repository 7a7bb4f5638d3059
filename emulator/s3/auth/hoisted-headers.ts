// Headers that a presigned URL carries in its query: SDKs move `x-amz-…` there, and S3 reads them from either place.
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Parameter } from './canonical-request.ts'
import { isHeaderName } from './header-signature.ts'
import { invalidRequest } from './signature-errors.ts'

/** Of the signature itself. */
const own = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-security-token',
])

/**
 * S3 ignores checksums in a query. The SDK for JavaScript signs that of no bytes into every URL that something is to be put
 * by (since 3.729, unless `requestChecksumCalculation` is `WHEN_REQUIRED`), and those URLs work.
 */
function isChecksum(name: string): boolean {
  return name.startsWith('x-amz-checksum-') || name === 'x-amz-sdk-checksum-algorithm'
}

/** A header that was sent as such comes first. @throws {S3Error} InvalidRequest for what could be no header's value */
export function withHoisted(headers: Headers, parameters: readonly Parameter[]): Headers {
  const all = new Headers(headers)
  for (const [parameter, value] of parameters) {
    const name = parameter.toLowerCase()
    if (!name.startsWith('x-amz-') || own.has(name) || isChecksum(name) || !isHeaderName(name) || all.has(name))
      continue
    if (/[\0\r\n]/.test(value)) throw invalidRequest(`Value for ${name} header is invalid.`)
    all.set(name, String.fromCharCode(...utf8ToBytes(value)))
  }
  return all
}
