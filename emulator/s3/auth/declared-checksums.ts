// Which checksums a request says that its body has, in its headers or in a trailer to come.
import { invalidContentMd5, malformedTrailer } from './body-errors.ts'
import { type ChecksumAlgorithm, checksumAlgorithm, checksumHeader, fromBase64, parseChecksum } from './checksums.ts'
import { namesWhere } from './header-names.ts'
import type { Payload } from './payload.ts'
import { invalidRequest } from './signature-errors.ts'

export interface Declared {
  algorithm: ChecksumAlgorithm | undefined
  /** In base64; undefined when it comes in the trailer. */
  value: string | undefined
  /** Base64 of the MD5, of the header that is older than all the others. */
  contentMd5: string | undefined
}

export const noChecksums: Declared = { algorithm: undefined, value: undefined, contentMd5: undefined }

/** Other headers that begin with `x-amz-checksum-` and are no checksum. */
const others = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode'])

/** @throws {S3Error} InvalidRequest, InvalidDigest, MalformedTrailerError */
export function declaredChecksums(headers: Headers, payload: Payload): Declared {
  const given: [ChecksumAlgorithm, string][] = []
  for (const name of namesWhere(headers, (one) => one.startsWith('x-amz-checksum-') && !others.has(one))) {
    const algorithm = checksumAlgorithm(name.slice('x-amz-checksum-'.length))
    if (!algorithm)
      throw invalidRequest('The algorithm type you specified in x-amz-checksum- header is invalid.', `Unknown: ${name}`)
    given.push([algorithm, headers.get(name) ?? ''])
  }
  const trailer = declaredTrailer(headers, payload)
  const [first, second] = given
  if (second || (first && trailer))
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.')
  if (first && !parseChecksum(...first))
    throw invalidRequest(`Value for ${checksumHeader(first[0])} header is invalid.`)

  const algorithm = first?.[0] ?? trailer
  const md5 = contentMd5(headers)
  // The SDK for JavaScript has MD5 in its oldest header.
  checkSdkAlgorithm(headers, algorithm ?? (md5 === undefined ? undefined : 'MD5'))
  return { algorithm, value: first?.[1], contentMd5: md5 }
}

function declaredTrailer(headers: Headers, payload: Payload): ChecksumAlgorithm | undefined {
  const names = headers.get('x-amz-trailer')
  if (names === null) return undefined
  if (payload.kind !== 'chunked' || !payload.trailer)
    throw malformedTrailer('x-amz-trailer announces a trailer, and x-amz-content-sha256 says that there is none')
  const [, name = ''] = /^x-amz-checksum-([a-z0-9]+)$/i.exec(names.trim()) ?? []
  const algorithm = checksumAlgorithm(name)
  if (!algorithm) throw invalidRequest('The value specified in the x-amz-trailer header is not supported')
  return algorithm
}

function checkSdkAlgorithm(headers: Headers, declared: ChecksumAlgorithm | undefined): void {
  const name = headers.get('x-amz-sdk-checksum-algorithm')
  if (name === null) return
  if (!declared)
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  if (checksumAlgorithm(name) !== declared)
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.')
}

function contentMd5(headers: Headers): string | undefined {
  const value = headers.get('content-md5')
  if (value === null) return undefined
  if (fromBase64(value)?.length !== 16) throw invalidContentMd5(value)
  return value
}
