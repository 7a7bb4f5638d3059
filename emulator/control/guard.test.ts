import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { request } from 'node:http'
import { createEmulator, type Emulator } from '../emulator.ts'
import { ControlError } from './errors.ts'
import { refuseForeign } from './guard.ts'

const controlHosts = ['double.example.com']

function allows(url: string, headers: Record<string, string> = {}): boolean {
  const { origin } = new URL(url)
  try {
    refuseForeign({ request: new Request(url, { method: 'POST', headers }), origin, controlHosts })
    return true
  } catch (error) {
    if (error instanceof ControlError && error.code === 'forbidden') return false
    throw error
  }
}

describe('names', () => {
  it.each([
    'http://127.0.0.1:4600',
    'http://10.1.2.3:4600',
    'http://0x7f000001/',
    'http://[::1]:4600',
    'http://localhost:4600',
    'http://LOCALHOST.:4600',
    'http://double.localhost',
    'http://stuntdouble:4600',
    'http://host.docker.internal:4600',
    'https://double.example.com',
    'https://Double.Example.COM:8443',
  ])('%s is answered', (url) => expect(allows(url)).toBe(true))

  it.each([
    'http://evil.example:4600',
    'http://localhost.evil.example',
    'http://127.0.0.1.nip.io:4600',
    'http://x.double.example.com',
    'http://notlocalhost.com',
    'http://evil.docker.internal',
  ])('%s is not', (url) => expect(allows(url)).toBe(false))

  it.each([
    ['evil.example', false],
    ['localhost:4600', true],
    ['a b', false],
    ['', false],
    ['user@localhost', true],
  ])('a Host header of %j decides too', (host, allowed) => {
    expect(allows('http://127.0.0.1:4600', { host })).toBe(allowed)
  })
})

describe('web pages', () => {
  it.each([
    [{ origin: 'http://127.0.0.1:4600' }, true],
    [{ origin: 'https://127.0.0.1:4600' }, true],
    [{ origin: 'http://127.0.0.1:5173' }, false],
    [{ origin: 'http://localhost:4600' }, false],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'null' }, false],
    [{ origin: '' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'http://127.0.0.1:4600', 'sec-fetch-site': 'cross-site' }, false],
    [{}, true],
  ])('that send %j are told apart', (headers, allowed) => {
    expect(allows('http://127.0.0.1:4600', headers)).toBe(allowed)
  })
})

describe('over HTTP', () => {
  let emulator: Emulator
  let port: number
  beforeAll(async () => {
    emulator = await createEmulator({ port: 0, s3Port: 0 })
    port = Number(new URL((await emulator.listen()).url).port)
  })
  afterAll(() => emulator.close())

  function status(path: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, path, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asking.on('error', reject)
      asking.end()
    })
  }

  test.each(['/_stuntdouble/health', '/_stuntdouble/worlds', '/w/main/_stuntdouble/clock', '/_stuntdouble/none'])(
    'a rebound name gets nothing of %s',
    async (path) => {
      expect(await status(path, { host: `evil.example:${port}` })).toBe(403)
    },
  )

  test('an absolute target names a host as well', async () => {
    expect(await status('http://evil.example/_stuntdouble/worlds', { host: '127.0.0.1' })).toBe(403)
    expect(await status('http://127.0.0.1/_stuntdouble/worlds', { host: 'evil.example' })).toBe(403)
  })

  test('the vendors’ APIs answer to any name and any page', async () => {
    const answers = await Promise.all([
      status('/v3.0/videos.json', { host: 'api.cloud.telestream.net' }),
      status('/v3.0/videos.json', { origin: 'https://app.example' }),
    ])
    // Without credentials: the vendor's refusal, not ours.
    expect(answers).toEqual([400, 400])
  })
})
