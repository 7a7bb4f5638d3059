// `Authorization: AWS4-HMAC-SHA256 …` taken apart.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
import { algorithm, amzTime, parseAmzTime } from '../signature-v4.ts'
import { parseCredential } from './credential.ts'
import { remember, saidBefore, signatureOf } from './known-authorization.ts'
import { headerMalformed, invalidArgument, missingDate, unsupportedMechanism } from './signature-errors.ts'
import type { Presented } from './presented.ts'

/** @throws {S3Error} AuthorizationHeaderMalformed, InvalidArgument, InvalidRequest for other mechanisms, AccessDenied without a date */
export function parseHeaderSignature(authorization: string, headers: Headers): Presented {
  const said = saidBefore(authorization)
  const signature = said && signatureOf(authorization)
  if (said && signature !== undefined) {
    const { accessKeyId, scope, signedHeaders } = said
    return { where: 'header', accessKeyId, scope, ...timeOf(headers, scope.day), signedHeaders, signature }
  }
  const presented = parseAnew(authorization, headers)
  remember(authorization, presented)
  return presented
}

function parseAnew(authorization: string, headers: Headers): Presented {
  const space = authorization.indexOf(' ')
  if (space === -1)
    throw invalidArgument(
      "Authorization header is invalid -- one and only one ' ' (space) required",
      'Authorization',
      authorization,
      'AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…',
    )
  const mechanism = authorization.slice(0, space)
  if (mechanism.startsWith('AWS4-ECDSA-')) throw unsupportedMechanism()
  if (mechanism !== algorithm)
    throw invalidArgument('Unsupported Authorization Type', 'Authorization', authorization, 'Use AWS4-HMAC-SHA256')

  const components = componentsOf(authorization.slice(space + 1))
  if (components.size < 3)
    throw headerMalformed(
      'the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    )
  const component = (name: string) => {
    const value = components.get(name)
    if (value === undefined || value === '') throw headerMalformed(`missing ${name}.`)
    return value
  }
  const credential = parseCredential(component('Credential'), headerMalformed)
  const signedHeaders = parseNames(component('SignedHeaders'))
  if (!signedHeaders) throw headerMalformed('the authorization component "SignedHeaders" is malformed.')
  const signature = component('Signature')
  return { where: 'header', ...credential, ...timeOf(headers, credential.scope.day), signedHeaders, signature }
}

/** `host;x-amz-date`: lower case only, as clients sign them. Undefined when one of them could be no header's name. */
export function parseNames(list: string): string[] | undefined {
  return /^[a-z0-9!#$%&'*+.^_`|~;-]+$/.test(list) && !/^;|;;|;$/.test(list) ? list.split(';') : undefined
}

/** Whether it is one in lower case. */
export function isHeaderName(name: string): boolean {
  return parseNames(name)?.length === 1
}

/** @throws {S3Error} AuthorizationHeaderMalformed */
function componentsOf(text: string): Map<string, string> {
  const components = new Map<string, string>()
  for (const component of text.split(',')) {
    const [, name, value] = /^\s*([A-Za-z]+)=(\S*)\s*$/.exec(component) ?? []
    if (name === undefined || value === undefined || components.has(name))
      throw headerMalformed(`the authorization component "${component.trim()}" is malformed.`)
    components.set(name, value)
  }
  return components
}

/**
 * That of x-amz-date, or else of Date, which may also be as HTTP has it.
 * @param day of the credential
 */
function timeOf(headers: Headers, day: string): Pick<Presented, 'time' | 'signedAt'> {
  const signed = signedTime(headers)
  const { time } = signed
  if (!time.startsWith(day))
    throw headerMalformed(
      `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${time.slice(0, 8)}".`,
    )
  return signed
}

function signedTime(headers: Headers): Pick<Presented, 'time' | 'signedAt'> {
  const time = headers.get('x-amz-date') ?? headers.get('date') ?? ''
  const signedAt = parseAmzTime(time)
  if (signedAt !== undefined) return { time, signedAt }
  const ms = headers.has('x-amz-date') ? undefined : httpTime(time)
  if (ms === undefined) throw missingDate()
  return { time: amzTime(ms), signedAt: ms }
}

/** ms of `Tue, 27 Mar 2007 19:36:42 +0000`; undefined when it is none such. */
export function httpTime(text: string): number | undefined {
  const ms = httpDate.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC|\+0000)$/
