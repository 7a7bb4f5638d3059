// A page plays a space of DuraCloud by hls.js, from the very URLs that the tasks answer: the browser's resolver is told where they are.
import { readFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEmulator, type Emulator, type JournalEntry } from '../../../emulator/index.ts'
import { duraCloudClient, type DuraCloudClient } from '../../duracloud-client.ts'
import { type LocalServer, serve } from '../local-server.ts'
import { findToolchain } from '../toolchains.ts'
import { type Chromium, launchChromium } from './chromium.ts'

const media = new URL('../../../fixtures/media/', import.meta.url)
/** Two segments of a second each. */
const playlist = ['sample.m3u8', 'sample-0.ts', 'sample-1.ts']
/** Seconds. */
const duration = 2

/** The application: its page, and hls.js as it is published. */
async function application(): Promise<LocalServer> {
  const page = await readFile(new URL('page/player.html', import.meta.url))
  const script = stripTypeScriptTypes(await readFile(new URL('page/player.ts', import.meta.url), 'utf8'))
  const library = await readFile(createRequire(import.meta.url).resolve('hls.js/dist/hls.js'))
  const files = new Map<string | undefined, [type: string, body: string | Uint8Array]>([
    ['/', ['text/html', page]],
    ['/player.js', ['text/javascript', script]],
    ['/hls.js', ['text/javascript', library]],
  ])
  return serve((request, response) => {
    const [type, body] = files.get(request.url) ?? ['text/plain', 'Not Found']
    response.writeHead(files.has(request.url) ? 200 : 404, { 'content-type': type }).end(body)
  })
}

const toolchain = await findToolchain('chromium')
describe.skipIf(!toolchain)('HLS from a space, in chromium', { timeout: 60_000 }, () => {
  let emulator: Emulator
  let chromium: Chromium
  let site: LocalServer
  const problems: string[] = []
  beforeAll(async () => {
    if (!toolchain) return
    const onProblem = (message: string, error?: unknown) => void problems.push(`${message} ${String(error)}`)
    emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real', tls: true, onProblem })
    const { port } = new URL((await emulator.listen()).url)
    chromium = await launchChromium(toolchain, {
      flags: [
        // What a hosts file and port 443 do for a person.
        `--host-resolver-rules=MAP *.cloudfront.net:443 127.0.0.1:${port}`,
        // The authority of the double is in nobody's trust store.
        '--ignore-certificate-errors',
      ],
      thirdPartyCookies: true,
    })
    site = await application()
  })
  afterAll(async () => {
    await chromium?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
    await emulator?.close()
  })

  let page: Page
  let admin: DuraCloudClient
  beforeEach(async () => {
    await emulator.worlds.main.reset()
    admin = duraCloudClient(emulator, emulator.worlds.main, 'admin')
    await admin.put('/films')
    for (const name of playlist) {
      const type = name.endsWith('.ts') ? 'video/mp2t' : 'application/vnd.apple.mpegurl'
      await admin.put(`/films/${name}`, await readFile(new URL(name, media)), { 'content-type': type })
    }
    const [context] = chromium.browser.contexts()
    if (!context) throw new Error('The browser has no profile')
    context.setDefaultTimeout(20_000)
    await context.clearCookies()
    page = await context.newPage()
  })
  afterEach(async () => {
    await page.close()
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })

  async function ask(task: string, parameters: object): Promise<Record<string, string>> {
    const { status, text } = await admin.task(task, { spaceId: 'films', ...parameters })
    expect(status, text).toBe(200)
    return JSON.parse(text) as Record<string, string>
  }

  async function enable(parameters: object): Promise<string> {
    await ask('enable-hls', parameters)
    return (await ask('get-url-hls', { contentId: 'sample.m3u8' })).streamUrl ?? ''
  }

  /** What the viewer asked the distribution for, oldest first. */
  const asked = () =>
    emulator.worlds.main.journal
      .list()
      .entries.filter(({ request }) => request.url?.includes('.cloudfront.net') === true)
      .toReversed()
      .map(({ request, response, diagnosis }: JournalEntry) => [
        new URL(request.url ?? '').pathname.slice(1),
        response.status,
        ...(diagnosis?.mistakes.map(({ code }) => code) ?? []),
      ])

  const watch = (url: string, withCookies: boolean) =>
    page.evaluate(([url, withCookies]) => window.play(url, withCookies), [url, withCookies] as const)

  const toTheEnd = {
    width: 320,
    height: 240,
    duration: expect.closeTo(duration, 0),
    position: expect.closeTo(duration, 0),
  }
  const allowedOrigins = ['http://127.0.0.1:*']

  test('plays to its end, from an open distribution', async () => {
    const url = await enable({ allowedOrigins })
    await page.goto(site.url)
    expect(await watch(url, false)).toEqual(toTheEnd)
    expect(asked()).toEqual(playlist.map((name) => [name, 200]))
  })

  test('is kept from a page of an origin that was not allowed', async () => {
    const url = await enable({})
    await page.goto(site.url)
    expect(await watch(url, false)).toMatchObject({ error: 'manifestLoadError' })
    expect(asked()[0]).toEqual(['sample.m3u8', 200, 'origin-not-allowed'])
  })

  test('plays to its end, from a secure distribution, with the cookies that DuraCloud leads to', async () => {
    const url = await enable({ secure: true, allowedOrigins })
    const { signedCookiesUrl = '' } = await ask('get-signed-cookies-url', { redirectUrl: `${site.url}/` })
    await page.goto(signedCookiesUrl)
    await page.waitForURL(`${site.url}/`)
    expect(await watch(url, true)).toEqual(toTheEnd)
    const films = asked().filter(([name]) => name !== 'favicon.ico')
    expect(films).toEqual(['cookies', ...playlist].map((name) => [name, 200]))
  })

  test('is refused by a secure distribution to who has no cookies, or does not send them', async () => {
    const url = await enable({ secure: true, allowedOrigins })
    await page.goto(site.url)
    expect(await watch(url, true)).toMatchObject({ error: 'manifestLoadError' })
    expect(asked()[0]).toEqual(['sample.m3u8', 403, 'not-signed'])
    const { signedCookiesUrl = '' } = await ask('get-signed-cookies-url', { redirectUrl: `${site.url}/` })
    await page.goto(signedCookiesUrl)
    await page.waitForURL(`${site.url}/`)
    expect(await watch(url, false)).toMatchObject({ error: 'manifestLoadError' })
    expect(asked().at(-1)).toEqual(['sample.m3u8', 403, 'not-signed'])
  })
})
