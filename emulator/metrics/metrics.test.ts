import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readPrometheus, type Sample } from '../../harness/prometheus-text.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type WorldHandle } from '../index.ts'
import { Metrics } from './metrics.ts'
import { Counter, Histogram } from './series.ts'
import { counterText, histogramText } from './text.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator()
  return () => emulator.close()
})

async function collected(): Promise<ReturnType<typeof readPrometheus>> {
  const answer = await emulator.fetch(new Request(`${emulator.url}/_stuntdouble/metrics`))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return readPrometheus(await answer.text())
}

/** The samples of a metric, without what is 0. */
async function samples(name: string): Promise<[Record<string, string>, number][]> {
  const of = (await collected()).get(`stuntdouble_${name}`)?.samples ?? []
  return of.filter(({ value }) => value !== 0).map(({ labels, value }) => [labels, value])
}

function clientOf(world: WorldHandle) {
  return telestreamClient({
    fetch: (request) => world.fetch(request),
    url: world.url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now.getTime(),
  })
}

it('counts requests by service, operation, method and class of status', async () => {
  await using world = await emulator.createWorld({ name: 'app' })
  const client = clientOf(world)
  await client.get('/videos.json')
  await client.get('/videos.json')
  await client.get('/videos/none.json')
  await world.fetch('/v3.0/videos.json', { method: 'BREW' })
  await world.faults.add({ service: 'stream', reset: true })
  await expect(world.fetch('/api/v2/app')).rejects.toThrow('fetch failed')
  const app = { world: 'app', service: 'telestream' }
  expect(await samples('requests_total')).toEqual([
    [{ ...app, operation: 'videos.list', method: 'GET', status: '2xx' }, 2],
    [{ ...app, operation: 'videos.get', method: 'GET', status: '4xx' }, 1],
    [{ ...app, operation: '', method: '_other', status: '4xx' }, 1],
    [{ world: 'app', service: 'stream', operation: 'GetApp', method: 'GET', status: 'none' }, 1],
  ])
})

it('has the durations of requests in buckets that add up', async () => {
  await using world = await emulator.createWorld()
  for (let n = 0; n < 5; n += 1) await clientOf(world).get('/profiles.json')
  const family = (await collected()).get('stuntdouble_request_duration_seconds')
  const of = { service: 'telestream', operation: 'profiles.list' }
  const buckets = family?.samples.filter(({ name }) => name.endsWith('_bucket')) ?? []
  expect(buckets.at(-1)).toMatchObject({ labels: { ...of, le: '+Inf' }, value: 5 })
  expect(buckets.map(({ value }) => value)).toEqual(buckets.map(({ value }) => value).toSorted((a, b) => a - b))
  expect(family?.samples.slice(-2)).toEqual([
    { name: 'stuntdouble_request_duration_seconds_sum', labels: of, value: expect.any(Number) },
    { name: 'stuntdouble_request_duration_seconds_count', labels: of, value: 5 },
  ])
})

it('counts refusals by what the diagnosis names', async () => {
  await using world = await emulator.createWorld({ name: 'app' })
  const { credentials, url } = world
  const wrong = { ...credentials.telestream, secretKey: ` ${credentials.telestream.secretKey}` }
  const client = telestreamClient({
    fetch: (request) => world.fetch(request),
    url,
    credentials: wrong,
    now: () => world.clock.now.getTime(),
  })
  expect((await client.get('/videos.json')).status).toBe(401)
  const [entry] = world.journal.refusals()
  const codes = entry?.diagnosis?.mistakes.map(({ code }) => code) ?? []
  expect(codes.length).toBeGreaterThan(0)
  expect(await samples('refusals_total')).toEqual(
    codes.map((reason) => [{ world: 'app', service: 'telestream', reason }, 1]),
  )
})

describe('webhooks and jobs', () => {
  const statuses: number[] = []
  const receiver = createServer((request, response) => {
    request.resume()
    response.writeHead(statuses.shift() ?? 200).end()
  })
  beforeAll(() => new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => void receiver.close(resolve)))

  it('are counted by what became of them', async () => {
    await using world = await emulator.createWorld({ name: 'app' })
    const { port } = receiver.address() as AddressInfo
    await world.telestream.aWebhook(`http://127.0.0.1:${port}/hook`)
    await world.faults.add({ service: 'webhook', lose: true, times: 1 })
    statuses.push(500)
    await world.telestream.aVideo()
    await world.clock.advance('1d')
    const delivered = await samples('webhook_deliveries_total')
    const outcomes = Object.fromEntries(delivered.map(([{ outcome = '' }, count]) => [outcome, count]))
    expect(outcomes).toMatchObject({ lost: 1, rejected: 1, delivered: expect.any(Number) })
    expect(await samples('faults_fired_total')).toEqual([
      [{ world: 'app', service: 'webhook', effect: 'lose', error: '' }, 1],
    ])
    const sent = world.journal.entries({ direction: 'out' }).filter(({ operation }) => operation === 'webhook')
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(sent.length)
    const done = (await samples('jobs_total')).map(([{ outcome }]) => outcome)
    expect(new Set(done)).toEqual(new Set(['done']))
  })
})

it('tells what waits and what there is, and changes nothing by that', async () => {
  await using world = await emulator.createWorld({ name: 'app', scenario: 'empty' })
  await world.objects.createBucket('films')
  await world.objects.put('films', 'a', 'hello')
  await world.objects.put('films', 'b', new Uint8Array(100))
  const before = [await world.snapshot()].map(({ sizes }) => sizes)
  const level = async (name: string) => (await samples(name)).find(([labels]) => labels.world === 'app')?.[1]
  expect([await level('objects'), await level('object_bytes')]).toEqual([2, 105])
  expect([await level('jobs_waiting'), await level('jobs_failed')]).toEqual([
    world.jobs.list().length || undefined,
    undefined,
  ])
  expect(await samples('worlds')).toEqual([[{}, 2]])
  await world.objects.put('films', 'b', new Uint8Array(200))
  expect(await level('object_bytes')).toBe(205)
  expect([await world.snapshot()].map(({ sizes }) => sizes)).toEqual(before.map((sizes) => ({ ...sizes, bytes: 205 })))
})

it('gives worlds that nobody named, and those beyond the twentieth, one label together', async () => {
  const names = Array.from({ length: 25 }, (_, n) => `team-${n}`)
  for (const name of [...names, undefined, undefined]) {
    const world = await emulator.createWorld({ name })
    await world.fetch('/v3.0/videos.json')
  }
  const counted = (await samples('requests_total')).map(([{ world }, count]) => [world, count])
  expect(counted).toEqual([...names.slice(0, 19).map((name) => [name, 1]), ['_other', 8]])
  const levels = (await collected()).get('stuntdouble_objects')?.samples.map(({ labels }) => labels.world)
  expect(levels).toEqual(['main', ...names.slice(0, 19), '_other'])
})

it('never goes back, also when a world is deleted and made again', async () => {
  for (const count of [1, 2]) {
    await using world = await emulator.createWorld({ name: 'again' })
    await world.fetch('/v3.0/videos.json')
    expect((await samples('requests_total')).map(([, value]) => value)).toEqual([count])
  }
  expect((await samples('requests_total')).map(([, value]) => value)).toEqual([2])
})

it('has an end, whatever clients make up', () => {
  const metrics = new Metrics()
  const meter = metrics.meter('main')
  const request = { at: 0, service: 'duracloud', direction: 'in', method: 'POST', url: '', status: 400 } as const
  const rest = { requestHeaders: [], responseHeaders: [], durationMs: 1 }
  for (let n = 0; n < 3000; n += 1) meter.recorded({ ...request, ...rest, operation: `tasks.${n}` })
  const counted = metrics.requests.list()
  expect(counted).toHaveLength(2001)
  expect(counted.at(-1)).toEqual({ labels: ['_other', '_other', '_other', '_other', '_other'], value: 1000 })
  expect(metrics.durations.list()).toHaveLength(2001)
})

it('counts each kind of request by itself, in whatever order they come', () => {
  const kind = fc.record({
    service: fc.constantFrom('s3', 'duracloud'),
    operation: fc.oneof(fc.constantFrom('videos.get', undefined), fc.nat({ max: 400 }).map(String)),
    method: fc.constantFrom('GET', 'HEAD', 'BREW', 'SIP'),
    status: fc.constantFrom(200, 204, 404),
  })
  fc.assert(
    fc.property(fc.array(kind, { maxLength: 600 }), (kinds) => {
      const metrics = new Metrics()
      const [requests, durations] = [new Counter(), new Histogram()]
      const meters = [metrics.meter('main'), metrics.meter('mine')]
      for (const [at, request] of kinds.entries()) {
        const rest = { at: 0, direction: 'in', url: '', requestHeaders: [], responseHeaders: [] } as const
        meters[at % 2]?.recorded({ ...rest, ...request, durationMs: at })
        const { service, operation = '', method, status } = request
        const verb = method === 'GET' || method === 'HEAD' ? method : '_other'
        requests.add([at % 2 === 0 ? 'main' : 'mine', service, operation, verb, `${String(status)[0]}xx`])
        durations.observe([service, operation], at / 1000)
      }
      expect(metrics.requests.list()).toEqual(requests.list())
      expect(metrics.durations.list()).toEqual(durations.list())
    }),
    { numRuns: 40 },
  )
})

describe('the text', () => {
  it('holds any label and any number, and a strict reader reads the same', () => {
    const words = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 8 })
    fc.assert(
      fc.property(
        words,
        fc.array(fc.double({ min: 0, noNaN: true, max: 1e6 }), { maxLength: 20 }),
        (pairs, seconds) => {
          const counter = new Counter()
          for (const pair of pairs) counter.add(pair)
          const durations = new Histogram()
          for (const value of seconds) durations.observe(['x'], value)
          const read = readPrometheus(
            counterText({ name: 'a_total', help: 'With \\ and\nlines.', labels: ['one', 'two'] }, counter) +
              histogramText({ name: 'b', help: 'b', labels: ['of'] }, durations),
          )
          const counted = read.get('a_total')?.samples.map(({ labels, value }) => [labels.one, labels.two, value])
          expect(counted).toEqual(counter.list().map(({ labels, value }) => [...labels, value]))
          const last = (end: string) =>
            read.get('b')?.samples.findLast(({ name }: Sample) => name === `b_${end}`)?.value
          const expected = seconds.length === 0 ? undefined : seconds.length
          expect([last('bucket'), last('count')]).toEqual([expected, expected])
        },
      ),
    )
  })

  it.each(['a 1', '# TYPE a counter\na{b="c",} 1\n', '# HELP a b\n# TYPE a counter\na{b="c"d="e"} 1\n'])(
    'and that reader refuses %j',
    (text) => expect(() => readPrometheus(text)).toThrow(Error),
  )
})
