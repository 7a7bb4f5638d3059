import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import type { MistakeCode } from '../../diagnosis/index.ts'
import { createEmulator } from '../../emulator.ts'
import type { World } from '../../world.ts'

const path = '/api/v2/external_storage'

async function open() {
  const emulator = await createEmulator()
  const other = await emulator.worlds.create({
    name: 'other',
    credentials: { stream: { apiKey: 'key-of-other', apiSecret: 'YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMtYXQtbGVhc3Q' } },
  })
  return { emulator, main: emulator.worlds.main, other }
}

type Alg = 'HS256' | 'HS384' | 'HS512'
interface Sent {
  apiKey: string
  authorization: string
}
interface Ground {
  world: World
  other: World
  payload: Record<string, unknown>
  now: number
  turn: number
}

const sign = (payload: Record<string, unknown>, secret: string | Uint8Array, alg: Alg = 'HS256') =>
  new SignJWT(payload)
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(typeof secret === 'string' ? new TextEncoder().encode(secret) : secret)

/** Independently of jose. */
function signsBy(token: string, secret: string | Buffer, hash = 'sha256'): boolean {
  const [head = '', body = '', signature = ''] = token.split('.')
  return createHmac(hash, secret).update(`${head}.${body}`).digest('base64url') === signature
}

const from = <T>(turn: number, ...of: T[]): T => of[turn % of.length] as T

/** Each makes a mistake with a token that would be right otherwise. */
const made: Partial<Record<MistakeCode, (ground: Ground) => Promise<Sent>>> = {
  'key-as-secret': async ({ world, payload }) => sent(world, await sign(payload, world.credentials.stream.apiKey)),
  'key-secret-swapped': async ({ world, payload }) => {
    const { apiKey, apiSecret } = world.credentials.stream
    return { apiKey: apiSecret, authorization: await sign(payload, apiKey) }
  },
  'secret-whitespace': async ({ world, payload, turn }) =>
    sent(
      world,
      await sign(
        payload,
        from(turn, '#\n', '#\r\n', '# ', ' #', '#\t').replace('#', world.credentials.stream.apiSecret),
      ),
    ),
  'secret-quoted': async ({ world, payload, turn }) =>
    sent(world, await sign(payload, from(turn, '"#"', "'#'").replace('#', world.credentials.stream.apiSecret))),
  'secret-encoded': async ({ other, payload, turn }) => {
    const { apiSecret } = other.credentials.stream
    return sent(
      other,
      await sign(
        payload,
        from<string | Uint8Array>(turn, Buffer.from(apiSecret, 'base64'), btoa(apiSecret), apiSecret.toUpperCase()),
      ),
    )
  },
  'other-app': async ({ world, other, payload }) =>
    sent(world, await sign(payload, other.credentials.stream.apiSecret)),
  'other-secret': async ({ world, payload, turn }) =>
    sent(
      world,
      await sign(payload, from(turn, world.credentials.telestream.secretKey, world.credentials.s3.secretAccessKey)),
    ),
  'unknown-secret': async ({ world, payload, turn }) =>
    sent(world, await sign(payload, `nobody knows this secret ${turn}`)),
  'wrong-algorithm': async ({ world, payload, turn }) =>
    sent(
      world,
      turn % 3 === 0
        ? new UnsecuredJWT(payload).encode()
        : await sign(payload, world.credentials.stream.apiSecret, from<Alg>(turn, 'HS384', 'HS512')),
    ),
  expired: async ({ world, payload, now, turn }) =>
    sent(world, await sign({ ...payload, exp: now - 1 - turn }, world.credentials.stream.apiSecret)),
  'not-yet-valid': async ({ world, payload, now, turn }) =>
    sent(world, await sign({ ...payload, nbf: now + 11 + turn }, world.credentials.stream.apiSecret)),
  'clock-fast': async ({ world, payload, now, turn }) =>
    sent(
      world,
      await sign(
        { ...payload, iat: turn % 5 === 0 ? now * 1000 : now + 11 + turn },
        world.credentials.stream.apiSecret,
      ),
    ),
  'user-token': async ({ world, payload, turn }) =>
    sent(world, await sign({ ...payload, user_id: `user-${turn}` }, world.credentials.stream.apiSecret)),
  'unknown-key': async ({ world, payload, turn }) => ({
    apiKey: from(turn, 'your-api-kye', 'your_api_key', 'your-api-key ', 'Your-Api-Key', 'yourapikey'),
    authorization: await sign(payload, world.credentials.stream.apiSecret),
  }),
  'malformed-credentials': async ({ world, payload, turn }) => {
    const token = await sign(payload, world.credentials.stream.apiSecret)
    const cut = token.slice(0, token.lastIndexOf('.'))
    return sent(
      world,
      from(
        turn,
        `Token ${token}`,
        `"${token}"`,
        cut,
        `b'${token}'`,
        world.credentials.stream.apiSecret,
        world.credentials.stream.apiKey,
        'Basic abc',
        `Bearer Bearer ${token}`,
      ),
    )
  },
  'no-credentials': async ({ world, turn }) => sent(world, from(turn, '', 'Bearer ', ' ')),
}

function sent(world: World, authorization: string): Sent {
  return { apiKey: world.credentials.stream.apiKey, authorization }
}

async function ask(
  { fetch, url }: { fetch: (request: Request) => Promise<Response>; url: string },
  { apiKey, authorization }: Sent,
) {
  const headers = { authorization, 'stream-auth-type': 'jwt' }
  return fetch(new Request(`${url}${path}?api_key=${encodeURIComponent(apiKey)}`, { headers }))
}

const claims = fc.record(
  {
    server: fc.constant(true),
    iat: fc.integer({ min: 1_600_000_000, max: 1_767_225_600 }),
    exp: fc.integer({ min: 1_800_000_000, max: 2_000_000_000 }),
    name: fc.string({ unit: 'grapheme', maxLength: 12 }),
  },
  { requiredKeys: [], noNullPrototype: true },
)

test('names the mistake behind a refused token, of each kind, and no other', async () => {
  const { emulator, main, other } = await open()
  const figures = new Map<string, { tried: number; named: number }>()
  let turn = 0
  for (const payload of fc.sample(claims, { numRuns: 80, seed: 1_015 }))
    for (const [code, make] of Object.entries(made)) {
      turn += 1
      const now = main.clock.now() / 1000
      const request = await make({ world: main, other, payload, now, turn })
      const answer = await ask(emulator, request)
      const world = request.apiKey === other.credentials.stream.apiKey ? other : main
      const { diagnosis, response } = world.journal.list({ limit: 1 }).entries[0] ?? {}
      expect([answer.status, response?.status]).toEqual(code === 'user-token' ? [403, 403] : [401, 401])
      // The wire says nothing of it.
      const text = await answer.text()
      for (const { hint } of diagnosis?.mistakes ?? []) expect(text).not.toContain(hint)
      for (const { credentials } of [main, other])
        expect(JSON.stringify(diagnosis)).not.toContain(credentials.stream.apiSecret)
      const figure = figures.get(code) ?? { tried: 0, named: 0 }
      figures.set(code, figure)
      figure.tried += 1
      const named = diagnosis?.mistakes.map((one) => one.code) ?? []
      if (named.join() === code) figure.named += 1
      // What is named is so: nothing of it is said of a token that the right secret signed.
      const right = signsBy(request.authorization, world.credentials.stream.apiSecret)
      expect(right && named.some((one) => /secret|other-app/.test(one) && one !== 'key-secret-swapped')).toBe(false)
    }
  const sum = [...figures.values()].reduce((all, { tried, named }) => ({
    tried: all.tried + tried,
    named: all.named + named,
  }))
  process.stdout.write(
    `tokens: ${sum.named}/${sum.tried}; ${[...figures].map(([code, { tried, named }]) => `${code} ${named}/${tried}`).join(', ')}\n`,
  )
  expect(sum.tried).toBeGreaterThan(1200)
  expect(sum.named / sum.tried).toBeGreaterThan(0.98)
  await emulator.close()
}, 120_000)

test.each<[string, readonly MistakeCode[], (ground: Ground) => Promise<Sent>]>([
  [
    'swapped, and expired',
    ['key-secret-swapped', 'expired'],
    async ({ world, now }) => ({
      apiKey: world.credentials.stream.apiSecret,
      authorization: await sign({ exp: now - 60 }, world.credentials.stream.apiKey),
    }),
  ],
  [
    'another algorithm by a secret with a line end',
    ['wrong-algorithm', 'secret-whitespace'],
    async ({ world }) => sent(world, await sign({}, `${world.credentials.stream.apiSecret}\n`, 'HS512')),
  ],
  [
    'quotes around a token of another app',
    ['malformed-credentials', 'other-app'],
    async ({ world, other }) => sent(world, `"${await sign({}, other.credentials.stream.apiSecret)}"`),
  ],
  [
    'a mistyped key with a quoted secret',
    ['unknown-key', 'secret-quoted'],
    async ({ world }) => ({
      apiKey: 'your-api-kex',
      authorization: await sign({}, `"${world.credentials.stream.apiSecret}"`),
    }),
  ],
  [
    'a signature in hex',
    ['signature-hex'],
    async ({ world }) => {
      const token = await sign({}, world.credentials.stream.apiSecret)
      const signed = token.slice(0, token.lastIndexOf('.'))
      const hex = createHmac('sha256', world.credentials.stream.apiSecret).update(signed).digest('hex')
      return sent(world, `${signed}.${Buffer.from(hex).toString('base64url')}`)
    },
  ],
])('names two, or what is rare: %s', async (_, codes, make) => {
  const { emulator, main, other } = await open()
  await ask(emulator, await make({ world: main, other, payload: {}, now: main.clock.now() / 1000, turn: 1 }))
  const { diagnosis } = main.journal.list({ limit: 1 }).entries[0] ?? {}
  expect(diagnosis?.mistakes.map(({ code }) => code)).toEqual(codes)
  await emulator.close()
})
