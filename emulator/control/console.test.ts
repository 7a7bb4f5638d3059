import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEmulator, type Emulator } from '../emulator.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
})
afterEach(() => emulator.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  emulator.fetch(new Request(`${emulator.url}${path}`, { headers }))

test.each(['/_stuntdouble/', '/w/main/_stuntdouble/'])(
  'the page at %s has nothing inline and nothing from elsewhere',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    )
    const html = await response.text()
    expect(html).not.toMatch(/<style|style=|<script>|\son\w+=|https?:/)
    for (const [, file] of html.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await get(`${path}${file}`)).status, file).toBe(200)
  },
)

test('of a world that is not there, a browser is shown those that are', async () => {
  await emulator.createWorld({ name: 'other' })
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const response = await get('/w/<b>&nope/_stuntdouble/', { accept })
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await response.text()
  expect(html).not.toMatch(/<b>|<script|<style|style=|\son\w+=|https?:/)
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(
    ([, link]) => new URL(link ?? '', `${emulator.url}/w/nope/_stuntdouble/`).pathname,
  )
  expect(links).toEqual(['/w/main/_stuntdouble/', '/w/other/_stuntdouble/'])
  for (const link of links) expect((await get(link, { accept })).status).toBe(200)
})

test('of a world that is not there, a program hears it as JSON', async () => {
  const response = await get('/w/nope/_stuntdouble/')
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: { code: 'not-found', message: 'There is no world nope' } },
  ])
})

test('without the slash it leads to the page, in each world', async () => {
  const response = await get('/w/main/_stuntdouble')
  expect(response.status).toBe(307)
  const asked = `${emulator.url}/w/main/_stuntdouble`
  expect(new URL(response.headers.get('location') ?? '', asked).pathname).toBe('/w/main/_stuntdouble/')
})

test('is opened from the address bar, and by no page of another site', async () => {
  const typed = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect((await get('/_stuntdouble/', typed)).status).toBe(200)
  expect((await get('/_stuntdouble/', { ...typed, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await get('/_stuntdouble/journal/stream', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
})

test('is one small script', async () => {
  const script = await (await get('/_stuntdouble/console.js')).arrayBuffer()
  const packed = await new Response(new Response(script).body?.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  // Bytes.
  expect(packed.byteLength).toBeLessThan(60_000)
})

test('a page that listens to the journal holds up neither the end of a world nor that of the double', async () => {
  const { url } = await emulator.listen()
  await emulator.createWorld({ name: 'short' })
  const streams = await Promise.all(
    ['', '/w/short'].map((world) => fetch(`${url}${world}/_stuntdouble/journal/stream`)),
  )
  expect(streams.map(({ headers }) => headers.get('content-type'))).toEqual(['text/event-stream', 'text/event-stream'])
  const [main, short] = streams.map((response) => response.text())
  expect((await fetch(`${url}/_stuntdouble/worlds/short`, { method: 'DELETE' })).status).toBe(204)
  expect(await short).toContain('retry: 1000')
  await emulator.close()
  expect(await main).toContain('retry: 1000')
})

test('a reader that goes away is forgotten', async () => {
  const { url } = await emulator.listen()
  const { journal } = emulator.worlds.main
  const subscribe = journal.subscribe.bind(journal)
  const { promise: forgotten, resolve } = Promise.withResolvers<string>()
  journal.subscribe = (...listeners) => {
    const stop = subscribe(...listeners)
    return () => {
      stop()
      resolve('forgotten')
    }
  }
  const controller = new AbortController()
  const response = await fetch(`${url}/_stuntdouble/journal/stream`, { signal: controller.signal })
  expect(response.status).toBe(200)
  controller.abort()
  expect(await forgotten).toBe('forgotten')
})
