// Checks a URL that was signed: by whom, for what, and until when.
import type { S3Credentials } from '../credentials.ts'
import { accessDeniedBecause, invalidAccessKeyId, queryParametersError, signatureDoesNotMatch } from './errors.ts'
import { longestExpiry } from './presign.ts'
import { algorithm, encodeRfc3986, parseAmzTime, signQuery } from './signature-v4.ts'

export interface PresignedRequest {
  request: Request
  /** As on the wire, percent-encoded, with what the caller's routing put before the bucket. */
  path: string
  /** The raw query string, without `?`. */
  query: string
}

export interface Keys {
  credentials: S3Credentials
  /** ms of the world's clock. */
  now: number
}

/** A clock may be so much ahead, in ms. */
const tolerance = 15 * 60_000

export function isPresigned(query: string): boolean {
  return /(?:^|&)X-Amz-(?:Signature|Algorithm)=/.test(query)
}

/** @throws {S3Error} InvalidAccessKeyId, SignatureDoesNotMatch, AccessDenied when it has expired, AuthorizationQueryParametersError */
export function verifyPresigned({ request, path, query }: PresignedRequest, { credentials, now }: Keys): void {
  const parameters = parseQuery(query)
  const get = (name: string) => parameters.find(([known]) => known === name)?.[1] ?? ''
  if (get('X-Amz-Algorithm') !== algorithm) throw queryParametersError(`X-Amz-Algorithm only supports "${algorithm}"`)
  const time = get('X-Amz-Date')
  const signedAt = parseAmzTime(time)
  if (signedAt === undefined)
    throw queryParametersError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  const expires = get('X-Amz-Expires')
  if (!/^\d{1,7}$/.test(expires) || Number(expires) < 1 || Number(expires) > longestExpiry)
    throw queryParametersError(`X-Amz-Expires must be from 1 to ${longestExpiry} seconds`)
  const [accessKeyId = '', day = '', region = '', service = '', end, more] = get('X-Amz-Credential').split('/')
  if (service !== 's3' || end !== 'aws4_request' || more !== undefined || day !== time.slice(0, 8))
    throw queryParametersError(
      'X-Amz-Credential must be ACCESS-KEY/yyyyMMdd/REGION/s3/aws4_request, of the day of X-Amz-Date',
    )
  if (accessKeyId !== credentials.accessKeyId) throw invalidAccessKeyId(accessKeyId)

  const names = get('X-Amz-SignedHeaders').split(';')
  if (!names.includes('host') || !names.every((name) => /^[a-z0-9-]+$/.test(name)))
    throw queryParametersError('X-Amz-SignedHeaders must name host, and headers in lower case only')
  const host = request.headers.get('host') ?? new URL(request.url).host
  const expected = signQuery(
    {
      method: request.method,
      path: canonicalPath(path),
      parameters: parameters.filter(([name]) => name !== 'X-Amz-Signature'),
      headers: names.map((name) => [name, name === 'host' ? host : (request.headers.get(name) ?? '')]),
      time,
      scope: { day, region, service },
    },
    credentials.secretAccessKey,
  )
  const provided = get('X-Amz-Signature')
  if (provided !== expected.signature) throw signatureDoesNotMatch({ accessKeyId, provided, ...expected })

  if (signedAt > now + tolerance) throw accessDeniedBecause('Request is not valid yet', { 'X-Amz-Date': time })
  const endsAt = signedAt + Number(expires) * 1000
  if (now > endsAt) {
    throw accessDeniedBecause('Request has expired', {
      'X-Amz-Expires': expires,
      Expires: seconds(endsAt),
      ServerTime: seconds(now),
    })
  }
}

/** `2026-01-01T00:00:00Z` */
function seconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function parseQuery(query: string): [string, string][] {
  try {
    return query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=')
        const decode = (text: string) => decodeURIComponent(text.replaceAll('+', '%20'))
        return equals === -1 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]
      })
  } catch {
    throw queryParametersError('The query is not percent-encoded')
  }
}

/** Clients differ in which characters of a path they encode; the signature is of all but the unreserved ones. */
function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeRfc3986(decodeURIComponent(segment)))
    .join('/')
}
