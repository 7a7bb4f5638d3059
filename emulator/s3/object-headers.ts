// What the headers of an answer say of an object.
import type { ObjectHead } from '../objects/object-store.ts'

/** All but the length and the range, which depend on the request. */
export function objectHeaders(head: ObjectHead): Headers {
  const headers = new Headers({
    'content-type': headerValue(head.contentType),
    etag: `"${head.etag}"`,
    'last-modified': new Date(head.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  })
  for (const [name, value] of [
    ['cache-control', head.cacheControl],
    ['content-disposition', head.contentDisposition],
    ['content-encoding', head.contentEncoding],
    ['content-language', head.contentLanguage],
    ['expires', head.expires],
  ] as const) {
    if (value !== undefined) headers.set(name, headerValue(value))
  }
  let missing = 0
  for (const [name, value] of Object.entries(head.metadata)) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) headers.set(`x-amz-meta-${name}`, headerValue(value))
    else missing += 1
  }
  // "the number of metadata entries that are not returned in the headers", as GetObject's reference says.
  if (missing > 0) headers.set('x-amz-missing-meta', String(missing))
  return headers
}

/** S3 answers values that are not printable US-ASCII as RFC 2047 says. */
function headerValue(value: string): string {
  if (/^[\x20-\x7e\t]*$/.test(value)) return value
  const bytes = new TextEncoder().encode(value)
  return `=?UTF-8?B?${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}?=`
}
