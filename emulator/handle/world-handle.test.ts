import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { telestreamClient, type Wire } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator, NeverHappened, type WorldHandle } from '../index.ts'
import { milliseconds } from './duration.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator()
})
afterAll(() => emulator.close())

/** Signs for any host; the request reaches the world by its handle. */
function clientOf(world: WorldHandle, url = world.url) {
  return telestreamClient({
    fetch: (request) => world.fetch(request),
    url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now.getTime(),
  })
}

describe('a world that a test holds', () => {
  it('has credentials, base URLs and variables of its own, for every SDK', async () => {
    await using world = await emulator.createWorld({
      name: 'mine',
      credentials: { stream: { apiKey: 'k', apiSecret: 's' } },
    })
    expect(world.url).toBe('http://127.0.0.1:4600/w/mine')
    expect(world.s3Url).toBe('http://127.0.0.1:4601/w/mine')
    expect(world.env).toMatchObject({
      STUNTDOUBLE_URL: world.url,
      TELESTREAM_ACCESS_KEY: world.credentials.telestream.accessKey,
      STREAM_API_KEY: 'k',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4601',
    })
    expect(world.credentials.telestream.accessKey).not.toBe('your-access-key')
  })

  it('is gone when it is let go of, with its name and credentials', async () => {
    const credentials = { s3: { accessKeyId: 'AK', secretAccessKey: 'SK' } }
    {
      await using world = await emulator.createWorld({ name: 'short', credentials })
      expect(emulator.worlds.get('short')?.name).toBe(world.name)
    }
    expect(emulator.worlds.get('short')).toBeUndefined()
    await using again = await emulator.createWorld({ name: 'short', credentials })
    expect(again.name).toBe('short')
    await again[Symbol.asyncDispose]()
  })

  it('is main, too, which begins anew when it is let go of', async () => {
    {
      await using main = await emulator.world()
      await main.clock.advance('1d')
      expect(main.clock.now.toISOString()).toBe('2026-01-02T00:00:00.000Z')
    }
    expect((await emulator.world('main')).clock.now.toISOString()).toBe('2026-01-01T00:00:00.000Z')
    await expect(emulator.world('nobody')).rejects.toThrow('There is no world nobody')
  })
})

describe('its fetch', () => {
  it('reaches this world by a path, by its base URL, and by the vendors’ own names', async () => {
    await using world = await emulator.createWorld()
    const profiles = async (url?: string) => (await clientOf(world, url).get<Wire[]>('/profiles.json')).body.length
    expect(await profiles()).toBe(6)
    expect(await profiles('https://api.cloud.telestream.net')).toBe(6)
    expect(await profiles('https://api-eu-west.cloud.telestream.net')).toBe(6)
    expect((await world.fetch('/_stuntdouble/clock')).status).toBe(200)
    const clock = await world.fetch(`${emulator.url}/_stuntdouble/jobs`)
    expect(await clock.json()).toEqual({ jobs: [] })
    expect(world.journal.entries().map(({ world: name }) => name)).toEqual([world.name, world.name, world.name])
  })

  it('refuses what a client presents that only another world knows, and says so', async () => {
    await using world = await emulator.createWorld()
    await using other = await emulator.createWorld()
    const stranger = telestreamClient({
      fetch: (request) => world.fetch(request),
      url: 'https://api.cloud.telestream.net',
      credentials: other.credentials.telestream,
      now: () => world.clock.now.getTime(),
    })
    expect((await stranger.get('/videos.json')).status).toBe(401)
    expect(world.journal.refusals()).toMatchObject([{ diagnosis: { mistakes: [{ code: 'other-world' }] } }])
    expect(world.journal.describe()).toContain(`The access key is that of the world ${other.name}`)
    expect(other.journal.entries()).toEqual([])
  })

  it('reads public objects by every address of the buckets', async () => {
    await using world = await emulator.createWorld()
    await world.objects.createBucket('pictures', { publicRead: true })
    await world.objects.put('pictures', 'a.txt', 'hello')
    for (const url of [
      `${world.s3Url}/pictures/a.txt`,
      `${emulator.s3Url}/pictures/a.txt`,
      'https://s3.amazonaws.com/pictures/a.txt',
      'https://s3.eu-west-1.amazonaws.com/pictures/a.txt',
      'http://api.cloud.telestream.net:4601/pictures/a.txt',
    ])
      expect([url, await (await world.fetch(url)).text()]).toEqual([url, 'hello'])
  })

  it.each([
    ['https://api.cloud.telestream.net/v3.0/videos.json', true],
    ['https://api-us-east.cloud.telestream.net/flip/3.1/factories', true],
    ['http://vm-37gup6.upload.pandastream.com/upload/session?id=abc', true],
    ['https://acme.duracloud.org/durastore/spaces', true],
    ['https://s3.amazonaws.com/', true],
    ['https://photos.s3.eu-central-1.amazonaws.com/cat.jpg', true],
    ['http://127.0.0.1:4600/_stuntdouble/health', true],
    ['http://127.0.0.1:4601/my-bucket', true],
    ['https://api.cloud.telestream.net/qc/v1.0/projects', false],
    ['https://example.org/v3.0/videos.json', false],
    ['https://d111111abcdef8.cloudfront.net/movie.m3u8', false],
    ['https://evil-cloud.telestream.net.example.org/v2/videos.json', false],
    ['nonsense', false],
  ])('serves %s: %s', (url, served) => {
    expect(emulator.serves(url)).toBe(served)
  })
})

describe('its clock', () => {
  it('advances by lengths of time, to instants, and until nothing is left to do', async () => {
    await using world = await emulator.createWorld()
    const { clock } = world
    expect([clock.mode, clock.now]).toEqual(['frozen', new Date('2026-01-01T00:00:00Z')])
    await clock.advance('2h')
    await clock.advance(500)
    expect(clock.now.toISOString()).toBe('2026-01-01T02:00:00.500Z')
    await clock.advance({ to: '2026-01-02T00:00:00Z' })
    await world.telestream.aVideo({ state: 'uploaded' })
    expect(await clock.advance({ until: 'idle' })).toBe(4)
    expect(clock.now.toISOString()).toBe('2026-01-02T00:00:12.000Z')
    await expect(clock.advance({ to: new Date(0) })).rejects.toThrow(
      'It is 2026-01-02T00:00:12.000Z in this world already, after 1970-01-01T00:00:00.000Z; clock.set moves it back',
    )
    await clock.set({ now: new Date(0) })
    expect(clock.now.getTime()).toBe(0)
    await clock.set({ mode: 'real' })
    expect(clock.mode).toBe('real')
  })

  it.each([
    [0, 0],
    ['250ms', 250],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ] as const)('takes %s for %d ms', (duration, ms) => {
    expect(milliseconds(duration)).toBe(ms)
  })

  it.each([-1, Number.NaN, Infinity])('refuses %s', (duration) => {
    expect(() => milliseconds(duration)).toThrow(RangeError)
  })
})

describe('until', () => {
  it('lets time pass from job to job, and answers what the predicate found', async () => {
    await using world = await emulator.createWorld()
    const client = clientOf(world)
    const { id } = await world.telestream.aVideo({ profiles: ['h264', 'webm'], state: 'uploaded' })
    const encoding = await world.until(async () => {
      const { body } = await client.get<Wire[]>(`/videos/${id}/encodings.json`)
      return body.find(({ status }) => status === 'success')
    })
    expect(encoding).toMatchObject({ encoding_progress: 100 })
    expect(world.clock.now.toISOString()).toBe('2026-01-01T00:00:12.000Z')
  })

  it('lets no time pass when there is nothing to wait for', async () => {
    await using world = await emulator.createWorld()
    await world.telestream.aVideo({ state: 'encoding' })
    expect(await world.until(() => 'at once')).toBe('at once')
    expect(world.clock.now.toISOString()).toBe('2026-01-01T00:00:00.000Z')
  })

  it('throws with the journal when nothing is left that could happen', async () => {
    await using world = await emulator.createWorld({ name: 'idle' })
    await world.fetch('/v3.0/videos.json?access_key=x')
    const failure = world.until(() => false, { what: 'the video is encoded' })
    await expect(failure).rejects.toThrow(NeverHappened)
    await expect(failure).rejects.toThrow(
      'The video is encoded never happened: no job waits any more. It is 2026-01-01T00:00:00.000Z in idle.\nThe end of its journal:\ntelestream GET /w/idle/v3.0/videos.json 400',
    )
  })

  it('throws when the time is over, without letting more pass', async () => {
    await using world = await emulator.createWorld()
    await world.telestream.aVideo({ state: 'encoding' })
    await expect(world.until(() => false, { within: '11s' })).rejects.toThrow(
      'What was waited for did not happen within 11s',
    )
    expect(world.clock.now.toISOString()).toBe('2026-01-01T00:00:10.000Z')
  })

  it('throws what the predicate throws', async () => {
    await using world = await emulator.createWorld()
    await expect(world.until(() => Promise.reject(new TypeError('mine')))).rejects.toThrow('mine')
  })
})

describe('its objects', () => {
  it('read back what was written, and put what a test needs', async () => {
    await using world = await emulator.createWorld()
    const { objects } = world
    expect(await objects.buckets()).toContain(`my-bucket-${world.name}`)
    await objects.createBucket('box')
    await objects.put('box', 'a.json', '{"a":1}', { contentType: 'application/json' })
    await objects.put('box', 'dir/b.bin', new Uint8Array([1, 2, 3]))
    expect(await objects.keys('box')).toEqual(['a.json', 'dir/b.bin'])
    expect(await objects.keys('box', 'dir/')).toEqual(['dir/b.bin'])
    expect(await objects.json('box', 'a.json')).toEqual({ a: 1 })
    expect(await objects.text('box', 'a.json')).toBe('{"a":1}')
    expect(await objects.bytes('box', 'dir/b.bin')).toEqual(new Uint8Array([1, 2, 3]))
    expect(await objects.head('box', 'a.json')).toMatchObject({ size: 7, contentType: 'application/json' })
    expect(await objects.head('box', 'nothing')).toBeUndefined()
    await expect(objects.text('box', 'nothing')).rejects.toThrow('nothing')
  })

  it('lists more keys than a page holds', async () => {
    await using world = await emulator.createWorld()
    await world.objects.createBucket('many')
    for (let n = 0; n < 1001; n += 1) await world.objects.put('many', `k${String(n).padStart(4, '0')}`, '')
    expect(await world.objects.keys('many')).toHaveLength(1001)
  })
})

it('shows its jobs, and does one before its time', async () => {
  await using world = await emulator.createWorld()
  await world.telestream.aVideo({ state: 'encoding' })
  const finish = world.jobs.list().find(({ kind }) => kind === 'telestream.encoding-finish')
  expect(await world.jobs.run(finish?.id ?? '')).toBe(true)
  expect(await world.jobs.run('nothing')).toBe(false)
  expect(world.clock.now.toISOString()).toBe('2026-01-01T00:00:00.000Z')
})

it('is reset to its scenario, with the same credentials', async () => {
  await using world = await emulator.createWorld()
  await world.telestream.aVideo()
  await world.reset()
  const { status, body } = await clientOf(world).get('/videos.json')
  expect([status, body]).toEqual([200, []])
})
