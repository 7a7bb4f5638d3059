import { expect, test } from 'vitest'
import { UnsecuredJWT } from 'jose'
import { streamClient, streamToken } from '../../../harness/stream-client.ts'
import { createEmulator } from '../../emulator.ts'
import type { World } from '../../world.ts'

async function open() {
  const emulator = await createEmulator()
  const { main } = emulator.worlds
  return { emulator, main, client: await streamClient(emulator, main) }
}

const now = Date.parse('2026-01-01') / 1000
const path = '/api/v2/external_storage'
type Make = (world: World) => string | Promise<string>

test.each<[string, Record<string, unknown>]>([
  ['of Node and Go', { server: true }],
  ['of Python', {}],
  ['of Java', { server: true, iat: now }],
  ['of .NET', { iat: now, nbf: now, exp: now + 3600 }],
  ['of a client whose clock is some seconds fast', { server: true, iat: now + 5, nbf: now + 5 }],
  ['that ends now', { exp: now }],
])('a server’s token %s is good', async (_, payload) => {
  const { client, main } = await open()
  const headers = { authorization: await streamToken(main, payload) }
  expect((await client.send('GET', path, { headers })).status).toBe(200)
})

test('Bearer before it does no harm', async () => {
  const { client } = await open()
  expect((await client.send('GET', path, { headers: { authorization: `Bearer ${client.token}` } })).status).toBe(200)
})

test.each<[string, Make, number, string, string | undefined]>([
  ['no token', () => '', 5, 'JWTAuth error: token contains an invalid number of segments', 'no-credentials'],
  ['a word', () => 'secret', 5, 'JWTAuth error: token contains an invalid number of segments', 'malformed-credentials'],
  ['three words', () => 'a.b.c', 5, 'JWTAuth error: token is malformed', 'malformed-credentials'],
  [
    'no signature',
    () => new UnsecuredJWT({ server: true }).encode(),
    5,
    'JWTAuth error: unexpected signing method: none',
    'wrong-algorithm',
  ],
  [
    'another secret',
    (world) => streamToken(world, {}, 'x'.repeat(32)),
    43,
    'JWTAuth error: signature is not valid. Make sure the token is created using the secret for API key "your-api-key"',
    'unknown-secret',
  ],
  [
    'the key for the secret',
    (world) => streamToken(world, {}, world.credentials.stream.apiKey),
    43,
    'JWTAuth error: signature is not valid. Make sure the token is created using the secret for API key "your-api-key"',
    'key-as-secret',
  ],
  [
    'quotes of a .env around the secret',
    (world) => streamToken(world, {}, `"${world.credentials.stream.apiSecret}"`),
    43,
    'JWTAuth error: signature is not valid. Make sure the token is created using the secret for API key "your-api-key"',
    'secret-quoted',
  ],
  [
    'the id of a user that is a number, which would be a server’s token without it,',
    (world) => streamToken(world, { user_id: 42 }),
    5,
    'JWTAuth error: token has an invalid user_id claim',
    'malformed-credentials',
  ],
  [
    'the id of a user that is empty',
    (world) => streamToken(world, { user_id: '' }),
    5,
    'JWTAuth error: token has an invalid user_id claim',
    'malformed-credentials',
  ],
  [
    'an end that is a text, and would never come,',
    (world) => streamToken(world, { exp: '2026-01-01T00:00:00Z' }),
    5,
    'JWTAuth error: token has an invalid exp claim',
    'malformed-credentials',
  ],
  [
    'one that has expired',
    (world) => streamToken(world, { exp: now - 1 }),
    40,
    'JWTAuth error: token is expired (exp)',
    'expired',
  ],
  [
    'one that is not valid yet',
    (world) => streamToken(world, { nbf: now + 60 }),
    41,
    'JWTAuth error: token is not valid yet (nbf)',
    'not-yet-valid',
  ],
  [
    'one of the future',
    (world) => streamToken(world, { iat: now + 60 }),
    42,
    'JWTAuth error: token used before issue at (iat)',
    'clock-fast',
  ],
])('%s is refused, and the journal says why', async (_, make, code, message, mistake) => {
  const { client, main } = await open()
  const authorization = await make(main)
  const { status, json } = await client.send('GET', path, { headers: { authorization } })
  expect({ status, json }).toEqual({
    status: 401,
    json: {
      code,
      message: `ListExternalStorage failed with error: "${message}"`,
      StatusCode: 401,
      duration: '0',
      more_info: 'https://getstream.io/chat/docs/api_errors_response',
      details: [],
    },
  })
  expect(main.journal.list().entries[0]?.diagnosis?.mistakes[0]?.code).toBe(mistake)
})

test('a token is verified once, and its end is seen all the same', async () => {
  const { client, main } = await open()
  const headers = { authorization: await streamToken(main, { exp: now + 60 }) }
  expect((await client.send('GET', path, { headers })).status).toBe(200)
  main.clock.set('frozen', (now + 61) * 1000)
  expect((await client.send('GET', path, { headers })).json.code).toBe(40)
})

test.each<[string, string, Record<string, string>, number, string]>([
  ['no key, whatever else is missing', '', {}, 2, 'api_key or app_id not provided'],
  ['a key of nobody', '?api_key=none', {}, 2, 'api_key not valid'],
  ['no way of authenticating', '?api_key=your-api-key', {}, 5, 'stream-auth-type missing or invalid'],
  ['another way', '?api_key=your-api-key', { 'stream-auth-type': 'basic' }, 5, 'stream-auth-type missing or invalid'],
  [
    'then no token',
    '?api_key=your-api-key',
    { 'Stream-Auth-Type': 'JWT' },
    5,
    'JWTAuth error: token contains an invalid number of segments',
  ],
])('in its order: %s', async (_, query, headers, code, message) => {
  const { emulator } = await open()
  const answer = await emulator.fetch(new Request(`${emulator.url}${path}${query}`, { headers }))
  expect(await answer.json()).toMatchObject({ code, message: `ListExternalStorage failed with error: "${message}"` })
})

test('a browser may authenticate in the query', async () => {
  const { emulator, client } = await open()
  const query = `api_key=your-api-key&stream-auth-type=jwt&authorization=${client.token}`
  expect((await emulator.fetch(new Request(`${emulator.url}/video/edges?${query}`))).status).toBe(200)
})

test.each([
  ['john', { user_id: 'john' }, { 'stream-auth-type': 'jwt' }, `User 'john' with role 'user'`],
  [
    'an admin by token',
    { user_id: 'jane', role: 'admin' },
    { 'stream-auth-type': 'jwt' },
    `User 'jane' with role 'admin'`,
  ],
  ['nobody', {}, { 'stream-auth-type': 'anonymous' }, `User '!anon' with role 'anonymous'`],
])('what is for servers is not for %s', async (_, payload, headers, who) => {
  const { client, main } = await open()
  const authorization = await streamToken(main, payload)
  const { status, json } = await client.send('GET', path, { headers: { authorization, ...headers } })
  const action = `is not allowed to perform action ListExternalStorage in scope 'app'`
  expect({ status, json }).toMatchObject({
    status: 403,
    json: { code: 17, message: `ListExternalStorage failed with error: "${who} ${action}"` },
  })
})

test('the key selects the world, and a world’s path takes its own key only', async () => {
  const { emulator, main, client } = await open()
  const other = await emulator.worlds.create({ name: 'other' })
  const theirs = await streamClient(emulator, other)
  await theirs.post('/api/v2/users', { users: { zoe: { id: 'zoe' } } })
  const query = `/api/v2/users?payload=${encodeURIComponent('{"filter_conditions":{"id":"zoe"}}')}`
  expect((await theirs.get(query)).json.users).toHaveLength(1)
  expect((await client.get(query)).json.users).toHaveLength(0)
  expect((await theirs.get(`/w/other${query}`)).json.users).toHaveLength(1)
  expect((await client.get(`/w/other${query}`)).json).toMatchObject({ code: 2 })
  const stranger = { authorization: await streamToken(main) }
  expect((await theirs.send('GET', query, { headers: stranger })).json).toMatchObject({ code: 43 })
})
