import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percent, signWith, type Slip, type Unsigned } from '../../../harness/s3-mistaken-signer.ts'
import { exampleKeys, received, signBySdk } from '../../../harness/s3-signing.ts'
import { type SlipContext, slips } from '../../../harness/s3-slips.ts'
import type { Account, MistakeCode } from '../../diagnosis/index.ts'
import { authenticate, type Keys } from '../auth/authenticate.ts'
import { S3Error } from '../errors.ts'

const now = Date.UTC(2026, 0, 15, 3, 4, 30)
const account = (service: Account['service'], world: string, key: string, secret: string): Account => ({
  service,
  world,
  owner: `${service} of the world ${world}`,
  key,
  secret,
})
const accounts = [
  account('s3', 'main', exampleKeys.accessKeyId, exampleKeys.secretAccessKey),
  account('stream', 'main', 'stream-key', 'secret-of-stream'),
  account('s3', 'other', 'OTHERKEYOFOTHERWORLD', 'secret-of-the-other-world'),
  account('s3', 'third', 'KEYOFTHETHIRD', 'secret/of+the#third'),
]
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1', accounts: () => accounts }

interface Sample {
  where: 'header' | 'query'
  request: Unsigned
}

const word = fc.oneof(
  fc.constantFrom(
    'a b',
    'it’s',
    "(5+7)!*'",
    'film~1',
    'é',
    'x',
    'Folder',
    'a=b&c',
    'ß;,:@$',
    'plain.mp4',
    '100%',
    'e\u0301',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).filter((text) => !/^\.*$/.test(text) && !text.includes('/')),
)
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('', 'a/b c', "it's (1)*!", 'x~y', '2', 'Ünïcode/ß', 'a+b') },
  word,
)
const name = fc.constantFrom(
  'prefix',
  'list-type',
  'uploads',
  'delimiter',
  'x-id',
  'Marker',
  'max-keys',
  'versionId',
  'a',
  'a-b',
)
const someHeaders = fc.subarray(
  [
    ['content-type', 'text/plain; charset=utf-8'],
    ['cache-control', 'max-age=60'],
    ['x-amz-meta-title', 'two  spaces'],
    ['accept-encoding', 'gzip, deflate, br'],
    ['x-amz-acl', 'private'],
  ] as const,
  { minLength: 0 },
)

const sample = fc
  .record({
    where: fc.constantFrom('header' as const, 'query' as const),
    method: fc.constantFrom('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
    host: fc.constantFrom('localhost:4601', '127.0.0.1:9000', 'LocalHost:4601', 's3.example.test'),
    segments: fc.array(word, { minLength: 1, maxLength: 4 }),
    query: fc.uniqueArray(fc.tuple(name, value), { maxLength: 5, selector: ([one]) => one }),
    headers: someHeaders,
    payload: fc.constantFrom('UNSIGNED-PAYLOAD', createHash('sha256').update('body').digest('hex')),
    at: fc.integer({ min: -300, max: 300 }),
    raw: fc.boolean(),
  })
  .map((made): Sample => {
    const write = made.raw ? encodeURIComponent : percent
    const path = ['', 'my-bucket', ...made.segments].map(write).join('/')
    const time = amz(now + made.at * 1000)
    const query = made.query.map(([one, text]) => [write(one), write(text)] as const)
    const { where, method, host, payload } = made
    const common = {
      method,
      host,
      path,
      time,
      day: time.slice(0, 8),
      region: 'us-east-1',
      service: 's3',
      accessKeyId: exampleKeys.accessKeyId,
      secret: exampleKeys.secretAccessKey,
    }
    const headers = Object.fromEntries(
      where === 'header' ? made.headers : made.headers.filter(([one]) => one !== 'x-amz-acl'),
    )
    if (where === 'header') Object.assign(headers, { 'x-amz-content-sha256': payload, 'x-amz-date': time })
    const signedHeaders = ['host', ...Object.keys(headers)].toSorted()
    return {
      where,
      request: { ...common, query, headers, signedHeaders, payload: where === 'header' ? payload : 'UNSIGNED-PAYLOAD' },
    }
  })

function amz(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** With the parameters that a URL has of its signature. */
function asSent({ where, request }: Sample): Sample {
  if (where === 'header') return { where, request }
  const { accessKeyId, day, region, service, time, signedHeaders } = request
  const own = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', percent(`${accessKeyId}/${day}/${region}/${service}/aws4_request`)],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', '3600'],
    ['X-Amz-SignedHeaders', percent(signedHeaders.join(';'))],
  ] as const
  return { where, request: { ...request, query: [...request.query, ...own] } }
}

/** `request` as `asSent` gives it. */
async function namedBy({ where, request }: Sample, signature: string, with_ = keys): Promise<MistakeCode[]> {
  const { accessKeyId, day, region, service, signedHeaders, method, host, path } = request
  const headers: Record<string, string> = { ...request.headers, host }
  if (where === 'header')
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${day}/${region}/${service}/aws4_request, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  const signed =
    where === 'header' ? request.query : [...request.query, ['X-Amz-Signature', percent(signature)] as const]
  const query = signed.map(([one, text]) => `${one}=${text}`).join('&')
  try {
    await authenticate(received({ method, host, path, query, headers }), with_)
    throw new TypeError('Nothing was refused')
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    if (JSON.stringify(error.diagnosis).includes(exampleKeys.secretAccessKey))
      throw new Error('The secret is told', { cause: error })
    return (error.diagnosis?.mistakes ?? []).map(({ code }) => code as MistakeCode)
  }
}

/** What a request shows by itself: made by changing it before it is signed. */
const shown: Partial<Record<MistakeCode, (sample: Sample, turn: number) => Sample | undefined>> = {
  'clock-fast': (one, turn) => (one.where === 'header' ? at(one, now + (16 + turn) * 60_000) : undefined),
  'clock-slow': (one, turn) => (one.where === 'header' ? at(one, now - (16 + turn) * 60_000) : undefined),
  expired: (one, turn) => (one.where === 'query' ? at(one, now - (61 + turn) * 60_000) : undefined),
  'not-yet-valid': (one, turn) => (one.where === 'query' ? at(one, now + (16 + turn) * 60_000) : undefined),
  'wrong-region': (one, turn) => changed(one, { region: turn % 2 ? 'eu-west-1' : 'nowhere' }),
  'wrong-service': (one) => changed(one, { service: 'execute-api' }),
  'wrong-date': (one) => changed(one, { day: '20260114' }),
  'unknown-key': (one, turn) =>
    changed(one, {
      accessKeyId: exampleKeys.accessKeyId.replace(turn % 2 ? 'AKIA' : 'EXAMPLE', turn % 2 ? 'AKAI' : 'EXAMPEL'),
    }),
  'key-secret-swapped': (one) =>
    changed(one, { accessKeyId: exampleKeys.secretAccessKey, secret: exampleKeys.accessKeyId }),
  'other-world': (one) => changed(one, { accessKeyId: 'KEYOFTHETHIRD', secret: 'secret/of+the#third' }),
  'header-not-signed': (one) => changed(one, { headers: { ...one.request.headers, 'x-amz-meta-added': 'later' } }),
  'session-token': (one) =>
    one.where === 'header'
      ? changed(one, {
          headers: { ...one.request.headers, 'x-amz-security-token': 'old' },
          signedHeaders: [...one.request.signedHeaders, 'x-amz-security-token'],
        })
      : undefined,
}
const changed = ({ where, request }: Sample, change: Partial<Unsigned>): Sample => ({
  where,
  request: { ...request, ...change },
})
const at = (one: Sample, ms: number): Sample => {
  const time = amz(ms)
  const headers = one.where === 'header' ? { ...one.request.headers, 'x-amz-date': time } : one.request.headers
  return changed(one, { time, day: time.slice(0, 8), headers })
}

const context = (where: SlipContext['where']): SlipContext => ({
  where,
  otherSecrets: accounts.slice(1).map(({ secret }) => secret),
})
const slipsOf = (code: MistakeCode, { where, request }: Sample): Slip[] => [
  ...(slips[code]?.(request, context(where)) ?? []),
]
const canBoth = (a: Slip, b: Slip) => !Object.keys(a).some((part) => part in b)

/** Whether the signature is the one that a client makes who makes these mistakes. */
function verifies(codes: readonly MistakeCode[], sent: Sample, signature: string): boolean {
  const searched = codes.filter((code) => !(code in shown && isShown(code, sent)))
  const [first, second] = searched
  if (first === undefined) return signWith(sent.request) === signature
  for (const slip of slipsOf(first, sent)) {
    if (second === undefined && signWith(sent.request, slip) === signature) return true
    if (second === undefined) continue
    for (const other of slipsOf(second, sent))
      if (canBoth(slip, other) && signWith(sent.request, { ...slip, ...other }) === signature) return true
  }
  return false
}

/** Whether the request itself shows the mistake. */
function isShown(code: MistakeCode, { request }: Sample): boolean {
  switch (code) {
    case 'wrong-region':
      return request.region !== keys.region
    case 'wrong-service':
      return request.service !== 's3'
    case 'wrong-date':
      return request.day !== request.time.slice(0, 8)
    case 'unknown-key':
      return !accounts.some(({ key }) => key === request.accessKeyId)
    default:
      return true
  }
}

const seed = 20_260_115

test('the signer of these tests agrees with the SDK’s', async () => {
  const { headers } = await signBySdk({
    method: 'PUT',
    host: 'localhost:4601',
    path: "/my-bucket/a b (1)*!'~é",
    query: { b: 'x y', a: '' },
    headers: { 'content-type': 'a/b' },
    now,
  })
  const signedHeaders = ['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date']
  const signature = signWith({
    method: 'PUT',
    host: 'localhost:4601',
    path: percent("/my-bucket/a b (1)*!'~é").replaceAll('%2F', '/'),
    query: [
      ['b', 'x%20y'],
      ['a', ''],
    ],
    headers,
    signedHeaders,
    payload: headers['x-amz-content-sha256'] ?? '',
    time: amz(now),
    day: amz(now).slice(0, 8),
    region: 'us-east-1',
    service: 's3',
    accessKeyId: exampleKeys.accessKeyId,
    secret: exampleKeys.secretAccessKey,
  })
  expect(headers['authorization']).toContain(`Signature=${signature}`)
})

/** Mistakes that are also looked for together with any other of these. */
const usual: readonly MistakeCode[] = [
  'wrong-method',
  'port-not-in-host',
  'payload-hash',
  'double-encoded',
  'plus-for-space',
  'slash-not-encoded',
  'keys-unsorted',
  'equals-missing',
  'added-after-signing',
  'trailing-newline',
  'key-as-secret',
  'secret-whitespace',
  'secret-quoted',
  'other-secret',
]
const codesOf = (table: object) => Object.keys(table) as MistakeCode[]

test('names the mistake of a client, of each kind, in 98 of 100 requests, and none that does not verify', async () => {
  const figures = new Figures()
  let turn = 0
  for (const one of fc.sample(sample, { numRuns: 125, seed })) {
    const sent = asSent(one)
    for (const code of codesOf(slips)) {
      const all = slipsOf(code, sent)
      const slip = all[turn++ % all.length]
      // Of some requests it makes no difference.
      if (slip && signWith(sent.request, slip) !== signWith(sent.request))
        await figures.count([code], sent, signWith(sent.request, slip))
    }
    for (const code of codesOf(shown)) {
      const made = shown[code]?.(one, turn++ % 100)
      if (made) await figures.count([code], asSent(made), signWith(asSent(made).request))
    }
  }
  figures.print('one mistake')
  expect(figures.wrong).toEqual([])
  expect(figures.sum().tried).toBeGreaterThan(5000)
  expect(figures.rate()).toBeGreaterThan(0.98)
}, 120_000)

test('names two mistakes of one client', async () => {
  const figures = new Figures()
  let turn = 0
  for (const one of fc.sample(sample, { numRuns: 14, seed: seed + 1 })) {
    const sent = asSent(one)
    for (const [at, first] of usual.entries())
      for (const second of usual.slice(at + 1)) {
        const a = slipsOf(first, sent)
        const b = slipsOf(second, sent)
        turn += 1
        // Those of each kind that most clients make.
        const [x, y] = [a[turn % Math.min(a.length, 2)], b[turn % Math.min(b.length, 2)]]
        if (!x || !y || !canBoth(x, y)) continue
        const signature = signWith(sent.request, { ...x, ...y })
        const less = [{}, x, y].some((slip) => signWith(sent.request, slip) === signature)
        if (!less) await figures.count([first, second], sent, signature)
      }
    for (const code of codesOf(shown)) {
      const second = usual[turn++ % usual.length] ?? 'wrong-method'
      if (second === 'key-as-secret' || second === 'other-secret') continue
      const made = shown[code]?.(one, turn % 100)
      const changed = made && asSent(made)
      const [slip] = changed ? slipsOf(second, changed) : []
      if (!changed || !slip || signWith(changed.request, slip) === signWith(changed.request)) continue
      await figures.count([code, second], changed, signWith(changed.request, slip))
    }
  }
  figures.print('two mistakes')
  expect(figures.wrong).toEqual([])
  expect(figures.sum().tried).toBeGreaterThan(600)
  expect(figures.rate()).toBeGreaterThan(0.98)
}, 120_000)

interface Tally {
  tried: number
  named: number
  /** Another mistake was named that makes the very same signature. */
  same: number
  silent: number
}

class Figures {
  readonly #tallies = new Map<string, Tally>()
  /** Named, and not what makes the signature. */
  readonly wrong: { made: readonly MistakeCode[]; named: readonly MistakeCode[]; sent: Sample }[] = []

  async count(made: readonly MistakeCode[], sent: Sample, signature: string): Promise<void> {
    const named = await namedBy(sent, signature)
    const key = made.join(' + ')
    const tally = this.#tallies.get(key) ?? { tried: 0, named: 0, same: 0, silent: 0 }
    this.#tallies.set(key, tally)
    tally.tried += 1
    if (named.toSorted().join() === made.toSorted().join()) tally.named += 1
    else if (named.length < made.length) tally.silent += 1
    else {
      tally.same += 1
      if (!verifies(named, sent, signature)) this.wrong.push({ made, named, sent })
    }
  }

  sum(): Tally {
    const sum = { tried: 0, named: 0, same: 0, silent: 0 }
    for (const tally of this.#tallies.values())
      for (const what of ['tried', 'named', 'same', 'silent'] as const) sum[what] += tally[what]
    return sum
  }

  /** Of requests whose mistakes were named, by their own names or by others that come to the very same signature. */
  rate(): number {
    const { tried, named, same } = this.sum()
    return (named + same) / tried
  }

  print(title: string): void {
    const line = ({ tried, named, same, silent }: Tally) =>
      `${named}/${tried}${same ? `, ${same} by a name that makes the same signature` : ''}${silent ? `, ${silent} silent` : ''}`
    const rows = [...this.#tallies].map(([code, tally]) => `  ${code}: ${line(tally)}`)
    process.stdout.write(
      `${title}: ${line(this.sum())}\n${rows.length < 60 ? rows.join('\n') : rows.filter((row) => row.includes('silent')).join('\n')}\n`,
    )
  }
}
