// The control API through two faces: every promise that is about more than one of its files.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ControlClient, controlClient } from '../../harness/control-client.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import type { Credentials } from '../credentials.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import type { JournalEntry } from '../journal.ts'

interface WorldBody {
  name: string
  clock: { mode: string; now: string }
  credentials: Credentials
  env: Record<string, string>
}

interface ErrorBody {
  error: { code: string; message: string; issues?: { path: string; message: string }[] }
}

interface JournalPage {
  entries: JournalEntry[]
  next?: string
}

interface JobBody {
  id: string
  kind: string
  dueAt: string
  status: string
  attempts: number
}

const faces: [
  string,
  (emulator: Emulator) => Promise<{ fetch: (request: Request) => Promise<Response>; url: string }>,
][] = [
  ['fetch', async (emulator) => ({ fetch: emulator.fetch, url: emulator.url })],
  ['HTTP', async (emulator) => ({ fetch: (request) => fetch(request), url: (await emulator.listen()).url })],
]

describe.each(faces)('the control API through %s', (_, reach) => {
  let emulator: Emulator
  let face: Awaited<ReturnType<typeof reach>>
  let control: ControlClient
  let call: ControlClient['call']
  beforeEach(async () => {
    emulator = await createEmulator({ port: 0, s3Port: 0 })
    face = await reach(emulator)
    control = controlClient(face)
    ;({ call } = control)
  })
  afterEach(() => emulator.close())

  function telestream(credentials: Credentials) {
    return telestreamClient({
      ...face,
      credentials: credentials.telestream,
      now: () => emulator.worlds.main.clock.now(),
      api: 'v3.0',
    })
  }

  it('is alive and ready', async () => {
    expect(await call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await call('GET', '/ready')).toMatchObject({ status: 200, body: { ready: true } })
    expect((await call('HEAD', '/health')).status).toBe(200)
  })

  it('says why it is not ready', async () => {
    emulator.worlds.main.objects.listBuckets = () => Promise.reject(new Error('connection refused'))
    expect(await call('GET', '/ready')).toMatchObject({
      status: 503,
      body: { ready: false, reason: 'connection refused' },
    })
  })

  describe('worlds', () => {
    it('are created with everything that an app needs to reach them', async () => {
      const { status, body } = await call<WorldBody>('POST', '/worlds', { name: 'w1' })
      expect(status).toBe(201)
      expect(body.name).toBe('w1')
      expect(body.clock).toEqual({ mode: 'frozen', now: '2026-01-01T00:00:00.000Z' })
      expect(body.env).toMatchObject({
        STUNTDOUBLE_URL: `${face.url}/w/w1`,
        TELESTREAM_API_PORT: new URL(face.url).port,
        TELESTREAM_ACCESS_KEY: body.credentials.telestream.accessKey,
        AWS_ENDPOINT_URL_S3: emulator.s3Url,
      })
      expect((await telestream(body.credentials).get('/factories.json')).status).toBe(200)
      expect(await control.of('w1').call('GET', '/journal')).toMatchObject({
        body: { entries: [{ operation: 'factories.list' }] },
      })
    })

    it('get a free name, and are listed in the order of creation', async () => {
      await call('POST', '/worlds', {})
      await call('POST', '/worlds')
      const { body } = await call<{ worlds: WorldBody[] }>('GET', '/worlds')
      expect(body.worlds.map(({ name }) => name)).toEqual(['main', 'world-1', 'world-2'])
    })

    it('take the credentials that an app already has, and refuse those that are taken', async () => {
      const credentials = {
        telestream: { accessKey: 'mine', secretKey: 'secret' },
        s3: { accessKeyId: 'AK', secretAccessKey: 'SK' },
      }
      const { body } = await call<WorldBody>('POST', '/worlds', { name: 'a', credentials })
      expect(body.credentials).toMatchObject(credentials)
      expect((await telestream(body.credentials).get('/factories.json')).status).toBe(200)
      const taken = await call<ErrorBody>('POST', '/worlds', { name: 'b', credentials: { s3: credentials.s3 } })
      expect(taken.status).toBe(409)
      expect(taken.body.error).toEqual({ code: 'conflict', message: 'The world a already has the s3 access-key AK' })
    })

    it('of one name are created once, also when two ask at once', async () => {
      const answers = await Promise.all([
        call('POST', '/worlds', { name: 'w' }),
        call('POST', '/worlds', { name: 'w' }),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    })

    it('are gone with their credentials when they are deleted', async () => {
      const { body } = await call<WorldBody>('POST', '/worlds', { name: 'w' })
      expect((await call('DELETE', '/worlds/w')).status).toBe(204)
      expect((await call('GET', '/worlds/w')).status).toBe(404)
      expect((await control.of('w').call('GET', '/clock')).status).toBe(404)
      expect((await telestream(body.credentials).get('/factories.json')).status).toBe(401)
      expect((await call('DELETE', '/worlds/w')).status).toBe(404)
    })

    it('named main stay', async () => {
      expect(await call('DELETE', '/worlds/main')).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid-input' } },
      })
    })

    it('begin with a scenario, a seed and a clock of their own', async () => {
      const { body } = await call<WorldBody>('POST', '/worlds', {
        name: 'w',
        scenario: 'empty',
        seed: 7,
        clock: '2020-02-02T00:00:00Z',
      })
      expect(body.clock).toEqual({ mode: 'frozen', now: '2020-02-02T00:00:00.000Z' })
      const again = await call<WorldBody>('POST', '/w/no', {}).catch(() => undefined)
      expect(again?.status).toBe(404)
    })

    it.each([
      [{ nmae: 'w' }, '"nmae" is not known here; did you mean "name"?'],
      [{ scenario: 'defualt' }, 'scenario: there is no "defualt"; did you mean "default"?'],
      [
        { clock: 'tomorrow' },
        'clock: "tomorrow" is none of real, frozen and an ISO instant such as 2026-01-01T00:00:00Z',
      ],
      [{ seed: 'x' }, 'seed: Invalid input: expected number, received string'],
      [{ name: '../x' }, '"../x" is no name for a world: it takes up to 63 letters, digits, - and _'],
      [
        { credentials: { telestream: { acessKey: 'x' } } },
        'credentials.telestream: "acessKey" is not known here; did you mean "accessKey"?',
      ],
      [
        { credentials: { duracloud: [{ username: 'u', password: 'p', roles: [], ipLimits: '10.0.0.0/8, ::1' }] } },
        'credentials.duracloud.0.ipLimits: Expected addresses and CIDR ranges, with ; between them',
      ],
      [[], 'Invalid input: expected object, received array'],
    ])('refuse %j', async (body, message) => {
      const answer = await call<ErrorBody>('POST', '/worlds', body)
      expect(answer.status).toBe(400)
      expect(answer.body.error).toMatchObject({ code: 'invalid-input', message })
    })

    it('begin anew when they are reset', async () => {
      const { credentials } = emulator.worlds.main
      const before = await telestream(credentials).get('/factories.json')
      await telestream(credentials).post('/videos.json', { source_url: 'http://127.0.0.1:1/none.mp4' })
      await call('POST', '/clock/advance', { ms: 60_000 })
      const { status, body } = await call<WorldBody>('POST', '/reset')
      expect(status).toBe(200)
      expect(body).toMatchObject({ name: 'main', clock: { now: '2026-01-01T00:00:00.000Z' } })
      expect((await telestream(credentials).get('/videos.json')).body).toEqual([])
      expect((await telestream(credentials).get('/factories.json')).body).toEqual(before.body)
      expect(
        (await call<{ jobs: JobBody[] }>('GET', '/jobs')).body.jobs.filter(({ kind }) => kind.includes('source')),
      ).toEqual([])
    })

    it('are reset between requests, however many are under way', async () => {
      const { credentials } = emulator.worlds.main
      const ask = () => telestream(credentials).get('/factories.json')
      await ask()
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, ask)),
        call('POST', '/reset'),
        call('POST', '/reset'),
      ])
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      expect((await telestream(credentials).get('/videos.json')).status).toBe(200)
    })

    it('are deleted though a job of theirs waits for somebody outside', async () => {
      const arrived = Promise.withResolvers<void>()
      const release = Promise.withResolvers<void>()
      await call('POST', '/worlds', { name: 'w' })
      const world = emulator.worlds.get('w')
      if (!world) throw new Error('There is no world w')
      world.outbound.fetch = () =>
        world.jobs.outside(async () => {
          arrived.resolve()
          await release.promise
          throw new Error('connection refused')
        })
      const client = telestream(world.credentials)
      await client.post('/videos.json', { source_url: 'http://127.0.0.1:1/none.mp4' })
      const advanced = control.of('w').call('POST', '/clock/advance', { until: 'idle' })
      await arrived.promise
      const deleted = call('DELETE', '/worlds/w')
      release.resolve()
      expect((await deleted).status).toBe(204)
      expect((await advanced).status).toBe(200)
      expect((await call('POST', '/worlds', { name: 'w' })).status).toBe(201)
    })
  })

  describe('the clock', () => {
    const now = '2026-01-01T00:00:00.000Z'

    it('is read, set and advanced', async () => {
      expect((await call('GET', '/clock')).body).toEqual({ mode: 'frozen', now })
      expect((await call('POST', '/clock/advance', { ms: 1500 })).body).toEqual({
        mode: 'frozen',
        now: '2026-01-01T00:00:01.500Z',
        ran: 0,
      })
      expect((await call('POST', '/clock/advance', { to: '2026-01-02' })).body).toEqual({
        mode: 'frozen',
        now: '2026-01-02T00:00:00.000Z',
        ran: 0,
      })
      expect((await call('PUT', '/clock', { now: '2020-01-01T00:00:00Z' })).body).toEqual({
        mode: 'frozen',
        now: '2020-01-01T00:00:00.000Z',
      })
      expect((await call('PUT', '/clock', { mode: 'real' })).body).toMatchObject({
        mode: 'real',
        now: expect.stringMatching(/^2020-01-01T00:00:0/),
      })
      expect((await call('PUT', '/clock', { mode: 'frozen', now })).body).toEqual({ mode: 'frozen', now })
    })

    it('runs the jobs that fall due on the way, each at its own time', async () => {
      const { jobs } = emulator.worlds.main
      for (const dueAt of [3000, 1000, 2000]) jobs.schedule({ kind: 'none.such', dueAt: Date.parse(now) + dueAt })
      expect((await call('POST', '/clock/advance', { ms: 2000 })).body).toMatchObject({
        ran: 3,
        now: '2026-01-01T00:00:02.000Z',
      })
      expect((await call('POST', '/clock/advance', { until: 'idle' })).body).toMatchObject({ ran: expect.any(Number) })
      expect(
        (await call<{ jobs: JobBody[] }>('GET', '/jobs')).body.jobs.map(({ status, attempts }) => [status, attempts]),
      ).toEqual(Array.from({ length: 3 }, () => ['failed', 5]))
    })

    it('runs them too when it is set forward', async () => {
      emulator.worlds.main.jobs.schedule({ kind: 'none.such', dueAt: Date.parse(now) + 1000 })
      await call('PUT', '/clock', { now: '2026-01-01T01:00:00Z' })
      expect((await call<{ jobs: JobBody[] }>('GET', '/jobs')).body.jobs).toMatchObject([{ status: 'failed' }])
    })

    it.each([
      [{ to: '2025-12-31T00:00:00Z' }, /^to: It is 2026-01-01T00:00:00.000Z in main already/],
      [{ ms: -1 }, /^ms: /],
      [{ ms: 1e300 }, /^ms: That is after the end of time/],
      [{ until: 'idel' }, /^until: /],
      [{ to: 'soon' }, /^to: Expected an ISO instant such as/],
      [{}, /^Expected one of ms, to and until$/],
      [{ ms: 1, until: 'idle' }, /^Expected one of ms, to and until$/],
      [{ minutes: 1 }, /"minutes" is not known here; there is ms, to, until/],
    ])('is not advanced by %j', async (body, message) => {
      const answer = await call<ErrorBody>('POST', '/clock/advance', body)
      expect(answer.status).toBe(400)
      expect(answer.body.error.message).toMatch(message)
      expect((await call('GET', '/clock')).body).toEqual({ mode: 'frozen', now })
    })

    it.each([[{}], [{ mode: 'slow' }], [{ now: 'x' }]])('is not set to %j', async (body) => {
      expect((await call('PUT', '/clock', body)).status).toBe(400)
    })

    it('of one world is not that of another', async () => {
      await call('POST', '/worlds', { name: 'w' })
      await control.of('w').call('POST', '/clock/advance', { ms: 1000 })
      expect((await control.of('w').call('GET', '/clock')).body).toMatchObject({ now: '2026-01-01T00:00:01.000Z' })
      expect((await call('GET', '/clock')).body).toMatchObject({ now })
    })
  })

  describe('the journal', () => {
    async function threeRequests() {
      const client = telestream(emulator.worlds.main.credentials)
      await client.get('/factories.json')
      await client.get('/videos.json')
      await face.fetch(
        new Request(
          `${face.url}/v3.0/videos.json?access_key=your-access-key&timestamp=2025-01-01T00:00:00Z&signature=wrong`,
        ),
      )
    }

    it('tells what happened, newest first, page by page', async () => {
      await threeRequests()
      const first = (await call<JournalPage>('GET', '/journal?limit=2')).body
      expect(first.entries.map(({ operation, response }) => [operation, response.status])).toEqual([
        ['videos.list', 401],
        ['videos.list', 200],
      ])
      const second = (await call<JournalPage>('GET', `/journal?limit=2&after=${first.next}`)).body
      expect(second).toMatchObject({ entries: [{ operation: 'factories.list' }] })
      expect(second.next).toBeUndefined()
    })

    it('explains a refusal', async () => {
      await threeRequests()
      const { entries } = (await call<JournalPage>('GET', '/journal?status=401')).body
      expect(entries).toHaveLength(1)
      expect(entries[0]?.diagnosis?.mistakes[0]).toMatchObject({
        message: expect.any(String),
        hint: expect.any(String),
      })
      expect((await call('GET', `/journal/${entries[0]?.id}`)).body).toEqual(entries[0])
    })

    it.each([
      ['service=telestream', 3],
      ['service=s3', 0],
      ['path=factories', 1],
      ['direction=out', 0],
      ['since=2026-01-01T00:00:00Z', 3],
      ['since=2026-01-01T00:00:00.001Z', 0],
    ])('is filtered by %s', async (query, count) => {
      await threeRequests()
      expect((await call<JournalPage>('GET', `/journal?${query}`)).body.entries).toHaveLength(count)
    })

    it.each([
      ['limit=1001', /^limit: /],
      ['limit=0', /^limit: /],
      ['limit=x', 'limit: Expected a whole number'],
      ['stats=401', '"stats" is not known here; did you mean "status"?'],
      ['since=now', /^since: Expected an ISO instant/],
      ['after=x', 'after: Expected what `next` said'],
    ])('refuses ?%s', async (query, message) => {
      const answer = await call<ErrorBody>('GET', `/journal?${query}`)
      expect(answer.status).toBe(400)
      expect(answer.body.error.message).toMatch(message)
    })

    it('has what nobody serves, for that is what a wrong base URL looks like', async () => {
      expect((await face.fetch(new Request(`${face.url}/api/v3.0/videos.json`))).status).toBe(404)
      expect((await call<JournalPage>('GET', '/journal')).body.entries).toMatchObject([
        {
          service: 'none',
          response: { status: 404 },
          error: expect.stringContaining('stuntdouble serves nothing at /api/v3.0/videos.json; it serves /v2'),
        },
      ])
    })

    it('is emptied', async () => {
      await threeRequests()
      expect((await call('DELETE', '/journal')).status).toBe(204)
      expect((await call('GET', '/journal')).body).toEqual({ entries: [] })
      expect((await call('GET', '/journal/1')).status).toBe(404)
    })
  })

  describe('jobs', () => {
    it('are listed, those due first in front, and made to happen', async () => {
      const { jobs } = emulator.worlds.main
      jobs.schedule({ kind: 'none.later', dueAt: Date.parse('2026-01-03T00:00:00Z'), subject: 'video/1' })
      const { id } = jobs.schedule({ kind: 'none.sooner', dueAt: Date.parse('2026-01-02T00:00:00Z') })
      const listed = (await call<{ jobs: JobBody[] }>('GET', '/jobs')).body.jobs
      expect(listed).toMatchObject([
        {
          id,
          kind: 'none.sooner',
          dueAt: '2026-01-02T00:00:00.000Z',
          status: 'waiting',
          attempts: 0,
          background: false,
        },
        { kind: 'none.later', subject: 'video/1' },
      ])
      const { status, body } = await call('POST', `/jobs/${id}/run`)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        id,
        done: false,
        job: { attempts: 1, lastError: expect.stringContaining('none.sooner') },
      })
    })

    it('that are done are gone', async () => {
      await telestream(emulator.worlds.main.credentials).post('/videos.json', {
        source_url: 'http://127.0.0.1:1/none.mp4',
      })
      const [job] = (await call<{ jobs: JobBody[] }>('GET', '/jobs')).body.jobs
      if (!job) throw new Error('No job waits')
      expect((await call('POST', `/jobs/${job.id}/run`)).body).toEqual({ id: job.id, done: true })
      expect((await call('POST', `/jobs/${job.id}/run`)).status).toBe(404)
    })
  })

  describe('what it does not understand', () => {
    it('a path that is none: says which there are', async () => {
      const { status, body } = await call<ErrorBody>('GET', '/wolrds')
      expect(status).toBe(404)
      expect(body.error.message).toContain('There is no /_stuntdouble/wolrds; there is /_stuntdouble/health, ')
    })

    it('a method that is none: says which there are', async () => {
      const { status, headers, body } = await call<ErrorBody>('PATCH', '/clock')
      expect(status).toBe(405)
      expect(headers.get('allow')).toBe('GET, PUT')
      expect(body.error.message).toBe('PATCH is not for /clock; it takes GET, PUT')
      expect((await call('POST', '/health')).status).toBe(405)
    })

    it('a world that is none', async () => {
      expect(await control.of('nobody').call('GET', '/clock')).toMatchObject({
        status: 404,
        body: { error: { message: 'There is no world nobody' } },
      })
    })

    it('a slash at the end', async () => {
      expect((await call('GET', '/clock/')).status).toBe(200)
    })

    async function post(body: string, headers: Record<string, string>) {
      const response = await face.fetch(
        new Request(`${face.url}/_stuntdouble/worlds`, { method: 'POST', body, headers }),
      )
      return { status: response.status, body: (await response.json()) as ErrorBody }
    }

    it('JSON that is none', async () => {
      const { status, body } = await post('{"name":', { 'content-type': 'application/json' })
      expect(status).toBe(400)
      expect(body.error).toMatchObject({
        code: 'invalid-json',
        message: expect.stringMatching(/^The body is no JSON: /),
      })
    })

    it('a body of another type, which a form of a foreign page could send', async () => {
      const { status, body } = await post('{"name":"x"}', { 'content-type': 'text/plain' })
      expect(status).toBe(415)
      expect(body.error.message).toBe('The body is text/plain; send JSON with content-type application/json')
      expect((await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
    })

    it('a body that is too large', async () => {
      const { status, body } = await post(JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), {
        'content-type': 'application/json',
      })
      expect(status).toBe(413)
      expect(body.error.code).toBe('too-large')
    })

    it('never answers with a stack', async () => {
      emulator.worlds.main.reset = () => Promise.reject(new Error('inner workings'))
      const { status, body } = await call('POST', '/reset')
      expect(status).toBe(500)
      expect(body).toEqual({ error: { code: 'internal', message: 'stuntdouble failed; its log says why' } })
    })
  })
})
