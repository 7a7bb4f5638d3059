// The signatures of a body's chunks and of its trailer: each is on top of the one before, the first on the request's own.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
import { createDigest } from '#platform'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { constantTimeEqual } from '../../constant-time.ts'
import { diagnoseChunk } from '../diagnosis/chunk.ts'
import { scopeText } from '../signature-v4.ts'
import { type Trailer, trailerSignature } from './aws-chunked.ts'
import { malformedTrailer } from './body-errors.ts'
import { signatureDoesNotMatch } from './signature-errors.ts'
import type { Verified } from './verify-signature.ts'

/** SHA-256 of no bytes. */
export const hashOfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

export class ChunkSignatures {
  readonly #verified: Verified
  #previous: string
  #presented = ''
  #hash = createDigest('sha256')

  constructor(verified: Verified) {
    this.#verified = verified
    this.#previous = verified.presented.signature
  }

  begin(signature: string): void {
    this.#presented = signature
    this.#hash = createDigest('sha256')
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  /** @throws {S3Error} SignatureDoesNotMatch */
  end(): void {
    const hash = bytesToHex(this.#hash.digest())
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${hashOfNothing}\n${hash}`, this.#presented)
  }

  /** Answers the trailers without their signature. @throws {S3Error} MalformedTrailerError, SignatureDoesNotMatch */
  checkTrailers(trailers: readonly Trailer[]): readonly Trailer[] {
    const signed = trailers.slice(0, -1)
    const [name, signature = ''] = trailers.at(-1) ?? []
    if (name !== trailerSignature) throw malformedTrailer(`The last line of the trailer is to be ${trailerSignature}`)
    const text = signed.map(([key, value]) => `${key}:${value}\n`).join('')
    this.#check('AWS4-HMAC-SHA256-TRAILER', bytesToHex(sha256(utf8ToBytes(text))), signature)
    return signed
  }

  #check(algorithm: string, hashes: string, provided: string): void {
    const { presented, signer, canonicalRequest } = this.#verified
    const { time, scope, accessKeyId } = presented
    const stringToSign = `${algorithm}\n${time}\n${scopeText(scope)}\n${this.#previous}\n${hashes}`
    const expected = signer(stringToSign)
    if (!constantTimeEqual(expected, provided)) {
      const refusal = signatureDoesNotMatch({ accessKeyId, provided, stringToSign, canonicalRequest })
      refusal.diagnosis = diagnoseChunk({ stringToSign, provided, sign: signer, seed: presented.signature })
      throw refusal
    }
    this.#previous = expected
  }
}
