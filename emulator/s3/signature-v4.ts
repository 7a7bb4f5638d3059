// Signature Version 4 of a URL: what is signed, and by which key.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

export const algorithm = 'AWS4-HMAC-SHA256'

/** What a signature is made for; the secret key makes it for this day, region and service only. */
export interface Scope {
  /** `20260101` */
  day: string
  region: string
  service: string
}

export interface SignedQuery {
  method: string
  /** As on the wire, percent-encoded. */
  path: string
  /** Decoded, without `X-Amz-Signature`. */
  parameters: readonly (readonly [name: string, value: string])[]
  /** Those that are signed, in lower case, sorted by name. */
  headers: readonly (readonly [name: string, value: string])[]
  /** `20260101T000000Z` */
  time: string
  scope: Scope
}

/** The document's example is a test beside this file. */
export function signQuery(signed: SignedQuery, secretAccessKey: string) {
  const canonicalRequest = [
    signed.method,
    signed.path,
    canonicalQuery(signed.parameters),
    ...signed.headers.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    signed.headers.map(([name]) => name).join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n')
  const hash = bytesToHex(sha256(utf8ToBytes(canonicalRequest)))
  const stringToSign = [algorithm, signed.time, scopeText(signed.scope), hash].join('\n')
  const { day, region, service } = signed.scope
  const key = [day, region, service, 'aws4_request'].reduce(
    (secret, text) => hmac(sha256, secret, utf8ToBytes(text)),
    utf8ToBytes(`AWS4${secretAccessKey}`),
  )
  return { canonicalRequest, stringToSign, signature: bytesToHex(hmac(sha256, key, utf8ToBytes(stringToSign))) }
}

/** Sorted by the encoded name, then by the encoded value. */
function canonicalQuery(parameters: SignedQuery['parameters']): string {
  return parameters
    .map(([name, value]): [string, string] => [encodeRfc3986(name), encodeRfc3986(value)])
    .toSorted(([a, first], [b, second]) => (a === b ? compare(first, second) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function scopeText({ day, region, service }: Scope): string {
  return `${day}/${region}/${service}/aws4_request`
}

/** ms → `20260101T000000Z` */
export function amzTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** `20260101T000000Z` → ms; undefined when it is none. */
export function parseAmzTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** Everything but the unreserved characters becomes `%XX`. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
