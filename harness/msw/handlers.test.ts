import { setupServer } from 'msw/node'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createEmulator, type Emulator, type WorldHandle } from '../../emulator/index.ts'
import { clientAs } from '../duracloud-client.ts'
import { telestreamClient, type Wire } from '../telestream-client.ts'
import { handlers } from './index.ts'

let emulator: Emulator
let world: WorldHandle
const server = setupServer()
const unhandled = vi.fn<(message: unknown) => void>()

beforeAll(async () => {
  emulator = await createEmulator()
  world = await emulator.createWorld()
  // What is said of an unhandled request; nothing of this suite may leave the process.
  vi.spyOn(console, 'error').mockImplementation(unhandled)
  server.listen({ onUnhandledFrame: 'error' })
})
afterAll(async () => {
  server.close()
  vi.restoreAllMocks()
  await emulator.close()
})
afterEach(() => {
  server.resetHandlers()
  unhandled.mockClear()
})

/** An app as it is in production: it knows hosts and credentials, and `fetch`. */
const telestream = (host: string, of = world) =>
  telestreamClient({
    fetch: (request) => fetch(request),
    url: `https://${host}`,
    credentials: of.credentials.telestream,
    now: () => of.clock.now.getTime(),
  })

describe('handlers of an emulator', () => {
  it.each(['api.cloud.telestream.net', 'api-eu-west.cloud.telestream.net', 'api-gce.pandastream.com'])(
    'verify what was signed for %s',
    async (host) => {
      server.use(...handlers(emulator))
      const { status, body } = await telestream(host).get<Wire[]>('/profiles.json')
      expect([status, body.length]).toEqual([200, 6])
    },
  )

  it('refuse what was signed for another host, and say in the journal what is the matter', async () => {
    server.use(...handlers(emulator))
    const signed = telestream('api.cloud.telestream.net').signedUrl('GET', '/profiles.json')
    const answer = await fetch(signed.replace(/signature=..../, 'signature=AAAA'))
    expect(answer.status).toBe(401)
    expect(world.journal.refusals().at(-1)?.diagnosis?.expected?.stringToSign).toContain('\napi.cloud.telestream.net\n')
  })

  it('find the world by the credential', async () => {
    await using other = await emulator.createWorld()
    server.use(...handlers(emulator))
    await other.telestream.aVideo()
    const host = 'api.cloud.telestream.net'
    expect((await telestream(host, other).get<Wire[]>('/videos.json')).body).toHaveLength(1)
    expect((await telestream(host).get<Wire[]>('/videos.json')).body).toHaveLength(0)
  })

  it('take a file in parts at the location that was given, and give its outputs back', async () => {
    await using mine = await emulator.createWorld()
    server.use(...handlers(emulator))
    const client = telestream('api.cloud.telestream.net', mine)
    const bytes = new Uint8Array(6 * 1024 * 1024).fill(7)
    const { body: session } = await client.post('/videos/upload.json', {
      file_name: 'big.bin',
      file_size: String(bytes.length),
      multi_chunk: 'true',
    })
    expect(session.location).toMatch(/^https:\/\/api\.cloud\.telestream\.net\/upload\/session\?id=/)
    for (const part of [0, 1]) {
      const body = bytes.slice(part * 5242880, (part + 1) * 5242880)
      const sent = await fetch(session.location, { method: 'POST', headers: { 'x-part': String(part) }, body })
      expect(sent.status).toBe([204, 200][part])
    }
    const [factory] = (await client.get<Wire[]>('/factories.json')).body
    const { body: videos } = await client.get<Wire[]>('/videos.json')
    const source = await fetch(`${String(factory?.['url'])}${videos[0]?.path}.bin`)
    expect(source.status).toBe(404)
    const { path, files = [] } = { path: '', ...(await mine.telestream.aVideo()).encodings[0] }
    const output = await fetch(`${String(factory?.['url'])}${files[0] ?? path}`)
    expect([output.status, output.headers.get('content-type')]).toEqual([200, 'video/mp4'])
  })

  it('answer DuraCloud under the account’s own host', async () => {
    server.use(...handlers(emulator))
    const [, admin] = world.credentials.duracloud
    const { status, text } = await clientAs(
      { fetch: (request) => fetch(request), url: 'https://acme.duracloud.org' },
      admin,
    ).get('/spaces')
    expect(status).toBe(200)
    expect(text).toContain('<space id="my-space" />')
  })
})

describe('handlers of a world', () => {
  it('lead every request to it, also those that say nothing about worlds', async () => {
    await using mine = await emulator.createWorld()
    server.use(...handlers(mine))
    await mine.objects.createBucket('pictures', { publicRead: true })
    await mine.objects.put('pictures', 'a.txt', 'hello')
    expect(await (await fetch('https://s3.eu-west-1.amazonaws.com/pictures/a.txt')).text()).toBe('hello')
    expect(mine.journal.entries().map(({ service, world: name }) => [service, name])).toEqual([['s3', mine.name]])
  })
})

describe('what is not the double’s', () => {
  it.each([
    'https://example.org/v3.0/videos',
    'https://api.cloud.telestream.net/qc/v1.0/projects',
    'https://d111111abcdef8.cloudfront.net/movie.m3u8',
  ])('is unhandled, as msw says it: %s', async (url) => {
    server.use(...handlers(emulator))
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    expect(unhandled).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining(`intercepted a request without a matching request handler:\n\n  \u2022 GET ${url}\n`),
    )
  })

  it('is left to other handlers, before and after', async () => {
    const mine = http.get('https://example.org/health', () => HttpResponse.text('mine'))
    const first = http.get('https://api.cloud.telestream.net/v3.0/profiles.json', () => HttpResponse.text('first'))
    server.use(first, ...handlers(emulator), mine)
    expect(await (await fetch('https://example.org/health')).text()).toBe('mine')
    expect(await (await fetch('https://api.cloud.telestream.net/v3.0/profiles.json')).text()).toBe('first')
  })
})

describe('hosts of the app’s own', () => {
  it('are answered, whatever the path', async () => {
    server.use(...handlers(world, { hosts: ['media.example.org', '*.media.example.org'] }))
    expect((await telestream('eu.media.example.org').get('/profiles.json')).status).toBe(200)
    expect((await fetch('http://media.example.org/nothing')).status).toBe(404)
    await expect(fetch('http://a.b.media.example.org/')).rejects.toThrow('fetch failed')
  })

  it.each(['https://media.example.org', 'media.example.org:443', ''])('are names: %j is refused', (host) => {
    expect(() => handlers(emulator, { hosts: [host] })).toThrow('is no host name')
  })
})
