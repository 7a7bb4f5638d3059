// The `X-Amz-…` parameters of a presigned URL taken apart.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import { longestExpiry } from '../presign.ts'
import { algorithm, parseAmzTime } from '../signature-v4.ts'
import type { Parameter } from './canonical-request.ts'
import { parseCredential } from './credential.ts'
import { queryCredential, queryMalformed } from './signature-errors.ts'
import { parseNames } from './header-signature.ts'
import type { Presented } from './presented.ts'

export interface PresentedByQuery extends Presented {
  /** Seconds, as the client wrote them. */
  expires: string
}

const required = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
] as const

/** @throws {S3Error} AuthorizationQueryParametersError */
export function parseQuerySignature(parameters: readonly Parameter[]): PresentedByQuery {
  const values = new Map<string, string>()
  for (const [name, value] of parameters) {
    // Only one of two signatures could be the one that is checked.
    if (values.has(name) && name.startsWith('X-Amz-')) throw queryMalformed(`${name} is given more than once`)
    values.set(name, value)
  }
  const [chosen, credentialText, signature, time, names, expires] = required.map((name) => values.get(name) ?? '')
  if (!chosen || !credentialText || !signature || !time || !names || !expires)
    throw queryMalformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  if (chosen !== algorithm) throw queryMalformed(`X-Amz-Algorithm only supports "${algorithm}"`)
  const credential = parseCredential(credentialText, queryCredential)
  const signedAt = parseAmzTime(time)
  if (signedAt === undefined)
    throw queryMalformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  const { day } = credential.scope
  if (day !== time.slice(0, 8))
    throw queryMalformed(
      `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${time.slice(0, 8)}".`,
    )
  checkExpires(expires)
  const signedHeaders = parseNames(names)
  if (!signedHeaders) throw queryMalformed('X-Amz-SignedHeaders is malformed')
  return { where: 'query', ...credential, time, signedAt, signedHeaders, signature, expires }
}

function checkExpires(expires: string): void {
  if (!/^-?\d+$/.test(expires)) throw queryMalformed('X-Amz-Expires should be a number')
  const seconds = Number(expires)
  if (seconds < 0) throw queryMalformed('X-Amz-Expires must be non-negative')
  if (seconds > longestExpiry)
    throw queryMalformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longestExpiry} seconds`,
    )
}
