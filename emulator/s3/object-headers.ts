// What the headers of an answer say of an object.
import type { VersionHead } from '../objects/versioned-store.ts'
import { httpDate } from './http-date.ts'

/** All but the length and the range, which depend on the request. */
export function objectHeaders(head: VersionHead): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': headerValue(head.contentType),
    etag: `"${head.etag}"`,
    'last-modified': httpDate(head.lastModified),
    'accept-ranges': 'bytes',
  }
  const { cacheControl, contentDisposition, contentEncoding, contentLanguage, expires, versionId, storageClass } = head
  if (cacheControl !== undefined) headers['cache-control'] = headerValue(cacheControl)
  if (contentDisposition !== undefined) headers['content-disposition'] = headerValue(contentDisposition)
  if (contentEncoding !== undefined) headers['content-encoding'] = headerValue(contentEncoding)
  if (contentLanguage !== undefined) headers['content-language'] = headerValue(contentLanguage)
  if (expires !== undefined) headers['expires'] = headerValue(expires)
  if (versionId !== undefined) headers['x-amz-version-id'] = versionId
  if (storageClass !== undefined && storageClass !== 'STANDARD') headers['x-amz-storage-class'] = storageClass
  if (head.websiteRedirectLocation !== undefined)
    headers['x-amz-website-redirect-location'] = headerValue(head.websiteRedirectLocation)
  if (head.tags && head.tags.length > 0) headers['x-amz-tagging-count'] = String(head.tags.length)
  addMetadata(headers, head.metadata)
  return headers
}

/** `x-amz-checksum-…` of what is known. */
export function checksumHeaders({ checksums = {}, checksumType }: Pick<VersionHead, 'checksums' | 'checksumType'>) {
  const headers: Record<string, string> = {}
  for (const [algorithm, value] of Object.entries(checksums)) headers[checksumHeader(algorithm)] = value
  if (Object.keys(checksums).length > 0) headers['x-amz-checksum-type'] = checksumType ?? 'FULL_OBJECT'
  return headers
}

export function checksumHeader(algorithm: string): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

function addMetadata(headers: Record<string, string>, metadata: Record<string, string>): void {
  let missing = 0
  for (const [name, value] of Object.entries(metadata)) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) headers[`x-amz-meta-${name}`] = headerValue(value)
    else missing += 1
  }
  // "the number of metadata entries that are not returned in the headers", as GetObject's reference says.
  if (missing > 0) headers['x-amz-missing-meta'] = String(missing)
}

/** S3 answers values that are not printable US-ASCII as RFC 2047 says. */
function headerValue(value: string): string {
  if (/^[\x20-\x7e\t]*$/.test(value)) return value
  const bytes = new TextEncoder().encode(value)
  return `=?UTF-8?B?${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}?=`
}
