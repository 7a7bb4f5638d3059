// What is wrong with the shape of a credential, before it is looked at whether it is right.
import { type Mistake, mistake } from '../../diagnosis/index.ts'
import type { Claim } from './claim.ts'
import { sentParameters } from './query-mistakes.ts'

const hint =
  'Authorization: AWS4-HMAC-SHA256 Credential=KEY/yyyyMMdd/REGION/s3/aws4_request, SignedHeaders=host;…, Signature=HEX'

export function malformed({ headers }: Request, query: string, claim: Claim | undefined): Mistake[] {
  const authorization = headers.get('authorization')
  const names = sentParameters(query).map(({ name }) => name)
  const inQuery = names.some((name) =>
    /^(?:x-amz-(?:algorithm|credential|signature)|awsaccesskeyid|signature)$/i.test(name),
  )
  if (authorization !== null && inQuery)
    return [
      mistake('two-credentials', {
        message: 'The request has a presigned URL and a header Authorization',
        hint: 'A presigned URL is sent without Authorization',
      }),
    ]
  if (authorization !== null) return ofHeader(authorization, claim)
  return inQuery ? ofQuery(query, names, claim) : []
}

function ofHeader(authorization: string, claim: Claim | undefined): Mistake[] {
  const [scheme = ''] = /^\S*/.exec(authorization) ?? []
  if (/^(?:bearer|basic|digest|token|jwt)$/i.test(scheme))
    return [mistake('malformed-credentials', { message: `The header Authorization is of the scheme ${scheme}`, hint })]
  if (claim && claim.signature !== '' && claim.signedHeaders.length > 0) return []
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter((name) => !authorization.includes(`${name}=`))
  const what =
    missing.length > 0
      ? `without ${missing.join(' and ')}`
      : 'whose credential is not KEY/yyyyMMdd/REGION/s3/aws4_request'
  return [mistake('malformed-credentials', { message: `The header Authorization is one ${what}`, hint })]
}

function ofQuery(query: string, names: readonly string[], claim: Claim | undefined): Mistake[] {
  const more = 'Let an SDK make the URL, and send it as it is'
  if (names.some((name) => name.startsWith('amp;')))
    return [
      mistake('malformed-credentials', {
        message: 'The URL was escaped for HTML: "&" arrived as "&amp;"',
        hint: 'Take the text of the link, not its source',
      }),
    ]
  if (names.length === 1)
    return [
      mistake('malformed-credentials', {
        message: `Of the URL only ${names[0] ?? ''} arrived: what stands behind the first "&" is missing`,
        hint: 'Put the URL into quotes: a shell ends a command at "&"',
      }),
    ]
  if (/X-Amz-Credential=[^&]*%252F/i.test(query))
    return [mistake('double-encoded', { message: 'The presigned URL was percent-encoded once more', hint: more })]
  const needed = [
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
    'X-Amz-Algorithm',
  ]
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0)
    return [mistake('malformed-credentials', { message: `The URL has no ${missing.join(', ')}`, hint: more })]
  return claim
    ? []
    : [
        mistake('malformed-credentials', {
          message: 'X-Amz-Credential is not KEY/yyyyMMdd/REGION/s3/aws4_request',
          hint: more,
        }),
      ]
}
