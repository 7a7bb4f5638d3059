// Whether a presented signature is the one that the world's own secret makes.
import { constantTimeEqual } from '../../constant-time.ts'
import { sentUrl } from '../../sent-url.ts'
import type { S3Credentials } from '../../credentials.ts'
import type { Account } from '../../diagnosis/index.ts'
import { canonicalRequest, type Parameter } from './canonical-request.ts'
import { namesWhere } from './header-names.ts'
import { headersNotSigned, invalidAccessKeyId, invalidToken, signatureDoesNotMatch } from './signature-errors.ts'
import type { Credential } from './credential.ts'
import type { Presented } from './presented.ts'
import { type Signer, signerOf } from './signing-key.ts'
import { textToSign } from './text-to-sign.ts'

/** Whose keys open a world, and when: `now` in ms of its clock. */
export interface Keys {
  credentials: S3Credentials
  now: number
  /** Of the bucket that the request names. Undefined when no bucket decides: then any region is right, as long as it was signed. */
  region?: string | undefined
  /** Whatever keys and secrets the double knows, to explain a refusal by. */
  accounts?: () => readonly Account[]
}

/** What chunks and trailers go on signing. */
export interface Verified {
  presented: Presented
  signer: Signer
  canonicalRequest: string
}

/** @throws {S3Error} InvalidAccessKeyId, or what `fault` makes of another region than the bucket's */
export function checkKey(
  { accessKeyId, scope }: Credential,
  { credentials, region }: Keys,
  fault: (asked: string, expected: string) => Error,
): void {
  if (accessKeyId !== credentials.accessKeyId) throw invalidAccessKeyId(accessKeyId)
  if (region !== undefined && scope.region !== region) throw fault(scope.region, region)
}

/** The double's keys are for ever, and those go without a token. @throws {S3Error} InvalidToken */
export function refuseToken(token: string | null): void {
  if (token !== null && token !== '') throw invalidToken(token)
}

/**
 * @param parameters decoded, without `X-Amz-Signature`
 * @param payload as the canonical request has it
 * @throws {S3Error} AccessDenied when a header should have been signed, SignatureDoesNotMatch, InvalidURI
 */
export function verifySignature(
  request: Request,
  presented: Presented,
  parameters: readonly Parameter[],
  payload: string,
  { credentials }: Keys,
): Verified {
  const { headers, method } = request
  const { signedHeaders, signature, time, scope, accessKeyId } = presented
  const unsigned = unsignedOf(headers, signedHeaders)
  if (unsigned.length > 0) throw headersNotSigned(unsigned)

  const signer = signerOf(credentials.secretAccessKey, scope)
  const path = pathOnTheWire(request)
  const values = signedHeaders.map((name): [string, string] => [name, valueOf(name, request)])
  const canonical = canonicalRequest({ method, path, parameters, headers: values, payload })
  const stringToSign = textToSign(time, scope, canonical)
  if (constantTimeEqual(signer(stringToSign), signature)) return { presented, signer, canonicalRequest: canonical }
  // A header that came in several lines was signed with bare commas between them (the SDK for Go: x-amz-object-attributes);
  // nobody sees here any more whether it did.
  if (values.some(([, value]) => value.includes(', '))) {
    const headersOfLines = values.map(([name, value]): [string, string] => [name, value.replaceAll(', ', ',')])
    const ofLines = canonicalRequest({ method, path, parameters, headers: headersOfLines, payload })
    if (constantTimeEqual(signer(textToSign(time, scope, ofLines)), signature))
      return { presented, signer, canonicalRequest: ofLines }
  }
  throw signatureDoesNotMatch({ accessKeyId, provided: signature, stringToSign, canonicalRequest: canonical })
}

/** Host, and all that S3 itself reads: nobody may add one to a request that somebody else signed. */
function unsignedOf(headers: Headers, signed: readonly string[]): string[] {
  const names = namesWhere(headers, (name) => name.startsWith('x-amz-') && !signed.includes(name))
  return signed.includes('host') ? names : ['host', ...names]
}

/** A request that never saw a wire has no Host header; its URL says what it would be. */
function valueOf(name: string, { headers, url }: Request): string {
  return headers.get(name) ?? (name === 'host' ? new URL(url).host : '')
}

/** With whatever the routing takes off before the bucket: a client signs what it sends. */
export function pathOnTheWire(request: Request): string {
  const url = sentUrl(request)
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start === -1) return '/'
  const path = url.slice(start)
  const end = path.search(/[?#]/)
  return end === -1 ? path : path.slice(0, end)
}
