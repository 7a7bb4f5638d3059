// Signature Version 4 of a URL, as a client makes it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import { canonicalRequest, type Signable } from './auth/canonical-request.ts'
import { signerOf } from './auth/signing-key.ts'
import { textToSign } from './auth/text-to-sign.ts'
import type { Scope } from './signature-v4.ts'

/** `headers` are those that are signed, in lower case, sorted by name. */
export interface SignedQuery extends Omit<Signable, 'payload'> {
  /** `20260101T000000Z` */
  time: string
  scope: Scope
}

/** Lower-case hex. The payload is unsigned: a URL may be made before it. */
export function signQuery(signed: SignedQuery, secretAccessKey: string): { signature: string } {
  const { time, scope } = signed
  const text = textToSign(time, scope, canonicalRequest({ ...signed, payload: 'UNSIGNED-PAYLOAD' }))
  return { signature: signerOf(secretAccessKey, scope)(text) }
}
