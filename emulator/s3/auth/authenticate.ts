// Who sends a request, and its body as it was meant: the first thing that happens to every request on the S3 wire.
import { inProcess } from '../../peer.ts'
import type { S3Call } from '../answer.ts'
import { payloadLength } from './body-length.ts'
import { BodyVerifier } from './body-verifier.ts'
import type { Parameter } from './canonical-request.ts'
import type { ChecksumAlgorithm, Checksums } from './checksums.ts'
import { hashOfNothing } from './chunk-signatures.ts'
import { type Declared, declaredChecksums, noChecksums } from './declared-checksums.ts'
import { withHoisted } from './hoisted-headers.ts'
import { S3Error } from '../errors.ts'
import { parsePayload, type Payload } from './payload.ts'
import { verifiedBody, verifiedBytes } from './verified-body.ts'
import {
  expired,
  headerRegion,
  invalidArgument,
  invalidRequest,
  notYetValid,
  queryRegion,
  requestTimeTooSkewed,
  tolerance,
} from './signature-errors.ts'
import { parseHeaderSignature } from './header-signature.ts'
import { parseQuery } from './query.ts'
import { parseQuerySignature } from './query-signature.ts'
import { checkKey, type Keys, pathOnTheWire, refuseToken, type Verified, verifySignature } from './verify-signature.ts'

export type { ChecksumAlgorithm, Checksums } from './checksums.ts'
export type { Keys } from './verify-signature.ts'

export interface Authenticated {
  /** Whose key; undefined: anybody. */
  accessKeyId: string | undefined
  /** The request's; those that a presigned URL carries in its query (`x-amz-meta-…`, `x-amz-acl`, …) are among them. */
  headers: Headers
  /**
   * The payload: without the framing of aws-chunked, and verified while it is read (signatures, hash, length, checksums).
   * When something is wrong it fails with an `S3Error`, at the latest where it would end: so nothing is stored. Null when
   * the request has none.
   */
  readonly body: ReadableStream<Uint8Array> | null
  /** The same at once, where it is small; then `body` is not to be asked for. */
  readBytes?: (() => Promise<Uint8Array>) | undefined
  /** Bytes of the decoded payload, where the client said so. */
  contentLength: number | undefined
  /** The algorithm of the checksum that the client gives, or says that its trailer will give. */
  checksumAlgorithm: ChecksumAlgorithm | undefined
  /** Base64, of what the client gave and of what `compute` asked for. Call it when the body was read to its end. */
  checksums: () => Checksums
}

export interface AuthenticateOptions {
  /** More checksums of the payload to take while it passes, whatever the client gave. */
  compute?: readonly ChecksumAlgorithm[]
  /** A checksum to take when the client gives none. */
  byDefault?: ChecksumAlgorithm
  /** Of `CompleteMultipartUpload` they are the object's, not those of the request's body, and are left alone. Default `body`. */
  checksumsAreOf?: 'body' | 'object'
}

/**
 * Verifies who sent a request; that is told by its signature, in a header or in the query, or by nothing (anybody).
 * @throws {S3Error} a refusal, with its `diagnosis` for the journal
 */
export async function authenticate(
  call: Received,
  keys: Keys,
  { compute: always = [], byDefault, checksumsAreOf = 'body' }: AuthenticateOptions = {},
): Promise<Authenticated> {
  const { request } = call
  const parameters = parseQuery(call.query)
  const { accessKeyId, where, verified } = await explained(call, keys, () => verify(call, parameters, keys))
  const headers = where === 'query' ? withHoisted(request.headers, parameters) : request.headers
  const payload = parsePayload(headers, verified !== undefined)
  const declared = checksumsAreOf === 'body' ? declaredChecksums(headers, payload) : noChecksums
  const compute = byDefault !== undefined && declared.algorithm === undefined ? [...always, byDefault] : always
  const contentLength = payloadLength(request.method, headers, payload)
  const common = { accessKeyId, headers, contentLength, checksumAlgorithm: declared.algorithm }
  const isSmall = bringsSmallBody(call)
  const hasBody = isSmall || bringsBody(request)
  if (!hasBody && isNothing(payload, declared, contentLength) && compute.length === 0)
    return { ...common, body: null, checksums: () => ({}) }

  const verifier = await BodyVerifier.create({ payload, declared, length: contentLength, compute, verified })
  const checksums = () => verifier.checksums
  if (isSmall) return Object.assign(smallBody(request, verifier), common, { checksums })
  if (hasBody) return { ...common, body: verifiedBody(request, verifier), checksums }
  verifier.end()
  return { ...common, body: null, checksums }
}

/** Asking a Request for its body makes the adaptor build one of the platform's, at a third of what a GET costs; and a GET has none. */
function bringsBody(request: Request): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && request.body !== null
}

/** Of the body as it is sent. */
const smallBytes = 64 * 1024

/** What came over a socket has the length that it says, and breaks off when its client goes away; of no other is that known. */
function bringsSmallBody({ request: { method, headers }, peer = inProcess }: Received): boolean {
  if (method === 'GET' || method === 'HEAD' || peer === inProcess || headers.has('transfer-encoding')) return false
  const length = Number(headers.get('content-length') ?? 0)
  return length > 0 && length <= smallBytes
}

/** Nothing is taken from the client before somebody reads, in whichever way. */
function smallBody(request: Request, verifier: BodyVerifier): Pick<Authenticated, 'body' | 'readBytes'> {
  let stream: ReadableStream<Uint8Array> | undefined
  return {
    readBytes: () => verifiedBytes(request, verifier),
    get body() {
      stream ??= verifiedBody(request, verifier)
      return stream
    },
  }
}

/** Whether no body was said to be there: so of nearly every GET. */
function isNothing(payload: Payload, declared: Declared, length: number | undefined): boolean {
  if ((length ?? 0) > 0 || declared.algorithm || declared.contentMd5 !== undefined) return false
  return payload.kind === 'unsigned' || (payload.kind === 'hashed' && payload.sha256 === hashOfNothing)
}

type Received = Pick<S3Call, 'request' | 'query' | 'origin' | 'prefix' | 'peer'> & { path?: string }

/** A refusal says what the client did wrong; whoever is believed waits for nothing. */
async function explained(call: Received, keys: Keys, work: () => Promise<Signed>): Promise<Signed> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    const { diagnose } = await import('../diagnosis/diagnose.ts')
    error.diagnosis = diagnose({ ...call, path: pathOnTheWire(call.request), keys })
    throw error
  }
}

interface Signed {
  accessKeyId: string | undefined
  where?: 'header' | 'query'
  /** Of Version 4, on top of which chunks are signed. */
  verified?: Verified
}

const noNames: ReadonlySet<string> = new Set()

async function verify(
  call: Pick<S3Call, 'request' | 'origin'> & { path?: string },
  parameters: readonly Parameter[],
  keys: Keys,
): Promise<Signed> {
  const { request } = call
  const authorization = request.headers.get('authorization')
  const names = parameters.length === 0 ? noNames : new Set(parameters.map(([name]) => name))
  const inQuery = names.has('X-Amz-Algorithm') || names.has('X-Amz-Signature') || names.has('X-Amz-Credential')
  const version2 = names.has('Signature') || names.has('AWSAccessKeyId')
  if (authorization !== null && (inQuery || version2))
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      'Authorization',
      authorization,
      'A presigned URL is sent without an Authorization header',
    )
  if (authorization?.startsWith('AWS ')) {
    const { verifyVersion2Header } = await import('./verify-v2.ts')
    return { accessKeyId: verifyVersion2Header(call, authorization, parameters, keys), where: 'header' }
  }
  if (version2) {
    const { verifyVersion2Query } = await import('./verify-v2.ts')
    return { accessKeyId: verifyVersion2Query(call, parameters, keys), where: 'query' }
  }
  if (authorization !== null) return signedBy(verifyHeader(request, authorization, parameters, keys))
  return inQuery ? signedBy(verifyQuery(request, parameters, keys)) : { accessKeyId: undefined }
}

function signedBy(verified: Verified): Signed {
  const { accessKeyId, where } = verified.presented
  return { accessKeyId, where, verified }
}

function verifyHeader(request: Request, authorization: string, parameters: readonly Parameter[], keys: Keys): Verified {
  const { headers } = request
  const presented = parseHeaderSignature(authorization, headers)
  const payload = headers.get('x-amz-content-sha256')
  if (payload === null) throw invalidRequest('Missing required header for this request: x-amz-content-sha256')
  checkKey(presented, keys, headerRegion)
  refuseToken(headers.get('x-amz-security-token'))
  if (Math.abs(keys.now - presented.signedAt) > tolerance)
    throw requestTimeTooSkewed(presented.time, presented.signedAt, keys.now)
  return verifySignature(request, presented, parameters, payload, keys)
}

function verifyQuery(request: Request, parameters: readonly Parameter[], keys: Keys): Verified {
  const presented = parseQuerySignature(parameters)
  const { expires, signedAt, time } = presented
  checkKey(presented, keys, queryRegion)
  const find = (wanted: string) => parameters.find(([name]) => name.toLowerCase() === wanted)?.[1]
  refuseToken(find('x-amz-security-token') ?? null)
  if (signedAt > keys.now + tolerance) throw notYetValid(time, keys.now)
  const endsAt = signedAt + Number(expires) * 1000
  if (keys.now > endsAt) throw expired(expires, endsAt, keys.now)
  const payload = request.headers.get('x-amz-content-sha256') ?? find('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD'
  const signed = parameters.filter(([name]) => name !== 'X-Amz-Signature')
  return verifySignature(request, presented, signed, payload, keys)
}
