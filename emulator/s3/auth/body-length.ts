// How long a request says that its payload is.
import { missingContentLength } from './body-errors.ts'
import type { Payload } from './payload.ts'
import { invalidArgument } from './signature-errors.ts'

/**
 * Bytes of the decoded payload; undefined when the request does not say, as one that never saw a wire need not.
 * @throws {S3Error} MissingContentLength, InvalidArgument
 */
export function payloadLength(method: string, headers: Headers, payload: Payload): number | undefined {
  if (payload.kind === 'chunked') {
    const decoded = lengthOf(headers, 'x-amz-decoded-content-length')
    if (decoded === undefined) throw missingContentLength()
    return decoded
  }
  if (method === 'GET' || method === 'HEAD') return undefined
  const length = lengthOf(headers, 'content-length')
  // What came over HTTP without a length came in HTTP's own chunks.
  if (length === undefined && headers.has('transfer-encoding') && (method === 'PUT' || method === 'POST'))
    throw missingContentLength()
  return length
}

function lengthOf(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  if (!/^\d{1,15}$/.test(text))
    throw invalidArgument(`Value for ${name} header is invalid.`, name, text, 'A number of bytes')
  return Number(text)
}
