// What else of a request clients sign otherwise than they send it: method, host, headers, payload, and the layout of it all.
import { hashOfNothing } from '../auth/chunk-signatures.ts'
import type { MistakeCode } from '../../diagnosis/index.ts'
import type { Explained, RequestMistake } from './alternative.ts'
import type { Header, Reading } from './reading.ts'

export interface RequestFacts {
  method: string
  /** As it was sent. */
  host: string
  /** That a proxy says that the client named. */
  forwardedHost: string | undefined
  hostedBucket: string | undefined
  bucket: string
  region: string
  https: boolean
  signed: readonly Header[]
  /** Names and values of headers that came and are not in the list. */
  unsigned: readonly Header[]
  /** As headers came: one character a byte. */
  raw: ReadonlyMap<string, string>
  /** The hash of the body, where it is known. */
  bodyHash: string | undefined
}

export function* requestMistakes(facts: RequestFacts): Generator<RequestMistake> {
  yield* methodMistakes(facts)
  yield* hostMistakes(facts)
  yield* payloadMistakes(facts)
  yield* layoutMistakes(facts)
  yield* headerMistakes(facts)
}

const methods = ['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS']

function* methodMistakes({ method }: RequestFacts): Generator<RequestMistake> {
  for (const other of [...methods.filter((one) => one !== method), method.toLowerCase()])
    yield {
      code: 'wrong-method',
      about: 'method',
      likely: methods.indexOf(other) >= 0 && methods.indexOf(other) < 4,
      message: `The request was signed as ${other}, and sent as ${method}`,
      hint: 'A URL or signature is good for one method: sign the one that is sent',
      apply: (reading) => ({ ...reading, method: other }),
    }
}

function* hostMistakes(facts: RequestFacts): Generator<RequestMistake> {
  const { host, forwardedHost, hostedBucket, bucket, region, https } = facts
  const as = (code: MistakeCode, signed: string, explained: Explained, likely = true): RequestMistake => ({
    code,
    about: 'host',
    likely,
    ...explained,
    apply: (reading) => withHeader(reading, 'host', signed),
  })
  const hint = `Sign the Host header that is sent: ${JSON.stringify(host)}`
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? []
  if (port !== undefined) yield as('port-not-in-host', name, { message: 'The host was signed without its port', hint })
  for (const signed of new Set([https ? '443' : '80', '443', '80', '4601', '9000'].map((one) => `${name}:${one}`)))
    if (signed !== host)
      yield as(
        'port-in-host',
        signed,
        { message: `The host was signed with another port, as ${JSON.stringify(signed)}`, hint },
        !/:(?:4601|9000)$/.test(signed),
      )
  if (host !== host.toLowerCase())
    yield as('host-case', host.toLowerCase(), {
      message: 'The host was signed in lower case and sent in another',
      hint,
    })
  yield as('host-case', host.toUpperCase(), { message: 'The host was signed in upper case', hint }, false)
  for (const scheme of ['http://', 'https://'])
    yield as(
      'scheme-in-host',
      `${scheme}${host}`,
      { message: `The host was signed with its scheme, ${scheme}`, hint },
      false,
    )
  for (const signed of otherHosts({ name, port, forwardedHost, hostedBucket, bucket, region }))
    if (signed !== host)
      yield as(
        'other-host',
        signed,
        {
          message: `The request was signed for ${JSON.stringify(signed)}, and came to ${JSON.stringify(host)}`,
          hint: 'Sign for the name by which the buckets are reached; a proxy has to keep the Host header',
        },
        signed === forwardedHost,
      )
}

function* otherHosts(of: {
  name: string
  port: string | undefined
  forwardedHost: string | undefined
  hostedBucket: string | undefined
  bucket: string
  region: string
}): Generator<string> {
  const { name, port, forwardedHost, hostedBucket, bucket, region } = of
  if (forwardedHost !== undefined) yield forwardedHost
  const behind = port === undefined ? '' : `:${port}`
  const locals = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0', 'host.docker.internal', 'minio', 'stuntdouble', 's3']
  const own = hostedBucket === undefined ? '' : `${hostedBucket}.`
  for (const local of locals) yield `${own}${local}${behind}`
  const amazon = ['s3.amazonaws.com', `s3.${region}.amazonaws.com`, `s3-${region}.amazonaws.com`]
  for (const one of amazon) {
    yield one
    if (bucket !== '') yield `${bucket}.${one}`
  }
  if (hostedBucket !== undefined) yield `${name.slice(hostedBucket.length + 1)}${behind}`
  else if (bucket !== '') yield `${bucket}.${name}${behind}`
}

const payloads = [
  ['UNSIGNED-PAYLOAD', 'as UNSIGNED-PAYLOAD'],
  [hashOfNothing, 'as the hash of no bytes'],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'as STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'as STREAMING-UNSIGNED-PAYLOAD-TRAILER'],
  ['', 'as nothing at all'],
] as const

function* payloadMistakes({ bodyHash, raw }: RequestFacts): Generator<RequestMistake> {
  const sent = raw.get('x-amz-content-sha256') ?? ''
  const known: (readonly [string, string])[] = [
    ...(bodyHash === undefined ? [] : [[bodyHash, 'by the hash of the body'] as const]),
    ...payloads,
    [sent.toLowerCase(), 'in lower case'],
    [sent.toUpperCase(), 'in upper case'],
  ]
  for (const [at, [payload, how]] of known.entries())
    yield {
      code: 'payload-hash',
      about: 'payload',
      likely: at < 2 || (bodyHash !== undefined && at < 3),
      message: `The payload was signed ${how}, and x-amz-content-sha256 says ${sent === '' ? 'nothing' : sent.slice(0, 64)}`,
      hint: 'The last line of the canonical request is what x-amz-content-sha256 says; of a presigned URL it is UNSIGNED-PAYLOAD',
      apply: (reading) => ({ ...reading, payload }),
    }
}

function* layoutMistakes({ signed }: RequestFacts): Generator<RequestMistake> {
  const laidOut = (
    code: MistakeCode,
    layout: Reading['layout'],
    explained: Explained,
    likely = true,
  ): RequestMistake => ({
    code,
    about: 'layout',
    likely,
    ...explained,
    apply: (reading) => ({ ...reading, layout }),
  })
  const hint =
    'METHOD, path, query, the headers with a line end behind each, an empty line, their names, the payload; nothing behind it'
  yield laidOut('trailing-newline', (text) => `${text}\n`, {
    message: 'The canonical request ended with a line end',
    hint,
  })
  // Behind the headers stands their list.
  const names = signed.length
  yield laidOut(
    'blank-line-missing',
    (text) => {
      const lines = text.split('\n')
      return lines.toSpliced(3 + names, 1).join('\n')
    },
    { message: 'Between the headers and their names an empty line is missing', hint },
  )
  yield laidOut(
    'separator',
    (text) => text.replaceAll('\n', '\r\n'),
    { message: 'The lines were joined by CR LF', hint: 'Join them by LF alone' },
    false,
  )
}

/** What HTTP libraries and proxies change on the way; the values are those that they usually had. */
const usual: Readonly<Record<string, readonly string[]>> = {
  'content-type': [
    '',
    'application/octet-stream',
    'binary/octet-stream',
    'application/x-www-form-urlencoded',
    'application/json',
    'application/xml',
    'text/plain',
    'text/plain;charset=UTF-8',
    'multipart/form-data',
  ],
  'accept-encoding': ['', 'identity', 'gzip', 'gzip, deflate', 'gzip, deflate, br', 'gzip,deflate'],
  'content-length': ['', '0'],
  'transfer-encoding': ['', 'chunked'],
  connection: ['', 'keep-alive', 'Keep-Alive', 'close'],
  expect: ['', '100-continue'],
  accept: ['', '*/*', 'application/json'],
  range: [''],
  'content-md5': [''],
  'cache-control': ['', 'no-cache'],
}

function* headerMistakes({ signed, unsigned, raw }: RequestFacts): Generator<RequestMistake> {
  const hint = 'Headers that libraries and proxies change are better not signed; host and x-amz-… are enough'
  const all = (
    code: MistakeCode,
    value: (header: Header) => Header,
    explained: Explained,
    likely = true,
  ): RequestMistake => ({
    code,
    about: 'header-spelling',
    likely,
    ...explained,
    apply: (reading) => ({ ...reading, headers: reading.headers.map(value) }),
  })
  yield all('header-spelling', ([name, value]) => [name, raw.get(name) ?? value], {
    message: 'The values of headers were signed with the white space that is in them, or as other letters than UTF-8',
    hint: 'Several spaces are signed as one, and letters beyond ASCII as UTF-8',
  })
  yield {
    code: 'header-spelling',
    about: 'header-spelling',
    likely: false,
    message: 'The names of headers were signed as Header-Name',
    hint: 'Sign the names of headers in lower case',
    apply: (reading) => ({ ...reading, headers: reading.headers.map(([name, value]) => [titled(name), value]) }),
  }
  const byName = ([a]: Header, [b]: Header) => (a < b ? -1 : 1)
  yield {
    code: 'keys-unsorted',
    about: 'header-order',
    likely: true,
    message: 'The headers were signed in another order than SignedHeaders has them in',
    hint: 'Sort headers and SignedHeaders by name',
    apply: (reading) => ({ ...reading, headers: reading.headers.toSorted(byName) }),
  }
  yield {
    code: 'keys-unsorted',
    about: 'header-order',
    likely: true,
    message: 'The headers and their names were signed in another order than SignedHeaders has them in',
    hint: 'Sort headers and SignedHeaders by name',
    apply: (reading) => ({ ...reading, headers: reading.headers.toSorted(byName), names: reading.names.toSorted() }),
  }
  for (const [name] of signed.slice(0, 16)) {
    if (name === 'host') continue
    const message = `SignedHeaders names ${name}, which was not signed`
    for (const listed of [false, true])
      yield {
        code: 'not-signed',
        about: `header-${name}`,
        likely: false,
        message,
        hint: 'SignedHeaders lists exactly those headers that were signed',
        apply: (reading) => ({
          ...reading,
          headers: reading.headers.filter(([one]) => one !== name),
          names: listed ? reading.names : reading.names.filter((one) => one !== name),
        }),
      }
  }
  for (const [name, value] of unsigned.slice(0, 16))
    yield {
      code: 'header-not-signed',
      about: `header-${name}`,
      likely: false,
      message: `${name} was signed, and SignedHeaders does not name it`,
      hint: 'SignedHeaders lists exactly those headers that were signed',
      apply: (reading) => ({
        ...reading,
        headers: [...reading.headers, [name, value] as const].toSorted(byName),
        names: [...reading.names, name].toSorted(),
      }),
    }
  for (const [name, value] of signed) {
    const [type = ''] = value.split(';')
    const others = [
      ...(name === 'content-type' ? [type.trim()] : []),
      ...(Object.hasOwn(usual, name) ? (usual[name] ?? []) : []),
    ]
    for (const other of others)
      if (other !== value)
        yield {
          code: raw.has(name) ? 'header-changed' : 'signed-not-sent',
          about: `header-${name}`,
          likely: other === type.trim(),
          message: `${name} was signed as ${JSON.stringify(other)}, and came as ${raw.has(name) ? JSON.stringify(value) : 'nothing'}`,
          hint,
          apply: (reading) => withHeader(reading, name, other),
        }
  }
}

function withHeader(reading: Reading, name: string, value: string): Reading {
  return { ...reading, headers: reading.headers.map((header) => (header[0] === name ? [name, value] : header)) }
}

/** `X-Amz-Date` */
function titled(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (letters) => letters.toUpperCase())
}
