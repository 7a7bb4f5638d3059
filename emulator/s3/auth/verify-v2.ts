// Whether a request was signed as Signature Version 2 has it, in a header or in a URL.
import { constantTimeEqual } from '../../constant-time.ts'
import { bucketOfHost } from '../host.ts'
import { parseAmzTime } from '../signature-v4.ts'
import type { Parameter } from './canonical-request.ts'
import { httpTime } from './header-signature.ts'
import {
  expired,
  invalidAccessKeyId,
  invalidArgument,
  malformedExpires,
  missingDate,
  missingVersion2Parameters,
  requestTimeTooSkewed,
  seconds,
  signatureDoesNotMatch,
  tolerance,
} from './signature-errors.ts'
import { checkVersion2Region, signVersion2, version2Text } from './signature-v2.ts'
import { type Keys, pathOnTheWire, refuseToken } from './verify-signature.ts'

interface Received {
  request: Request
  /** As the client wrote it. */
  origin?: string
  /** `/BUCKET/KEY`, without what routing put before it. */
  path?: string
}

/** `Authorization: AWS KEY:SIGNATURE`. Answers the access key. @throws {S3Error} */
export function verifyVersion2Header(
  received: Received,
  authorization: string,
  parameters: readonly Parameter[],
  keys: Keys,
): string {
  const { headers } = received.request
  const [, accessKeyId, provided] = /^AWS ([^:\s]+):(\S+)$/.exec(authorization.trim()) ?? []
  if (accessKeyId === undefined || provided === undefined)
    throw invalidArgument(
      'AWS authorization header is invalid.  Expected AwsAccessKeyId:signature',
      'Authorization',
      authorization,
      'AWS KEY:SIGNATURE',
    )
  checkAccount(accessKeyId, keys)
  refuseToken(headers.get('x-amz-security-token'))
  const amzDate = headers.get('x-amz-date')
  const date = amzDate ?? headers.get('date') ?? ''
  const signedAt = parseAmzTime(date) ?? httpTime(date)
  if (signedAt === undefined) throw missingDate()
  if (Math.abs(keys.now - signedAt) > tolerance) throw requestTimeTooSkewed(date, signedAt, keys.now)
  compare(received, { accessKeyId, provided, when: amzDate === null ? date : '' }, parameters, keys)
  return accessKeyId
}

/** `?AWSAccessKeyId=…&Expires=…&Signature=…`. Answers the access key. @throws {S3Error} */
export function verifyVersion2Query(received: Received, parameters: readonly Parameter[], keys: Keys): string {
  const find = (wanted: string) => parameters.find(([name]) => name === wanted)?.[1] ?? ''
  const accessKeyId = find('AWSAccessKeyId')
  const provided = find('Signature')
  const expires = find('Expires')
  if (accessKeyId === '' || provided === '' || expires === '') throw missingVersion2Parameters()
  checkAccount(accessKeyId, keys)
  refuseToken(parameters.find(([name]) => name.toLowerCase() === 'x-amz-security-token')?.[1] ?? null)
  if (!/^-?\d{1,15}$/.test(expires)) throw malformedExpires(expires)
  const endsAt = Number(expires) * 1000
  if (keys.now > endsAt) throw expired(seconds(endsAt), endsAt, keys.now)
  compare(received, { accessKeyId, provided, when: expires }, parameters, keys)
  return accessKeyId
}

function checkAccount(accessKeyId: string, { credentials, region }: Keys): void {
  checkVersion2Region(region)
  if (accessKeyId !== credentials.accessKeyId) throw invalidAccessKeyId(accessKeyId)
}

function compare(
  { request, origin = '', path = '' }: Received,
  { accessKeyId, provided, when }: { accessKeyId: string; provided: string; when: string },
  parameters: readonly Parameter[],
  { credentials }: Keys,
): void {
  const hosted = origin === '' ? undefined : bucketOfHost(origin)
  const resource = `${hosted === undefined ? '' : `/${hosted}`}${pathOnTheWire(request)}`
  const { method, headers } = request
  const matches = (text: string) => constantTimeEqual(signVersion2(credentials.secretAccessKey, text), provided)
  const stringToSign = version2Text({ method, headers, parameters, resource, when })
  if (matches(stringToSign)) return
  // A bucket is the same with a slash and without; the SDK for Python sends the one and signs the other.
  const isBucket = hosted === undefined && /^\/[^/]+$/.test(path)
  if (isBucket && matches(version2Text({ method, headers, parameters, resource: `${resource}/`, when }))) return
  throw signatureDoesNotMatch({ accessKeyId, provided, stringToSign })
}
