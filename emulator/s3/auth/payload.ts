// What `x-amz-content-sha256` says of the body: its hash, or how it is framed and signed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
import { invalidArgument } from './signature-errors.ts'

export type Payload =
  /** Nothing: whatever comes is the payload. */
  | { kind: 'unsigned' }
  | { kind: 'hashed'; sha256: string }
  /** aws-chunked: in chunks that are signed or not, with or without a trailer. */
  | { kind: 'chunked'; signed: boolean; trailer: boolean }

const words: Readonly<Record<string, Payload>> = {
  'UNSIGNED-PAYLOAD': { kind: 'unsigned' },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { kind: 'chunked', signed: false, trailer: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { kind: 'chunked', signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { kind: 'chunked', signed: true, trailer: true },
}

/**
 * @param signed whether the request is: chunks can be signed only on top of the request's signature
 * @throws {S3Error} InvalidArgument
 */
export function parsePayload(headers: Headers, signed: boolean): Payload {
  const value = headers.get('x-amz-content-sha256')
  if (value === null) return { kind: 'unsigned' }
  if (/^[0-9a-f]{64}$/i.test(value)) return { kind: 'hashed', sha256: value.toLowerCase() }
  const payload = Object.hasOwn(words, value) ? words[value] : undefined
  if (!payload || (payload.kind === 'chunked' && payload.signed && !signed)) throw invalidContentSha256(value)
  if (payload.kind === 'unsigned' && isAwsChunked(headers))
    throw invalidArgument(
      'aws-chunked encoding is not supported when x-amz-content-sha256 UNSIGNED-PAYLOAD is supplied.',
      'Content-Encoding',
      headers.get('content-encoding') ?? '',
      'x-amz-content-sha256 must say which kind of aws-chunked it is: STREAMING-UNSIGNED-PAYLOAD-TRAILER, …',
    )
  return payload
}

const invalidContentSha256 = (value: string) =>
  invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    'x-amz-content-sha256',
    value,
    'The double knows no ECDSA, and chunks are signed only in a request that is signed',
  )

function isAwsChunked(headers: Headers): boolean {
  return codings(headers.get('content-encoding')).includes('aws-chunked')
}

/** What is kept of Content-Encoding: aws-chunked belongs to the request, not to the object. Undefined when nothing is left. */
export function storedContentEncoding(headers: Headers): string | undefined {
  const kept = codings(headers.get('content-encoding')).filter((coding) => coding.toLowerCase() !== 'aws-chunked')
  return kept.length === 0 ? undefined : kept.join(',')
}

function codings(value: string | null): string[] {
  return (value ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '')
}
