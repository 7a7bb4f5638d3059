// The console in Chromium, screen by screen, as a developer uses it.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'
import { controlClient } from '../control-client.ts'
import { describeInChromium, type Stage } from './browser/describe-in-chromium.ts'
import { samplePath } from './sample-media.ts'

const exec = promisify(execFile)
const phone = { width: 360, height: 740 }
const sections = ['journal', 'state', 'objects', 'time', 'faults', 'worlds', 'credentials']

declare global {
  interface Window {
    /** What the policy of the page refused. */
    violations: string[]
    /** Set by a script that should never run. */
    hacked?: boolean
    /** ms from the start of the navigation to the first line. */
    firstLine?: number
  }
}

/** What no page may do: break its own policy, throw, ask elsewhere. */
async function watch(page: Page, url: string): Promise<string[]> {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`threw ${error.message}`))
  page.on('console', (message) => {
    // A refusal of the control API is shown by the page, and Chromium says it here besides.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) problems.push(`asked ${request.url()}`)
  })
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'alert') problems.push('an alert')
    void dialog.accept()
  })
  await page.addInitScript(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI}`),
    )
  })
  return problems
}

await describeInChromium('the console', (stage) => {
  let page: Page
  let url: string
  let control: ReturnType<typeof controlClient>
  let problems: string[]
  beforeEach(async () => {
    ;({ page } = stage())
    ;({ url } = stage().double)
    control = controlClient({ fetch, url })
    problems = await watch(page, url)
  })
  afterEach(async () => {
    const found = [...problems, ...(await page.evaluate(() => window.violations))]
    if (found.length > 0) throw new Error(found.join('\n'))
  })

  const open = (section = '', world = '') =>
    page.goto(`${url}${world}/_stuntdouble/${section === '' ? '' : `#/${section}`}`)
  const rows = () => page.getByRole('option').and(page.locator('.row'))
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const told = (text: string | RegExp) => page.getByRole('status').getByText(text).waitFor()
  const stores = (key = stage().double.credentials.telestream.apiKey) =>
    fetch(`${url}/stores/v1.1/stores`, { headers: { 'x-api-key': key } })

  describe('the journal', () => {
    test('shows a request as soon as it is answered, and how much happened', async () => {
      await open()
      await page.getByText('Nothing has happened yet').waitFor()
      await page.getByRole('status').getByText('live', { exact: true }).waitFor()
      await stores()
      await rows().first().waitFor()
      expect(await rows().first().innerText()).toMatch(/200[\s\S]*telestream[\s\S]*GET[\s\S]*\/stores\/v1\.1\/stores/)
      await stores('wrong')
      await page.getByRole('img', { name: /2 requests, 1 failed/ }).waitFor()
    })

    test('stays where it is when its chart appears', async () => {
      await open()
      await page.getByText('Nothing has happened yet').waitFor()
      const search = page.getByRole('searchbox', { name: 'Filter' })
      const top = async () => (await search.boundingBox())?.y
      const before = await top()
      await stores()
      await page.getByRole('img', { name: /1 request/ }).waitFor()
      expect(await top()).toBe(before)
    })

    test('is filtered, also what comes after that', async () => {
      await stores()
      await fetch(`${url}/nothing/here`)
      await open()
      await page.getByText('2 entries').waitFor()
      await page.getByRole('searchbox', { name: 'Filter' }).fill('nothing')
      await page.getByText('1 match').waitFor()
      expect(await rows().allInnerTexts()).toEqual([expect.stringContaining('/nothing/here')])
      await stores()
      await fetch(`${url}/nothing/more`)
      await page.getByText('2 match').waitFor()
      await button('No filter').click()
      await page.getByText('4 entries').waitFor()
      await page.getByRole('combobox', { name: 'Status' }).selectOption('2xx')
      await page.getByText('2 match').waitFor()
    })

    test('shows an entry with parameters, headers and bodies', async () => {
      await fetch(`${url}/stores/v1.1/stores?page=2`, {
        method: 'POST',
        headers: { 'x-api-key': stage().double.credentials.telestream.apiKey, 'content-type': 'application/json' },
        body: '{"name":"a store"}',
      })
      await open()
      await rows().first().click()
      const entry = page.getByRole('article')
      await entry.getByText('"name": "a store"').waitFor()
      await entry.getByText(/^\d+ headers$/).click()
      expect(await entry.getByText('application/json').first().isVisible()).toBe(true)
      expect(await entry.innerText()).not.toContain(stage().double.credentials.telestream.apiKey)
    })

    test('says why a credential was refused, with both strings and where they part', async () => {
      const { accessKey, secretKey } = stage().double.credentials.telestream
      const { query } = signRequest({
        verb: 'GET',
        host: '127.0.0.1',
        path: '/v3.0/factories.json',
        accessKey,
        secret: secretKey,
        timestamp: new Date().toISOString(),
      })
      expect((await fetch(`${url}/v3.0/factories.json?${query}`)).status).toBe(401)
      await open()
      await rows().first().getByText('version-in-path').waitFor()
      await rows().first().click()
      const autopsy = page.getByRole('region', { name: 'Why it was refused' })
      await autopsy.getByText('Sign the path behind the version').waitFor()
      expect(await autopsy.locator('mark').allInnerTexts()).toEqual(['f', 'v'])
      await autopsy.getByText('They part at line 3, character 2.').waitFor()
    })

    test('sends a request again', async () => {
      await stores()
      await open()
      await rows().first().click()
      await button('Replay').click()
      await told('Sent again: 200')
      await page.getByText('2 entries').waitFor()
      expect(new URL(page.url()).hash).toBe('#/journal/2')
    })

    test('says plainly when a request cannot be sent again', async () => {
      await page.request.fetch(`${url}/v2/videos.json?token=${stage().double.credentials.telestream.token}&profiles=`, {
        method: 'POST',
        multipart: { file: { name: 'a.mp4', mimeType: 'video/mp4', buffer: await readFile(samplePath) } },
      })
      await open()
      await rows().first().click()
      await button('Replay').click()
      await told(/stored as it came, and the journal keeps no copy/)
      expect(await rows().count()).toBe(1)
    })

    test('copies a request as curl, which works with the variables of env', async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await stores()
      await open()
      await rows().first().click()
      await button('Copy as curl').click()
      await told('Copied: curl')
      const command = await page.evaluate(() => navigator.clipboard.readText())
      expect(command).not.toContain(stage().double.credentials.telestream.apiKey)
      const { body } = await control.call<{ env: Record<string, string> }>('GET', '/worlds/main')
      const { stdout } = await exec('sh', ['-c', command], { env: { ...process.env, ...body.env } })
      expect(stdout).toMatch(/^HTTP\/1\.1 200/)
    })

    test('is emptied by others, and the page sees it', async () => {
      await stores()
      await open()
      await page.getByText('1 entry').waitFor()
      await control.call('DELETE', '/journal')
      await page.getByText('Nothing has happened yet').waitFor()
      await stores()
      await rows().first().waitFor()
      expect(await rows().count()).toBe(1)
    })
  })

  test('time: a waiting encoding succeeds when the clock is moved', async () => {
    await open('time')
    await button('Freeze').click()
    await page.getByRole('region', { name: 'Clock' }).getByText('frozen').waitFor()
    const form = new FormData()
    form.set('file', new File([await readFile(samplePath)], 'holiday.mp4'))
    const { token } = stage().double.credentials.telestream
    const video = await fetch(`${url}/v2/videos.json?token=${token}&profiles=h264`, { method: 'POST', body: form })
    const { id } = (await video.json()) as { id: string }
    const jobs = page.getByRole('region', { name: 'Jobs' })
    await jobs.getByText('telestream.').first().waitFor()
    await page.getByRole('img', { name: 'When the jobs are due' }).waitFor()
    const status = async () =>
      ((await (await fetch(`${url}/v2/videos/${id}/encodings.json?token=${token}`)).json()) as { status: string }[])[0]
        ?.status
    expect(await status()).toBe('processing')
    await button('+10 s').click()
    await told(/jobs? ran/)
    await jobs.getByText('none waits').waitFor()
    expect(await status()).toBe('success')
    await button('Let it run').click()
    await page.getByRole('region', { name: 'Clock' }).getByText('real', { exact: true }).waitFor()
  })

  test('time: a job is made to happen now', async () => {
    await control.call('PUT', '/clock', { mode: 'frozen' })
    await stage().client(url).get('/factories.json')
    const form = new FormData()
    form.set('file', new File([await readFile(samplePath)], 'holiday.mp4'))
    const { token } = stage().double.credentials.telestream
    await fetch(`${url}/v2/videos.json?token=${token}&profiles=h264`, { method: 'POST', body: form })
    await open('time')
    const first = page.getByRole('region', { name: 'Jobs' }).getByRole('listitem').first()
    const kind = await first.locator('strong').innerText()
    expect(kind).toMatch(/^telestream\./)
    await first.getByRole('button', { name: 'Run now' }).click()
    await told(`${kind} ran`)
  })

  test('faults: a switch makes a service fail, and takes that back', async () => {
    await open('faults')
    const down = page.getByRole('switch', { name: /^telestream is down/ })
    await down.click()
    await told('From now on: telestream is down for ten minutes')
    expect((await stores()).status).toBe(503)
    await page.getByRole('region', { name: 'Faults' }).getByText('happened 1 time').waitFor()
    expect(await down.getAttribute('aria-checked')).toBe('true')
    await down.click()
    await told('Over: telestream is down for ten minutes')
    expect((await stores()).status).toBe(200)
  })

  test('faults: one of one’s own', async () => {
    await open('faults')
    await page.getByRole('combobox', { name: 'Service' }).selectOption('stream')
    await page.getByRole('combobox', { name: 'Error' }).selectOption('internal')
    await button('Add').click()
    await told('It will go wrong')
    const { apiKey } = stage().double.credentials.stream
    expect((await fetch(`${url}/api/v2/video/calltypes?api_key=${apiKey}`)).status).toBe(500)
    await page.getByRole('region', { name: 'Faults' }).getByText('over').waitFor()
  })

  test('objects: a film plays, a picture shows, a text is text', async () => {
    await fill(stage())
    await open('objects')
    await page.getByRole('link', { name: 'my-bucket' }).click()
    await page.getByRole('link', { name: 'films/' }).click()
    await page.getByRole('link', { name: /holiday\.mp4/ }).click()
    const film = page.getByLabel('films/holiday.mp4')
    const played = await film.evaluate(async (element) => {
      if (!(element instanceof HTMLVideoElement)) throw new TypeError('It is no film')
      element.muted = true
      await element.play()
      await new Promise((resolve) => element.addEventListener('timeupdate', resolve, { once: true }))
      return { time: element.currentTime, width: element.videoWidth }
    })
    expect(played.time).toBeGreaterThan(0)
    expect(played.width).toBe(320)

    await page.getByRole('link', { name: /poster\.png/ }).click()
    await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('.preview img')?.naturalWidth ?? 0) > 0)
    await page.getByRole('link', { name: /page\.html/ }).click()
    await page.locator('.preview pre').getByText('<script>window.hacked = true</script>').waitFor()
  })

  test('objects: a hostile one that is opened by itself has no scripts and no origin', async () => {
    await fill(stage())
    const other = await page.context().newPage()
    for (const key of ['films/page.html', 'films/evil.svg']) {
      await other.goto(`${url}/_stuntdouble/objects/my-bucket/content?key=${encodeURIComponent(key)}`)
      expect(await other.evaluate(() => [window.hacked, window.origin])).toEqual([undefined, 'null'])
    }
    await open()
  })

  test('state: a table, a row, and rows that hold a text', async () => {
    await open('state')
    await page.getByRole('link', { name: /^profiles/ }).click()
    await page.getByRole('cell', { name: 'h264', exact: true }).first().waitFor()
    await page.getByRole('searchbox').fill('webm')
    await page.getByText(/^\d rows?$/).waitFor()
    await page.getByRole('cell').getByRole('link').first().click()
    const row = page.getByRole('region', { name: 'Row', exact: true })
    await row.getByText('"extname"').waitFor()
    await page.keyboard.press('Escape')
    await row.waitFor({ state: 'detached' })
    expect(new URL(page.url()).hash).toBe('#/state/telestream_profiles')
  })

  test('worlds: created, looked at, kept, brought back, forked and deleted', async () => {
    await open('worlds')
    await page.getByRole('region', { name: 'Worlds' }).getByRole('textbox', { name: 'Name' }).fill('ci')
    await button('Create').click()
    await told('ci is there')
    await page.getByRole('combobox', { name: 'World' }).selectOption('ci')
    await page.waitForURL(`${url}/w/ci/_stuntdouble/#/worlds`)
    const kept = page.getByRole('region', { name: 'Snapshots' })
    await kept.getByRole('textbox', { name: 'Name' }).fill('the beginning')
    await button('Take a snapshot').click()
    await told('It is kept')
    await control.of('ci').call('POST', '/faults', { preset: 'webhooks are lost' })
    await kept.getByRole('button', { name: 'Restore' }).click()
    await told('ci is as it was')
    expect((await control.of('ci').call('GET', '/faults')).body).toEqual({ faults: [] })
    await kept.getByRole('button', { name: 'Fork' }).click()
    await told(/world-1 is as ci@1 is now/)
    const download = page.waitForEvent('download')
    await kept.getByRole('link', { name: 'Save as file' }).click()
    await kept.locator('input[type=file]').setInputFiles(await (await download).path())
    await told(/is a snapshot of ci now/)
    await kept.getByRole('button', { name: 'Delete' }).nth(1).waitFor()
    await page
      .getByRole('region', { name: 'Worlds' })
      .getByRole('listitem')
      .filter({ hasText: 'ci' })
      .getByRole('button', { name: 'Delete' })
      .click()
    await page.waitForURL(`${url}/_stuntdouble/#/worlds`)
    expect((await control.call('GET', '/worlds/ci')).status).toBe(404)
  })

  test('a world that is not there says so', async () => {
    const response = await open('', '/w/nowhere')
    expect(response?.status()).toBe(404)
    await page.getByRole('heading', { name: 'There is no world nowhere' }).waitFor()
    await page.getByRole('link', { name: 'main' }).click()
    await page.getByText('Nothing has happened yet').waitFor()
  })

  test('credentials: the environment and a snippet for each SDK are copied', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await open('credentials')
    await button('Copy the environment (dotenv)').click()
    const text = () => page.evaluate(() => navigator.clipboard.readText())
    expect(await text()).toContain(`STUNTDOUBLE_URL=${url}\n`)
    await page.getByRole('radio', { name: 'json' }).click()
    await button('Copy the environment (json)').click()
    expect(JSON.parse(await text())).toMatchObject({ STREAM_BASE_URL: url })
    for (const sdk of ['telestream_cloud 1.x', '@stream-io/node-sdk', 'org.duracloud:storeclient', 'boto3']) {
      await button(`Copy ${sdk}`).click()
      await told(`Copied: ${sdk}`)
    }
    expect(await text()).toContain(`endpoint_url="${stage().double.s3Url}"`)
  })

  test('everything is reached by the keyboard, and what has the focus is seen', async () => {
    for (let n = 1; n <= 3; n += 1) await fetch(`${url}/nothing/${n}`)
    await open()
    await page.getByText('3 entries').waitFor()
    const entry = () => new URL(page.url()).hash
    await page.keyboard.press('j')
    expect(entry()).toBe('#/journal/3')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('article', { name: 'Entry 2' }).waitFor()
    await page.keyboard.press('k')
    expect(entry()).toBe('#/journal/3')
    await page.keyboard.press('r')
    await told(/Sent again: 404/)
    expect(entry()).toBe('#/journal/4')
    await page.keyboard.press('Escape')
    expect(entry()).toBe('#/journal')
    await page.keyboard.press('/')
    await page.keyboard.type('j2')
    expect(await page.getByRole('searchbox').inputValue()).toBe('j2')
    await page.getByText('No entry matches.').waitFor()
    await page.keyboard.press('Escape')

    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys' })
    await help.getByText('Replay the request').waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })

    await page.keyboard.press('5')
    await page.getByRole('switch').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await told(/^From now on/)
    await page.keyboard.press('4')
    await button('Freeze').waitFor()
    await page.keyboard.press('f')
    await button('Let it run').waitFor()

    for (const [index, section] of sections.entries()) {
      await page.keyboard.press(String(index + 1))
      expect(entry()).toBe(`#/${section}`)
    }
    // Tab leads through the frame into the section, and each stop can be seen.
    await page.reload()
    await page.getByRole('radio').first().waitFor()
    const stops: string[] = []
    for (let n = 0; n < 16; n += 1) {
      await page.keyboard.press('Tab')
      const stop = await page.evaluate(() => {
        const element = document.activeElement
        if (!element) throw new Error('Nothing has the focus')
        const { outlineStyle, outlineWidth } = getComputedStyle(element)
        return { name: element.textContent ?? '', isSeen: outlineStyle !== 'none' && outlineWidth !== '0px' }
      })
      expect(stop.isSeen, stop.name).toBe(true)
      stops.push(stop.name)
    }
    expect(stops.join(' ')).toMatch(/^To the content .*Journal.*Credentials.*dotenv/)
  })

  test('on a phone nothing is wider than the screen', async () => {
    await fill(stage())
    const id = await hostileRequest(url)
    await page.setViewportSize(phone)
    const places = [
      ...sections,
      `journal/${id}`,
      'state/telestream_profiles',
      'objects/my-bucket?prefix=films%2F&key=films%2Fholiday.mp4',
    ]
    for (const place of places) {
      await open(place)
      await page.reload()
      await page.locator('main').locator('*').first().waitFor()
      await page.getByRole('status').getByText('live', { exact: true }).waitFor()
      const widths = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.querySelector('main')?.scrollWidth,
      ])
      expect(widths, place).toEqual([phone.width, phone.width])
    }
    await open('journal')
    await rows().first().click()
    await button('← Journal').click()
    await rows().first().waitFor()
  })

  test('is dark or light as the system is, until somebody says otherwise', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await open()
    const light = () =>
      page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]) > 128)
    expect(await light()).toBe(false)
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await light()).toBe(true)
    await page.keyboard.press('t')
    await page.keyboard.press('t')
    expect(await light()).toBe(false)
    await page.reload()
    await button('Theme: Dark').waitFor()
    expect(await light()).toBe(false)
  })

  test('strings of strangers are text, wherever they stand', async () => {
    const evil = '<img src=x onerror="window.hacked=true"><script>window.hacked=true</script>'
    const id = await hostileRequest(url)
    await fill(stage())
    await control.call('POST', '/faults', { service: 'stream', error: 'internal', name: evil })
    await control.call('POST', '/snapshots', { name: evil })
    await open(`journal/${id}`)
    const entry = page.getByRole('article')
    await entry.getByText('window.hacked=true').first().waitFor()
    expect(await entry.innerText()).toContain(evil)
    for (const place of [
      'journal',
      'faults',
      'worlds',
      'objects/my-bucket?prefix=films%2F',
      'state/snapshots',
      'state/faults',
    ]) {
      await open(place)
      await page.locator('main').locator('*').first().waitFor()
      await page.getByRole('status').getByText('live', { exact: true }).waitFor()
    }
    await open('faults')
    await page.getByText(evil).first().waitFor()
    await open('worlds')
    await page.getByText(evil).first().waitFor()
    await open(`journal?${encodeURIComponent(evil)}`)
    await open(`state/${encodeURIComponent(evil)}`)
    expect(await page.evaluate(() => window.hacked)).toBeUndefined()
    expect(await page.locator('main img[src=x], main script').count()).toBe(0)
  })

  test('the first of 10,000 entries is painted within a second, and the last is reached', async () => {
    const emulator = await createEmulator({
      port: 0,
      s3Port: 0,
      clock: 'real',
      journal: { entries: 10_000, bytes: Infinity },
    })
    onTestFinished(() => emulator.close())
    const { main } = emulator.worlds
    for (let n = 0; n < 10_000; n += 1)
      main.journal.record({
        at: main.clock.now(),
        service: 'telestream',
        operation: 'videos.list',
        direction: 'in',
        method: 'GET',
        url: `http://127.0.0.1:4600/v3.0/videos.json?number=${n}`,
        status: n % 50 === 0 ? 500 : 200,
        requestHeaders: [['accept', 'application/json']],
        requestBody: 'x'.repeat(500),
        responseHeaders: [],
        responseBody: 'y'.repeat(2000),
        durationMs: 1,
      })
    await open()
    const { url } = await emulator.listen()
    const full = await page.context().newPage()
    const seen = await watch(full, url)
    await full.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.row')) return
        observer.disconnect()
        requestAnimationFrame(() => (window.firstLine = performance.now()))
      }).observe(document, { childList: true, subtree: true })
    })
    // The bundle is made by the first who asks; a package brings it along.
    await full.goto(`${url}/_stuntdouble/`)
    await full.waitForFunction(() => window.firstLine !== undefined)
    const took: number[] = []
    for (let n = 0; n < 3; n += 1) {
      await full.reload()
      await full.waitForFunction(() => window.firstLine !== undefined)
      took.push(await full.evaluate(() => window.firstLine ?? Infinity))
    }
    process.stdout.write(`first line of 10,000 entries after ${took.map((ms) => ms.toFixed(0)).join(', ')} ms\n`)
    expect(Math.min(...took)).toBeLessThan(1000)
    await full.getByText('10,000 entries').waitFor()
    expect(await full.locator('.row').count()).toBeLessThan(100)

    // To the end, page by page.
    await full.waitForFunction(() => {
      const list = document.querySelector('.virtual')
      list?.scrollTo(0, list.scrollHeight)
      return document.querySelector('#row-1') !== null
    })
    expect(await full.locator('.row').count()).toBeLessThan(100)
    // Who reads on there is not moved by what comes.
    await fetch(`${url}/nothing`)
    await full.getByRole('img', { name: /requests/ }).waitFor()
    await full.waitForFunction(() => document.querySelector('#row-2') !== null)

    await emulator.close()
    await full.getByRole('status').getByText('no connection').waitFor()
    expect(seen).toEqual([])
  })
})

/** A request whose path, query, header and body are what a page should never run. Answers the entry's id. */
async function hostileRequest(url: string): Promise<string> {
  const evil = '<img src=x onerror="window.hacked=true"><script>window.hacked=true</script>'
  await fetch(`${url}/stores/v1.1/stores?title=${encodeURIComponent(evil)}${'&long=word'.repeat(40)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': evil,
      'x-evil': `javascript:window.hacked=true;${evil}`,
    },
    body: JSON.stringify({ name: evil, long: 'x'.repeat(300) }),
  })
  const { body } = await controlClient({ fetch, url }).call<{ entries: { id: string }[] }>('GET', '/journal?limit=1')
  return body.entries[0]?.id ?? ''
}

/** Objects to look at, put there by the wire of the buckets. */
async function fill({ double }: Stage): Promise<void> {
  const { S3Client, PutObjectCommand } = await import('@aws-sdk/client-s3')
  const s3 = new S3Client({
    endpoint: double.s3Url,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: double.credentials.s3,
  })
  const media = (name: string) => readFile(new URL(`../../fixtures/media/${name}`, import.meta.url))
  const objects: [string, string | Uint8Array, string | undefined][] = [
    ['films/holiday.mp4', await media('sample.mp4'), undefined],
    ['films/poster.png', await media('sample.png'), 'image/png'],
    ['films/page.html', '<script>window.hacked = true</script>', 'text/html'],
    [
      'films/evil.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>window.hacked = true</script></svg>',
      'image/svg+xml',
    ],
    ['films/<img src=x onerror=window.hacked=true>.txt', 'text', 'text/plain'],
  ]
  for (const [Key, Body, ContentType] of objects)
    await s3.send(
      new PutObjectCommand({ Bucket: 'my-bucket', Key, Body, ...(ContentType !== undefined && { ContentType }) }),
    )
  s3.destroy()
}
