// What the headers of an answer say of content (§3.4): an ETag without quotes, a date without a zone.
import type { ObjectHead } from '../../objects/object-store.ts'
import { zonelessDate } from './dates.ts'
import { headerText, setProperties } from './headers.ts'

/** All but length and range. */
export function contentHeaders(head: ObjectHead): Headers {
  const md5 = head.md5 ?? head.etag
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'content-type': isMimeType(head.contentType)
      ? headerText(mimeTypeText(head.contentType))
      : 'application/octet-stream',
    'last-modified': zonelessDate(head.lastModified),
    'content-md5': md5,
    etag: md5,
  })
  if (head.contentEncoding !== undefined) headers.set('content-encoding', headerText(head.contentEncoding))
  setProperties(headers, head.metadata)
  return headers
}

/** Of the 201 that answers content that was added or copied. */
export function addedHeaders(request: Request, head: ObjectHead): Record<string, string> {
  const md5 = head.md5 ?? head.etag
  return {
    'content-md5': md5,
    etag: md5,
    location: request.url,
    'accept-ranges': 'bytes',
    'content-length': '0',
    'content-type': 'application/octet-stream',
  }
}

const token = "[\\w!#$%&'*+.^`|~-]+"
const parameter = new RegExp(`;\\s*(${token})\\s*=\\s*(${token}|"[^"]*")`, 'g')
const mimeType = new RegExp(`^\\s*${token}/${token}\\s*(?:;\\s*(?:${token}\\s*=\\s*(?:${token}|"[^"]*")\\s*)?)*$`)

/** What JAX-RS can parse. */
export function isMimeType(text: string): boolean {
  return mimeType.test(text)
}

/** As JAX-RS writes a type that it has read, parameters by name and no space between them: `text/plain;charset=UTF-8`. */
export function mimeTypeText(text: string): string {
  const [type = ''] = text.split(';', 1)
  const parameters = [...text.matchAll(parameter)].map(
    ([, name = '', value = '']) => [name.toLowerCase(), value] as const,
  )
  const sorted = parameters.sort(([one], [other]) => (one < other ? -1 : 1))
  return [type.trim(), ...sorted.map(([name, value]) => `${name}=${value}`)].join(';')
}
