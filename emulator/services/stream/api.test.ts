import { expect, test } from 'vitest'
import { streamClient } from '../../../harness/stream-client.ts'
import { createEmulator } from '../../emulator.ts'
import type { EmulatorOptions } from '../../options.ts'

async function open(options: EmulatorOptions = {}) {
  const emulator = await createEmulator(options)
  const { main } = emulator.worlds
  return { emulator, main, client: await streamClient(emulator, main) }
}

const type = { A: '/api/v2/video/calltypes', B: '/video/calltypes' }

test('mount A has nanoseconds, mount B RFC 3339, and both all else alike', async () => {
  const { client } = await open()
  const a = await client.get(`${type.A}/default`)
  const b = await client.get(`${type.B}/default`)
  expect(a.text).toContain('"created_at":1767225600000000000,')
  expect(b.text).toContain('"created_at":"2026-01-01T00:00:00.000Z",')
  expect(a.text.replace(/_at":\d+/g, '')).toBe(b.text.replace(/_at":"[^"]*"/g, ''))
})

test.each(['/api/v2', '/video', '/api/v2/video', ''])('storages are at %s/external_storage', async (mount) => {
  const { client } = await open()
  const { status, json } = await client.get(`${mount}/external_storage`)
  expect({ status, json }).toEqual({ status: 200, json: { duration: '1.00ms', external_storages: {} } })
})

test('POST and PUT are answered 201, all others 200, and everything has its duration and its type', async () => {
  const { client } = await open()
  const answers = [
    await client.post(type.A, { name: 'mine' }),
    await client.put(`${type.A}/mine`, {}),
    await client.get(type.A),
    await client.patch('/api/v2/app', {}),
    await client.delete(`${type.A}/mine`),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200, 200])
  for (const { headers, json } of answers) {
    expect(json.duration).toMatch(/^\d+\.\d\dms$/)
    expect(headers.get('content-type')).toMatch(/^application\/json/)
  }
})

test.each([
  ['GET', '/api/v2/nothing'],
  ['DELETE', type.A],
  ['HEAD', type.A],
  ['GET', '/video'],
  ['GET', '/api/v2'],
  ['POST', '/external_storage/a/b/c'],
])('%s %s is answered by the router, before anybody is asked for a key', async (method, path) => {
  const { emulator } = await open()
  const answer = await emulator.fetch(new Request(`${emulator.url}${path}`, { method }))
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({
    code: 16,
    message: 'Request failed with error: "Not Found"',
    StatusCode: 404,
    duration: '0',
  })
})

test.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['null', 'null'],
  ['an empty list', '[]'],
  ['an empty object', '{}'],
])('a request with %s for a body is an empty one', async (_, body) => {
  const { client } = await open()
  const put = await client.send('PUT', `${type.A}/default`, { body })
  const remove = await client.send('DELETE', `${type.A}/default`, { body })
  expect([put.status, remove.json.code]).toEqual([201, 4])
})

test.each([
  ['a trailing comma', '{"name":"a",}'],
  ['half an object', '{"name":'],
  ['another language', 'name=a'],
])('%s is no JSON', async (_, body) => {
  const { client } = await open()
  expect(await client.post(type.A, body)).toMatchObject({
    status: 400,
    json: { code: 4, message: 'CreateCallType failed with error: "invalid json data"', duration: '0.00ms' },
  })
})

test('a body that is too big is refused', async () => {
  const { client } = await open()
  const { status, json } = await client.post(type.A, { name: 'x'.repeat(5 * 1024 * 1024) })
  expect({ status, code: json.code }).toEqual({ status: 413, code: 22 })
})

test('names in the path are decoded; a + is a blank where nothing has a + in its name', async () => {
  const { client } = await open()
  await client.post(type.A, { name: 'with blank' })
  await client.post(type.A, { name: 'with+plus' })
  await client.post(type.A, { name: 'with/slash' })
  const names = await Promise.all(
    ['with%20blank', 'with+blank', 'with+plus', 'with%2Bplus', 'with%2Fslash'].map(
      async (name) => (await client.get(`${type.A}/${name}`)).json.name,
    ),
  )
  expect(names).toEqual(['with blank', 'with blank', 'with+plus', 'with+plus', 'with/slash'])
  expect(await client.get(`${type.A}/%ZZ`)).toMatchObject({ status: 400, json: { code: 4 } })
})

test('a name in the path has its longest length', async () => {
  const { client } = await open()
  expect((await client.get(`/api/v2/tasks/${'x'.repeat(64)}`)).json.code).toBe(16)
  expect((await client.get(`/api/v2/tasks/${'x'.repeat(65)}`)).json).toMatchObject({
    code: 4,
    message: 'GetTask failed with error: "id must be a maximum of 64 characters in length"',
  })
})

test.each<[EmulatorOptions['stream'] & object, string]>([
  [{ rateLimits: { '*': 0 } }, 'stream.rateLimits.*: 0 is not a whole number from 1'],
  [JSON.parse('{"unknownStorage":"acept"}'), 'stream.unknownStorage: there is no "acept"; did you mean "accept"?'],
  [JSON.parse('{"webhookDates":"iso"}'), 'stream.webhookDates: there is no "iso"; there is rfc3339, nanoseconds'],
])('an option that is none is refused: %j', async (stream, message) => {
  await expect(createEmulator({ stream })).rejects.toThrow(message)
})

test('browsers of any origin may ask', async () => {
  const { emulator, client } = await open()
  const asked = 'authorization,stream-auth-type,x-stream-client'
  const preflight = await emulator.fetch(
    new Request(`${emulator.url}${type.B}`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-headers': asked },
    }),
  )
  expect(preflight.status).toBe(204)
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': asked,
    'access-control-allow-methods': expect.stringContaining('PATCH'),
  })
  const refused = await client.send('GET', type.B, { headers: { authorization: '' } })
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
})

test('requests are counted by operation, a minute at a time', async () => {
  const { client, main } = await open()
  const rate = async (path = type.A) => {
    const { headers } = await client.get(path)
    return ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`)))
  }
  const minute = main.clock.now() / 1000 + 60
  expect(await rate()).toEqual([60_000, 59_999, minute])
  expect(await rate(type.B)).toEqual([60_000, 59_998, minute])
  expect(await rate('/api/v2/app')).toEqual([60_000, 59_999, minute])
  main.clock.set('frozen', main.clock.now() + 60_000)
  expect(await rate()).toEqual([60_000, 59_999, minute + 60])
  await main.reset()
  expect(await rate()).toEqual([60_000, 59_999, minute])
})

test('where a limit is set, what goes beyond it is refused until the minute is over', async () => {
  const { client, emulator, main } = await open({ stream: { rateLimits: { ListCallTypes: 2, '*': 3 } } })
  const john = await streamClient(emulator, main, 'john')
  const statuses = async (path: string, asker = client) => {
    const answers = []
    for (let time = 0; time < 4; time += 1) answers.push((await asker.get(path)).status)
    return answers
  }
  expect(await statuses(type.A)).toEqual([200, 200, 429, 429])
  expect(await statuses('/api/v2/app')).toEqual([200, 200, 200, 429])
  expect(await statuses('/video/edges', john)).toEqual([200, 200, 200, 429])
  const { headers, json } = await john.get('/video/edges')
  expect(json).toMatchObject({
    code: 9,
    message:
      'GetEdges failed with error: "Too many requests for user: john, check response headers for more information."',
  })
  expect(headers.get('retry-after')).toBe('60')
  expect(headers.get('x-ratelimit-remaining')).toBe('0')
  const left = await client.get('/api/v2/rate_limits?server_side=1&web=true&endpoints=GetEdges,QueryChannels')
  expect(left.json).toMatchObject({
    server_side: { GetEdges: { remaining: 3 }, QueryChannels: { limit: 3 } },
    web: { GetEdges: { limit: 3, remaining: 0 } },
  })
  main.clock.set('frozen', main.clock.now() + 60_000)
  expect((await client.get(type.A)).status).toBe(200)
})

test('all limits of all platforms are told, unless some are asked for', async () => {
  const { client } = await open()
  const { json } = await client.get('/api/v2/rate_limits')
  expect(Object.keys(json)).toEqual(['server_side', 'android', 'ios', 'web', 'unity', 'duration'])
  expect(json).toHaveProperty('ios.CreateCallType.limit', 60_000)
  expect((await client.get('/api/v2/rate_limits?ios=maybe')).json).toMatchObject({ code: 4 })
})

test('long answers are compressed where that is switched on, and asked for', async () => {
  const { client } = await open({ stream: { gzip: true } })
  const plain = await client.get(type.A)
  expect(plain.headers.get('content-encoding')).toBe(null)
  const { emulator, client: other } = await open({ stream: { gzip: true } })
  const answer = await emulator.fetch(
    new Request(`${emulator.url}${type.A}?api_key=your-api-key`, {
      headers: { authorization: other.token, 'stream-auth-type': 'jwt', 'accept-encoding': 'deflate, gzip;q=0.5' },
    }),
  )
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  const text = await new Response(answer.body?.pipeThrough(new DecompressionStream('gzip'))).text()
  expect(text).toBe(plain.text)
})

test('the same requests get the same answers', async () => {
  const run = async () => {
    const { client } = await open()
    const answers = []
    for (const name of ['a', 'b']) answers.push((await client.post(type.A, { name })).text)
    answers.push((await client.post('/api/v2/users/delete', { user_ids: ['john'] })).text)
    return answers
  }
  expect(await run()).toEqual(await run())
})
