// Whatever is sent, the double answers in the vendor's words: never 5xx, and a refusal always has its six fields (§1.5).
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { streamToken } from '../../../harness/stream-client.ts'
import { type Json, type StreamDouble, streamDouble } from '../../../harness/stream-double.ts'
import { routes } from './routes.ts'

let double: StreamDouble
beforeAll(async () => {
  double = await streamDouble()
  await double.join('john')
})
afterAll(() => double[Symbol.asyncDispose]())

const six = ['code', 'message', 'StatusCode', 'duration', 'more_info', 'details']

function describeRefusal(status: number, json: Json): unknown[] {
  return status < 400
    ? []
    : six.filter((name) => json[name] === undefined).concat(json['StatusCode'] === status ? [] : ['StatusCode'])
}

const names =
  `data created_by_id created_by members user_id role custom settings_override settings name bucket storage_type aws_s3 s3_region path
  gcs_credentials azure_blob users id user_ids filter_conditions sort field direction limit next prev $or $in recording mode quality
  starts_at type external_storage grants update_members remove_members text speaker_id reason hard webhook_url event_hooks language
  start_recording calls block`.split(/\s+/)
const plausible = [
  'john',
  'default',
  'composite',
  's3',
  'available',
  '720p',
  'mine',
  'created_at',
  '2026-01-01T00:00:00Z',
  '',
]
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, ...plausible),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 5 }),
}))
const segment = fc.oneof(
  fc.constantFrom('default', 'demo-1', 'mine', 'composite', 'john', '%', '%2F', '%00', '+', 'undefined', '__proto__'),
  fc.string({ unit: 'binary' }).map(encodeURIComponentSafely),
)

function encodeURIComponentSafely(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed())
  // Clients resolve these before they send anything.
  return /^\.{0,2}$/.test(encoded) ? 'x' : encoded
}

const request = fc
  .tuple(fc.constantFrom(...routes), fc.infiniteStream(segment), fc.oneof(json.value, json.object), fc.boolean())
  .map(([route, segments, body, legacy]) => ({
    method: route.method,
    path: route.path.replace(/:\w+/g, () => segments.next().value ?? 'x'),
    body,
    // The old mount has the routes of video and of storages.
    mount: legacy && /^\/(video|external_storage)\b/.test(route.path) ? '' : '/api/v2',
  }))

describe('any request', () => {
  it('is answered, and a refusal has what SDKs insist on', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, body, mount }) => {
        const sent = method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body) ?? 'null' }
        const { status, json: answer, headers } = await double.server.send(method, `${mount}${path}`, sent)
        expect([status < 500, describeRefusal(status, answer)]).toEqual([true, []])
        expect(headers.get('content-type')).toContain('application/json')
      }),
      { numRuns: 1500 },
    )
  })

  it('of any text for JSON is answered', async () => {
    const post = routes.filter(({ method }) => method !== 'GET' && method !== 'DELETE')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...post), fc.string({ unit: 'binary' }), async ({ method, path }, body) => {
        const { status, json: answer } = await double.server.send(method, `/api/v2${path.replace(/:\w+/g, 'x')}`, {
          body,
        })
        expect([status < 500, describeRefusal(status, answer)]).toEqual([true, []])
      }),
      { numRuns: 300 },
    )
  })

  it('of any filter and sort is answered', async () => {
    const fields = [
      'id',
      'cid',
      'ended_at',
      'backstage',
      'members',
      'custom.color',
      'custom."',
      "custom.'",
      'created_at',
    ]
    const operator = fc.constantFrom('$eq', '$in', '$gt', '$lte', '$exists', '$q', '$autocomplete', '$contains', '$x')
    const filter = fc.dictionary(
      fc.oneof(fc.constantFrom(...fields, '$and', '$or'), fc.string()),
      fc.oneof(
        json.value,
        fc.dictionary(operator, json.value, { maxKeys: 2 }),
        fc.array(json.object, { maxLength: 2 }),
      ),
      { maxKeys: 3 },
    )
    const sort = fc.array(
      fc.record({ field: fc.oneof(fc.constantFrom(...fields), fc.string()), direction: fc.constantFrom(1, -1, 0, 2) }),
      { maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(filter, sort, async (filter_conditions, sorts) => {
        const body = { filter_conditions, sort: sorts }
        const { status, json: answer } = await double.server.post('/api/v2/video/calls', body)
        expect([status < 500, describeRefusal(status, answer)]).toEqual([true, []])
      }),
      { numRuns: 500 },
    )
  })

  it('with any token but a right one is 401', async () => {
    const right = double.server.token
    const tokens = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[^\x21-\x7e]/g, '')),
      fc.nat(right.length - 1).map((length) => right.slice(0, length)),
      fc
        .tuple(fc.nat(right.length - 3), fc.constantFrom('A', 'b', '.', '_'))
        .map(([at, letter]) => (right[at] === letter ? '' : right.slice(0, at) + letter + right.slice(at + 1))),
    )
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        const { status, json: answer } = await double.server.send('GET', '/api/v2/app', {
          headers: { authorization: token },
        })
        expect([status, describeRefusal(status, answer)]).toEqual([401, []])
      }),
      { numRuns: 300 },
    )
  })

  it('of another app’s key is 401, with its token or with ours', async () => {
    const other = await double.emulator.worlds.create({ name: 'other' })
    const token = await streamToken(other)
    const ask = async (key: string, authorization: string, prefix = '') => {
      const url = `${double.emulator.url}${prefix}/api/v2/app?api_key=${key}`
      const headers = { authorization, 'stream-auth-type': 'jwt' }
      return (await double.emulator.fetch(new Request(url, { headers }))).status
    }
    const { apiKey } = other.credentials.stream
    const ours = double.world.credentials.stream.apiKey
    expect(await ask(apiKey, token)).toBe(200)
    expect(await ask(apiKey, double.server.token)).toBe(401)
    expect(await ask(ours, token)).toBe(401)
    expect(await ask(ours, double.server.token, '/w/other')).toBe(401)
  })
})

describe('at once', () => {
  // What was sent before has left nothing as it was.
  let double: StreamDouble
  beforeAll(async () => {
    double = await streamDouble()
  })
  afterAll(() => double[Symbol.asyncDispose]())

  it('a call is made by one of many', async () => {
    const path = '/api/v2/video/call/default/contested'
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => double.server.post(path, { data: { created_by_id: 'john' } })),
    )
    expect(answers.filter(({ json: answer }) => answer['created'] === true)).toHaveLength(1)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  })

  it('one of ten places is the tenth, and a session is begun once', async () => {
    const created = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        double.server.post('/api/v2/external_storage', { name: `s${at}`, storage_type: 's3', bucket: 'b' }),
      ),
    )
    expect(created.filter(({ status }) => status === 201)).toHaveLength(9)
    const { json: list } = await double.server.get('/api/v2/external_storage')
    expect(Object.keys(list['external_storages'] as Json)).toHaveLength(10)
    const path = '/api/v2/video/call/default/contested'
    const users = Array.from({ length: 20 }, (_, at) => `user-${at}`)
    const answers = await Promise.all(users.map((id) => double.join(id, path)))
    expect(new Set(answers.map(({ json: answer }) => (answer['call'] as Json)['current_session_id'])).size).toBe(1)
    const { json: now } = await double.server.get(path)
    expect(((now['call'] as Json)['session'] as { participants: unknown[] }).participants).toHaveLength(20)
  })
})
