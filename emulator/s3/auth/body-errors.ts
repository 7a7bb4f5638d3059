// What S3 answers to a body that is not what the client said of it: one function a refusal.
import type { ChecksumAlgorithm } from './checksums.ts'
import { refusal } from './refusal.ts'

export const missingContentLength = () =>
  refusal(
    411,
    'MissingContentLength',
    'You must provide the Content-Length HTTP header.',
    'S3 takes no body of unknown length: send Content-Length, or aws-chunked with x-amz-decoded-content-length',
  )

export const incompleteBody = (said: number, received: number) =>
  refusal(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    `The client said ${said} bytes and sent ${received}`,
  )

export const brokenOff = () =>
  refusal(400, 'IncompleteBody', 'The request body terminated unexpectedly', 'The client closed before the end')

export const brokenFraming = (what: string) =>
  refusal(400, 'IncompleteBody', 'The request body terminated unexpectedly', `aws-chunked: ${what}`)

export const contentSha256Mismatch = (said: string, computed: string) =>
  refusal(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    'The body changed after it was signed, or another body was signed',
    { ClientComputedContentSHA256: said, S3ComputedContentSHA256: computed },
  )

/** S3 shows the one in hex, the other in base64. */
export const badContentMd5 = (saidHex: string, computed: string) =>
  refusal(
    400,
    'BadDigest',
    'The Content-MD5 you specified did not match what we received.',
    'The body is not the one whose MD5 was sent',
    { CalculatedDigest: computed, ExpectedDigest: saidHex },
  )

export const invalidContentMd5 = (value: string) =>
  refusal(
    400,
    'InvalidDigest',
    'The Content-MD5 you specified was invalid.',
    'Content-MD5 is the base64 of 16 bytes, not hex',
    { 'Content-MD5': value },
  )

export const badChecksum = (algorithm: ChecksumAlgorithm, said: string, computed: string) =>
  refusal(
    400,
    'BadDigest',
    `The ${algorithm} you specified did not match the calculated checksum.`,
    `The client said ${said}; of what arrived it is ${computed}`,
  )

export const malformedTrailer = (what: string) =>
  refusal(
    400,
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    what,
  )

export const invalidChunkSize = (number: number, size: number) =>
  refusal(
    403,
    'InvalidChunkSizeError',
    'Only the last chunk is allowed to have a size less than 8192 bytes',
    'Let the client buffer: requestStreamBufferSize in the SDK for JavaScript',
    { Chunk: String(number), BadChunkSize: String(size) },
  )
