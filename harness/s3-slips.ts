// The mistakes that are made on purpose, by the code that the double is to name: every way to make each of them with a request.
import type { MistakeCode } from '../emulator/diagnosis/index.ts'
import {
  byName,
  canonicalHeaders,
  canonicalPath,
  canonicalQuery,
  percent,
  type Slip,
  unpercent,
  type Unsigned,
} from './s3-mistaken-signer.ts'

export interface SlipContext {
  /** Of the other worlds and services. */
  otherSecrets: readonly string[]
  where: 'header' | 'query'
}

export type Slips = (request: Unsigned, context: SlipContext) => Iterable<Slip>

const own = (name: string) => name.startsWith('X-Amz-')
const regions = ['us-west-2', 'eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2', 'sa-east-1']

const headersWith = (request: Unsigned, name: string, value: string): Slip => ({
  headers: canonicalHeaders(request).map((header) => (header[0] === name ? [name, value] : header)),
})

const keyOf = (
  { secret, day, region, service }: Unsigned,
  change: Partial<Record<'secret' | 'day' | 'region' | 'service', string>>,
): Slip => {
  const all = { secret, day, region, service, ...change }
  return { key: { prefix: 'AWS4', secret: all.secret, steps: [all.day, all.region, all.service, 'aws4_request'] } }
}

const scoped = (request: Unsigned, change: Partial<Record<'day' | 'region' | 'service', string>>): Slip[] => {
  const { day, region, service } = { ...request, ...change }
  const scope = `${day}/${region}/${service}/aws4_request`
  return [keyOf(request, change), { ...keyOf(request, change), scope }, { scope }]
}

const secretOf = (secrets: (secret: string) => readonly string[]): Slips =>
  function* (request) {
    for (const secret of secrets(request.secret)) yield keyOf(request, { secret })
  }

const spelled = (write: (text: string) => string): Slips =>
  function* (request) {
    yield { path: canonicalPath(request.path, write) }
    if (request.query.length > 0) yield { query: canonicalQuery(request.query, write) }
  }

const dayBefore = (day: string, days: number) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)) + days))
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '')

export const slips: Partial<Record<MistakeCode, Slips>> = {
  *'wrong-method'({ method }) {
    for (const other of ['GET', 'PUT', 'POST', 'HEAD', 'DELETE']) if (other !== method) yield { method: other }
  },
  *'port-not-in-host'(request) {
    if (/:\d+$/.test(request.host)) yield headersWith(request, 'host', request.host.replace(/:\d+$/, ''))
  },
  *'port-in-host'(request) {
    const name = request.host.replace(/:\d+$/, '')
    for (const port of ['80', '443', '4601', '9000'])
      if (`${name}:${port}` !== request.host) yield headersWith(request, 'host', `${name}:${port}`)
  },
  *'host-case'(request) {
    yield headersWith(request, 'host', request.host.toUpperCase())
    if (request.host !== request.host.toLowerCase()) yield headersWith(request, 'host', request.host.toLowerCase())
  },
  *'scheme-in-host'(request) {
    for (const scheme of ['http', 'https']) yield headersWith(request, 'host', `${scheme}://${request.host}`)
  },
  *'other-host'(request) {
    const port = /:\d+$/.exec(request.host)?.[0] ?? ''
    for (const name of ['localhost', '127.0.0.1', 'minio', 'host.docker.internal'])
      if (name + port !== request.host) yield headersWith(request, 'host', name + port)
    yield headersWith(request, 'host', 's3.amazonaws.com')
    yield headersWith(request, 'host', `s3.${request.region}.amazonaws.com`)
    yield headersWith(request, 'host', `${request.path.split('/')[1] ?? ''}.s3.amazonaws.com`)
  },
  'double-encoded': spelled((text) => percent(percent(text))),
  'plus-for-space': spelled((text) => percent(text).replaceAll('%20', '+')),
  'lower-case-escapes': spelled((text) => percent(text).replaceAll(/%../g, (escape) => escape.toLowerCase())),
  'tilde-encoded': spelled((text) => percent(text).replaceAll('~', '%7E')),
  *'reserved-not-encoded'(request, context) {
    yield* spelled(encodeURIComponent)(request, context)
    yield* spelled(encodeURI)(request, context)
  },
  'not-encoded': spelled((text) => text),
  *'slash-not-encoded'({ query }) {
    if (query.length > 0) yield { query: canonicalQuery(query, (text) => percent(text).replaceAll('%2F', '/')) }
  },
  *'raw-query'({ query }) {
    const raw = query.map(([name, value]) => [name, value] as const).sort(byName)
    if (query.length > 0) yield { query: raw.map(([name, value]) => `${name}=${value}`).join('&') }
  },
  *'keys-unsorted'({ query }) {
    if (query.length < 2) return
    yield { query: canonicalQuery(query, percent, () => 0) }
    yield {
      query: canonicalQuery(query, percent, ([a, x], [b, y]) => byName([a.toLowerCase(), x], [b.toLowerCase(), y])),
    }
    yield {
      query: canonicalQuery(query)
        .split('&')
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .join('&'),
    }
  },
  *'equals-missing'({ query }) {
    if (query.length > 0) yield { query: canonicalQuery(query).replaceAll(/=(?=&|$)/g, '') }
  },
  *'added-after-signing'({ query }, { where }) {
    for (const [name] of query)
      if (where === 'header' || !own(name)) yield { query: canonicalQuery(query.filter(([one]) => one !== name)) }
  },
  *'not-signed'(request, { where }) {
    const { query, signedHeaders } = request
    if (where === 'header' && query.length > 0) yield { query: '' }
    if (where === 'query') {
      yield { query: canonicalQuery(query.filter(([name]) => !own(name))) }
      for (const [name] of query) if (own(name)) yield { query: canonicalQuery(query.filter(([one]) => one !== name)) }
      if (query.some(([name]) => !own(name))) yield { query: canonicalQuery(query.filter(([name]) => own(name))) }
    }
    for (const name of signedHeaders) {
      if (name === 'host') continue
      const headers = canonicalHeaders(request).filter(([one]) => one !== name)
      yield { headers, names: headers.map(([one]) => one).join(';') }
      yield { headers }
    }
  },
  *'slash-encoded'({ path }) {
    const [, bucket = '', ...key] = path.split('/')
    if (key.length > 1)
      yield { path: `/${percent(unpercent(bucket))}/${key.map((part) => percent(unpercent(part))).join('%2F')}` }
  },
  *'bucket-not-in-path'({ path }) {
    yield { path: canonicalPath(`/${path.split('/').slice(2).join('/')}`) }
  },
  *'path-spelling'({ path }) {
    yield { path }
    yield { path: path.endsWith('/') ? canonicalPath(path).slice(0, -1) : `${canonicalPath(path)}/` }
    yield { path: canonicalPath(path).slice(1) }
    yield { path: canonicalPath(path.replaceAll(/\/{2,}/g, '/')) }
    yield { path: canonicalPath(path, (text) => percent(text.normalize('NFC'))) }
    yield { path: canonicalPath(path, (text) => percent(text.normalize('NFD'))) }
  },
  *'payload-hash'() {
    yield { payload: 'UNSIGNED-PAYLOAD' }
    yield { payload: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }
    yield { payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }
    yield { payload: '' }
  },
  *'trailing-newline'() {
    yield { canonical: (text) => `${text}\n` }
    yield { ending: '\n' }
  },
  *'blank-line-missing'() {
    yield { canonical: (text) => text.replace(/\n\n(?=[^\n]*\n[^\n]*$)/, '\n') }
  },
  *separator() {
    yield { canonical: (text) => text.replaceAll('\n', '\r\n') }
  },
  *'canonical-not-hashed'() {
    yield { hash: (text) => text }
  },
  *'header-changed'(request) {
    const others = {
      'content-type': ['', (request.headers['content-type'] ?? '').split(';')[0] ?? '', 'application/octet-stream'],
      'accept-encoding': ['', 'identity', 'gzip'],
      'cache-control': ['', 'no-cache'],
    }
    for (const [name, values] of Object.entries(others))
      if (request.signedHeaders.includes(name)) for (const value of values) yield headersWith(request, name, value)
  },
  *'header-spelling'(request) {
    const { signedHeaders, headers, host } = request
    yield { headers: signedHeaders.map((name) => [name, name === 'host' ? host : (headers[name] ?? '')]) }
    yield {
      headers: canonicalHeaders(request).map(([name, value]) => [
        name.replaceAll(/(^|-)[a-z]/g, (at) => at.toUpperCase()),
        value,
      ]),
    }
  },
  *'key-as-secret'(request) {
    yield keyOf(request, { secret: request.accessKeyId })
  },
  'secret-whitespace': secretOf((secret) => [`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`]),
  'secret-quoted': secretOf((secret) => [`"${secret}"`, `'${secret}'`]),
  *'other-secret'(request, { otherSecrets }) {
    for (const secret of otherSecrets) yield keyOf(request, { secret })
  },
  'secret-encoded': secretOf((secret) => [
    encodeURIComponent(secret),
    secret.toLowerCase(),
    secret.toUpperCase(),
    Buffer.from(secret).toString('base64'),
  ]),
  'secret-cut': secretOf((secret) => [secret.split(/[$#&;/+=%"'\\\s]/)[0] ?? '']),
  *'wrong-region'(request) {
    for (const region of regions) if (region !== request.region) yield* scoped(request, { region })
  },
  *'wrong-service'(request) {
    for (const service of ['execute-api', 'es', 'S3', 'sts']) yield* scoped(request, { service })
  },
  *'wrong-date'(request) {
    const { day, time } = request
    for (const days of [-1, 1]) yield* scoped(request, { day: dayBefore(day, days) })
    const second = Number(time.slice(13, 15))
    for (const other of [second - 1, second + 1])
      yield { time: `${time.slice(0, 13)}${String(other).padStart(2, '0')}Z` }
  },
  *'signing-key'({ secret, day, region, service }) {
    const steps = [day, region, service, 'aws4_request']
    yield { key: { prefix: '', secret, steps } }
    yield { key: { prefix: 'AWS4', secret, steps: [] } }
    yield { key: { prefix: '', secret, steps: [] } }
    yield { key: { prefix: 'AWS4', secret, steps: steps.slice(0, 3) } }
    yield { key: { prefix: 'AWS4', secret, steps: [region, day, service, 'aws4_request'] } }
  },
}
