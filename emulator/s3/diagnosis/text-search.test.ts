import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exampleKeys, received, signBySdk } from '../../../harness/s3-signing.ts'
import type { Account, MistakeCode } from '../../diagnosis/index.ts'
import { authenticate, type Keys } from '../auth/authenticate.ts'
import { verifyPost } from '../auth/verify-post.ts'
import { S3Error } from '../errors.ts'

const now = Date.UTC(2026, 0, 15, 3, 4, 30)
const { accessKeyId, secretAccessKey: secret } = exampleKeys
const other: Account = {
  service: 's3',
  world: 'other',
  owner: 'the buckets of the world other',
  key: 'OTHER',
  secret: 'of-the-other-world',
}
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1', accounts: () => [other] }
const from = <T>(turn: number, ...of: T[]): T => of[turn % of.length] as T

async function codesOf(work: () => unknown): Promise<string[]> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    if (JSON.stringify(error.diagnosis).includes(secret)) throw new Error('The secret is told', { cause: error })
    return (error.diagnosis?.mistakes ?? []).map(({ code }) => code)
  }
  throw new TypeError('Nothing was refused')
}

class Figures {
  readonly #all = new Map<string, [tried: number, named: number]>()

  count(code: string, named: readonly string[]): void {
    const [tried, right] = this.#all.get(code) ?? [0, 0]
    this.#all.set(code, [tried + 1, right + (named.join(' + ') === code ? 1 : 0)])
  }

  rate(title: string): number {
    let [tried, named] = [0, 0]
    for (const [all, right] of this.#all.values()) [tried, named] = [tried + all, named + right]
    process.stdout.write(
      `${title}: ${named}/${tried}; ${[...this.#all].map(([code, [all, right]]) => `${code} ${right}/${all}`).join(', ')}\n`,
    )
    return named / tried
  }
}

const hmac = (key: string, text: string, hash = 'sha1') => createHmac(hash, key).update(text).digest('base64')
const spaced = (turn: number) => from(turn, `${secret}\n`, `${secret} `, ` ${secret}`, `${secret}\r\n`)

interface Version2 {
  method: string
  path: string
  type: string
  date: string
}
const text2 = ({ method, path, type, date }: Version2) => `${method}\n\n${type}\n${date}\nx-amz-meta-a:b\n${path}`

const version2: Partial<
  Record<MistakeCode, (request: Version2, turn: number) => string | { signature: string; date?: string; key?: string }>
> = {
  'wrong-method': (request) => hmac(secret, text2({ ...request, method: request.method === 'GET' ? 'PUT' : 'GET' })),
  'not-signed': (request) => hmac(secret, text2({ ...request, type: '' })),
  'header-not-signed': (request) => hmac(secret, text2(request).replace('x-amz-meta-a:b\n', '')),
  'trailing-newline': (request) => hmac(secret, `${text2(request)}\n`),
  'bucket-not-in-path': (request) => hmac(secret, text2({ ...request, path: request.path.replace('/my-bucket', '') })),
  'double-encoded': (request) => hmac(secret, text2({ ...request, path: request.path.replaceAll('%', '%25') })),
  'not-encoded': (request) => hmac(secret, text2({ ...request, path: decodeURIComponent(request.path) })),
  'key-as-secret': (request) => hmac(accessKeyId, text2(request)),
  'other-secret': (request) => hmac(other.secret, text2(request)),
  'secret-whitespace': (request, turn) => hmac(spaced(turn), text2(request)),
  'secret-quoted': (request) => hmac(`"${secret}"`, text2(request)),
  'wrong-algorithm': (request) => hmac(secret, text2(request), 'sha256'),
  'arguments-swapped': (request) => hmac(text2(request), secret),
  'signature-hex': (request) => Buffer.from(hmac(secret, text2(request)), 'base64').toString('hex'),
  'signature-malformed': (request) => hmac(secret, text2(request)).slice(0, 20),
  'unknown-key': (request) => ({ signature: hmac(secret, text2(request)), key: accessKeyId.replace('AKIA', 'AKAI') }),
  'clock-fast': (request) => {
    const date = new Date(now + 3_600_000).toUTCString()
    return { signature: hmac(secret, text2({ ...request, date })), date }
  },
  'clock-slow': (request) => {
    const date = new Date(now - 3_600_000).toUTCString()
    return { signature: hmac(secret, text2({ ...request, date })), date }
  },
}

const segment = fc.constantFrom('a b', 'é', 'film', '(1)', '100%', 'x~y')

test('names the mistake behind a signature of Version 2', async () => {
  const figures = new Figures()
  const requests = fc.record({
    method: fc.constantFrom('GET', 'PUT', 'DELETE'),
    path: fc
      .array(segment, { minLength: 1, maxLength: 3 })
      .map((parts) => ['/my-bucket', 'sp ace', ...parts].map(encodeURI).join('/')),
    type: fc.constantFrom('text/plain', 'video/mp4'),
    date: fc.constant(new Date(now).toUTCString()),
  })
  let turn = 0
  for (const request of fc.sample(requests, { numRuns: 50, seed: 2 }))
    for (const [code, make] of Object.entries(version2)) {
      const made = make(request, turn++)
      const {
        signature,
        date = request.date,
        key = accessKeyId,
      } = typeof made === 'string' ? { signature: made } : made
      const { method, path, type } = request
      const headers = { date, 'content-type': type, 'x-amz-meta-a': 'b', authorization: `AWS ${key}:${signature}` }
      const call = received({ method, path, query: '', headers, host: '127.0.0.1:4601' })
      figures.count(
        code,
        await codesOf(async () => authenticate({ ...call, origin: 'http://127.0.0.1:4601', path }, keys)),
      )
    }
  expect(figures.rate('Version 2')).toBeGreaterThan(0.98)
}, 60_000)

test('names what is wrong with a URL of Version 2', async () => {
  const text = `GET\n\n\n${now / 1000 + 60}\n/my-bucket/a`
  const ask = async (signature: string, expires = now / 1000 + 60) => {
    const query = `AWSAccessKeyId=${accessKeyId}&Expires=${expires}&Signature=${signature}`
    const call = received({ method: 'GET', path: '/my-bucket/a', query, headers: {}, host: '127.0.0.1:4601' })
    return codesOf(async () => authenticate({ ...call, origin: 'http://127.0.0.1:4601', path: '/my-bucket/a' }, keys))
  }
  const plus = Array.from({ length: 200 }, (_, more) => now / 1000 + 60 + more).find((at) => {
    const signature = hmac(secret, `GET\n\n\n${at}\n/my-bucket/a`)
    return signature.includes('+') && !signature.includes('/')
  })
  expect(await ask(hmac(secret, `GET\n\n\n${plus}\n/my-bucket/a`), plus)).toEqual(['signature-not-encoded'])
  expect(await ask(encodeURIComponent(hmac(secret, `${text}\n`)))).toEqual(['trailing-newline'])
  expect(await ask(encodeURIComponent(hmac(secret, text.replace(String(now / 1000 + 60), '60'))), 60)).toEqual([
    'expired',
  ])
  expect(await ask('short')).toEqual(['signature-malformed'])
})

const policyOf = (n: number) =>
  JSON.stringify({
    expiration: '2026-01-16T00:00:00Z',
    conditions: [
      ['starts-with', '$key', ''],
      ['starts-with', '$x-amz-date', ''],
      ['starts-with', '$x-amz-credential', ''],
      ['starts-with', '$x-amz-algorithm', ''],
      { bucket: `my-bucket-${n}?>~` },
    ],
  })
const signing = (own: string, steps: readonly string[], prefix = 'AWS4') =>
  steps.reduce<Buffer>((key, step) => createHmac('sha256', key).update(step).digest(), Buffer.from(prefix + own))
const steps = ['20260115', 'us-east-1', 's3', 'aws4_request']
const sign4 = (text: string, key = signing(secret, steps)) => createHmac('sha256', key).update(text).digest('hex')

const forms: Partial<
  Record<MistakeCode, (policy: string, turn: number) => Partial<Record<'signature' | 'credential' | 'date', string>>>
> = {
  'policy-not-encoded': (policy, turn) => ({
    signature: sign4(from(turn, Buffer.from(policy, 'base64').toString(), encodeURIComponent(policy))),
  }),
  'trailing-newline': (policy) => ({ signature: sign4(`${policy}\n`) }),
  'secret-whitespace': (policy, turn) => ({ signature: sign4(policy, signing(spaced(turn), steps)) }),
  'key-as-secret': (policy) => ({ signature: sign4(policy, signing(accessKeyId, steps)) }),
  'other-secret': (policy) => ({ signature: sign4(policy, signing(other.secret, steps)) }),
  'signing-key': (policy) => ({ signature: sign4(policy, signing(secret, steps, '')) }),
  'wrong-region': (policy, turn) => {
    const region = from(turn, 'eu-west-1', 'us-west-2')
    const of = (at: string) => signing(secret, ['20260115', at, 's3', 'aws4_request'])
    return turn % 3 === 0
      ? { signature: sign4(policy, of(region)) }
      : { signature: sign4(policy, of(region)), credential: `${accessKeyId}/20260115/${region}/s3/aws4_request` }
  },
  'wrong-date': (policy) => ({ signature: sign4(policy, signing(secret, ['20260114', ...steps.slice(1)])) }),
  'signature-malformed': (policy, turn) => ({
    signature: from(turn, sign4(policy).toUpperCase(), Buffer.from(sign4(policy), 'hex').toString('base64')),
  }),
  'unknown-key': (policy) => ({
    signature: sign4(policy),
    credential: `${accessKeyId}X/20260115/us-east-1/s3/aws4_request`,
  }),
}

test('names the mistake behind the signature of a form', async () => {
  const figures = new Figures()
  let turn = 0
  for (let n = 0; n < 50; n++)
    for (const [code, make] of Object.entries(forms)) {
      const policy = Buffer.from(policyOf(n)).toString('base64')
      const { signature = '', credential = `${accessKeyId}/20260115/us-east-1/s3/aws4_request` } = make(policy, turn++)
      const fields = {
        key: 'a',
        policy,
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': credential,
        'x-amz-date': '20260115T030430Z',
        'x-amz-signature': signature,
      }
      figures.count(
        code,
        await codesOf(() => verifyPost({ bucket: 'my-bucket', fields: Object.entries(fields) }, keys)),
      )
    }
  const policy = Buffer.from(policyOf(1)).toString('base64')
  const old = { key: 'a', policy, AWSAccessKeyId: accessKeyId, signature: hmac(`${secret}\n`, policy) }
  expect(await codesOf(() => verifyPost({ bucket: 'b', fields: Object.entries(old) }, keys))).toEqual([
    'secret-whitespace',
  ])
  expect(figures.rate('forms')).toBeGreaterThan(0.98)
}, 60_000)

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test.each<[MistakeCode | undefined, (lines: string[], seed: string) => string]>([
  ['chunk-chain', (lines, seed) => [...lines.slice(0, 3), seed, ...lines.slice(4)].join('\n')],
  ['chunk-chain', (lines) => [...lines.slice(0, 3), '', ...lines.slice(4)].join('\n')],
  ['canonical-not-hashed', (lines) => [...lines.slice(0, 4), ...lines.slice(5)].join('\n')],
  ['wrong-algorithm', (lines) => ['AWS4-HMAC-SHA256', ...lines.slice(1)].join('\n')],
  ['trailing-newline', (lines) => [...lines, ''].join('\n')],
  [undefined, () => 'something else'],
])('names the mistake behind the signature of a chunk: %s', async (code, change) => {
  const chunk = 'a'.repeat(8192)
  const payload = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
  const headers = {
    'x-amz-content-sha256': payload,
    'x-amz-decoded-content-length': String(chunk.length * 2),
    'content-encoding': 'aws-chunked',
  }
  const wire = await signBySdk({ method: 'PUT', host: 'localhost:4601', path: '/my-bucket/a', now, headers })
  const [, seed = ''] = /Signature=([0-9a-f]+)/.exec(wire.headers['authorization'] ?? '') ?? []
  const linesOn = (before: string) => [
    'AWS4-HMAC-SHA256-PAYLOAD',
    '20260115T030430Z',
    '20260115/us-east-1/s3/aws4_request',
    before,
    sha256(''),
    sha256(chunk),
  ]
  const first = sign4(linesOn(seed).join('\n'))
  const second = sign4(change(linesOn(first), seed))
  const body = [first, second].map((signature) => `2000;chunk-signature=${signature}\r\n${chunk}\r\n`).join('')
  const call = received({ ...wire, body: new TextEncoder().encode(body) })
  const codes = await codesOf(async () => {
    const answer = await authenticate(call, keys)
    await new Response(answer.body).arrayBuffer()
  })
  expect(codes).toEqual(code === undefined ? [] : [code])
})
