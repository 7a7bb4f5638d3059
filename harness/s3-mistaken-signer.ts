// A signer of S3 requests that makes mistakes on purpose: written anew, so that it agrees with the double by the standard alone.
import { createHash, createHmac } from 'node:crypto'

/** As it goes over the wire, but for the signature. */
export interface Unsigned {
  method: string
  host: string
  /** Percent-encoded. */
  path: string
  /** Percent-encoded, in the order of the wire. */
  query: readonly (readonly [name: string, value: string])[]
  headers: Readonly<Record<string, string>>
  signedHeaders: readonly string[]
  payload: string
  time: string
  day: string
  region: string
  service: string
  accessKeyId: string
  secret: string
}

/** What a client does otherwise; each member is the whole of what it stands for. */
export interface Slip {
  method?: string
  path?: string
  query?: string
  headers?: readonly (readonly [name: string, value: string])[]
  names?: string
  payload?: string
  /** Of the canonical request, whole. */
  canonical?: (text: string) => string
  hash?: (canonical: string) => string
  time?: string
  scope?: string
  key?: { prefix: string; secret: string; steps: readonly string[] }
  /** Behind the string to sign. */
  ending?: string
}

/** RFC 3986. */
export function percent(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

export const unpercent = (text: string) => decodeURIComponent(text)

export function canonicalPath(path: string, write: (segment: string) => string = percent): string {
  return path
    .split('/')
    .map((segment) => write(unpercent(segment)))
    .join('/')
}

export function canonicalQuery(
  query: Unsigned['query'],
  write: (text: string) => string = percent,
  sort: (a: readonly [string, string], b: readonly [string, string]) => number = byName,
): string {
  return query
    .map(([name, value]) => [write(unpercent(name)), write(unpercent(value))] as const)
    .sort(sort)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

export function byName([a, x]: readonly [string, string], [b, y]: readonly [string, string]): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) || Buffer.compare(Buffer.from(x), Buffer.from(y))
}

export function canonicalHeaders({ signedHeaders, headers, host }: Unsigned): [string, string][] {
  return signedHeaders.map((name) => [
    name,
    (name === 'host' ? host : (headers[name] ?? '')).trim().replace(/ +/g, ' '),
  ])
}

/** Lower-case hex. */
export function signWith(request: Unsigned, slip: Slip = {}): string {
  const { day, region, service, secret } = request
  const headers = slip.headers ?? canonicalHeaders(request)
  const lines = [
    slip.method ?? request.method,
    slip.path ?? canonicalPath(request.path),
    slip.query ?? canonicalQuery(request.query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    slip.names ?? request.signedHeaders.join(';'),
    slip.payload ?? request.payload,
  ]
  const canonical = (slip.canonical ?? ((text) => text))(lines.join('\n'))
  const hash = (slip.hash ?? ((text) => createHash('sha256').update(text).digest('hex')))(canonical)
  const scope = slip.scope ?? `${day}/${region}/${service}/aws4_request`
  const text = `AWS4-HMAC-SHA256\n${slip.time ?? request.time}\n${scope}\n${hash}${slip.ending ?? ''}`
  const {
    prefix,
    secret: own,
    steps,
  } = slip.key ?? { prefix: 'AWS4', secret, steps: [day, region, service, 'aws4_request'] }
  const key = steps.reduce<Buffer>(
    (before, step) => createHmac('sha256', before).update(step).digest(),
    Buffer.from(prefix + own),
  )
  return createHmac('sha256', key).update(text).digest('hex')
}
