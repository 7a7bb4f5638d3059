// Uploads by a page, with the requests of the vendor's HTML5 uploader (§3.8), to a double on another origin: what CORS forbids the
// browser does not do, and what CORS hides the page does not see.
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TelestreamClient } from '../../telestream-client.ts'
import { type SampleFile, sampleFile } from '../sample-media.ts'
import { hexId } from '../telestream-answers.ts'
import { chooseFile, reached } from './choose-file.ts'
import { describeInChromium, type Stage } from './describe-in-chromium.ts'
import { uploaderSite } from './uploader-site.ts'
import { weakLine } from './weak-line.ts'

const mebibyte = 1024 * 1024
let short: SampleFile
let long: SampleFile

beforeAll(async () => {
  short = await sampleFile('original♥.mp4')
  // Two chunks of 5 MiB, and a rest.
  long = await sampleFile('long film.mp4', 12 * mebibyte + 345)
})
afterAll(async () => {
  await short[Symbol.asyncDispose]()
  await long[Symbol.asyncDispose]()
})

/** The double has one video, which is the file, byte for byte. */
async function expectVideo({ client, idle }: Stage, file: SampleFile): Promise<void> {
  const api = client()
  await idle()
  const { body: videos } = await api.get<Record<string, unknown>[]>('/videos.json')
  expect(videos).toMatchObject([
    {
      id: expect.stringMatching(hexId),
      status: 'success',
      width: 320,
      file_size: file.size,
      original_filename: basename(file.path),
    },
  ])
  const [video] = videos
  const [factory] = (await api.get<{ url: string }[]>('/factories.json')).body
  const source = await fetch(`${factory?.url}${video?.['path']}${video?.['extname']}`)
  const bytes = new Uint8Array(await source.arrayBuffer())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256)
}

/** Has the factory keep what was uploaded, where a test can fetch it. */
async function keepingOriginals(client: TelestreamClient): Promise<TelestreamClient> {
  const [factory] = (await client.get<{ id: string }[]>('/factories.json')).body
  await client.put(`/factories/${factory?.id}.json`, { upload_original_video: 'true' })
  return client
}

await describeInChromium('the HTML5 uploader', (stage) => {
  test('asks how far it is, then sends chunk after chunk to the Location that it was given', async () => {
    const { page, client } = stage()
    await using site = await uploaderSite({ client: await keepingOriginals(client()) })
    await chooseFile(page, site, long)
    const { state, seen, sent } = await reached(page, 'complete')

    const { size } = long
    const [location] = site.locations
    const last = { method: 'PUT', status: 200, range: null, location: null }
    expect(state).toBe('complete')
    expect(seen).toMatchObject([
      { method: 'PUT', contentRange: `bytes */${size}`, status: 204, range: null, location, body: '' },
      { method: 'PUT', contentRange: `bytes 0-5242879/${size}`, status: 204, range: '0-5242879', location, body: '' },
      { method: 'PUT', contentRange: `bytes 5242880-10485759/${size}`, status: 204, range: '0-10485759', location },
      { ...last, contentRange: `bytes 10485760-${size - 1}/${size}` },
    ])
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toMatchObject({
      id: expect.stringMatching(hexId),
      status: 'processing',
    })
    expect(sent).toBe(size)
    expect(site.announced).toEqual([
      { filename: 'long film.mp4', filesize: size, content_type: 'application/octet-stream' },
    ])
    await expectVideo(stage(), long)
  })

  test('is permitted by one preflight to send all that follows', async () => {
    const { page, client, journal } = stage()
    await using site = await uploaderSite({ client: await keepingOriginals(client()) })
    await chooseFile(page, site, short)
    await reached(page, 'complete')

    const [preflight, ...others] = await journal('/upload/session')
    expect(preflight).toMatchObject({
      operation: 'uploads.preflight',
      request: {
        method: 'OPTIONS',
        headers: {
          origin: site.url,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'cache-control,content-range,content-type',
        },
      },
      response: { status: 204 },
    })
    const puts = others.map(({ request: { method, headers } }) => [
      method,
      headers['origin'],
      headers['sec-fetch-mode'],
    ])
    expect(puts).toEqual([
      ['PUT', site.url, 'cors'],
      ['PUT', site.url, 'cors'],
    ])
    expect(others.at(-1)?.request.headers['x-requested-with']).toBe('XMLHttpRequest')
    await expectVideo(stage(), short)
  })

  test('survives a chunk that the browser sends a second time by itself, because its connection broke', async () => {
    const { double, page, client, journal } = stage()
    await using line = await weakLine(double.url)
    await using site = await uploaderSite({ client: await keepingOriginals(client(line.url)) })
    line.cutAfter(7 * mebibyte)
    await chooseFile(page, site, long)
    const { seen } = await reached(page, 'complete')

    // The page knows nothing of it.
    expect(seen.map(({ status }) => status).filter((status) => status !== 204)).toEqual([200])
    const requests = await journal('/upload/session')
    const second = requests.filter(({ request }) => request.headers['content-range']?.startsWith('bytes 5242880-'))
    expect(second.map(({ response }) => response.status)).toEqual([400, 204])
    expect(second[0]?.response.body).toContain('The request broke off')
    await expectVideo(stage(), long)
  })

  test('pauses when a chunk does not get through, and goes on behind the last byte that did', async () => {
    const { double, page, client, journal } = stage()
    await using line = await weakLine(double.url)
    await using site = await uploaderSite({ client: await keepingOriginals(client(line.url)) })
    // Once for the chunk, once for the browser's own second try.
    line.cutAfter(7 * mebibyte, mebibyte)
    await page.clock.install()
    await chooseFile(page, site, long)
    await reached(page, 'paused')
    const brokenOff = async () => (await journal('/upload/session')).filter(({ response }) => response.status === 400)
    await expect.poll(brokenOff).toHaveLength(2)
    await page.clock.fastForward(5_000)
    const { seen } = await reached(page, 'complete')

    const [, , broken, probe, next] = seen
    expect(broken).toMatchObject({ contentRange: expect.stringMatching(/^bytes 5242880-/), status: 0, location: null })
    expect(probe).toMatchObject({ contentRange: `bytes */${long.size}`, status: 204, location: site.locations[0] })
    const received = Number(probe?.range?.replace('0-', '')) + 1
    // Of whichever of the two tries came to its end first: the other is then not what goes on.
    expect(received).toBeGreaterThan(5 * mebibyte)
    expect(received).toBeLessThan(7 * mebibyte)
    expect(next?.contentRange).toBe(`bytes ${received}-${received + 5 * mebibyte - 1}/${long.size}`)
    await expectVideo(stage(), long)
  })

  test('sends a form when the application asks for one', async () => {
    const { page, client, journal } = stage()
    const contentType = 'multipart/form-data'
    await using site = await uploaderSite({ client: await keepingOriginals(client()), contentType })
    await chooseFile(page, site, short)
    const { seen } = await reached(page, 'complete')

    expect(seen).toMatchObject([{ method: 'POST', status: 200 }])
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ status: 'processing', original_filename: 'original♥.mp4' })
    expect(await journal('/upload/session')).toMatchObject([
      { request: { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } } },
      { operation: 'uploads.form', request: { headers: { 'content-type': expect.stringContaining(contentType) } } },
    ])
    await expectVideo(stage(), short)
  })

  test('gives up when the user cancels: the location is gone, and there is no video', async () => {
    const { double, page, client, journal } = stage()
    await using line = await weakLine(double.url)
    await using site = await uploaderSite({ client: client(line.url) })
    const stalled = line.stallAfter(7 * mebibyte)
    await chooseFile(page, site, long)
    await stalled
    await page.click('#cancel')
    const { state, seen } = await reached(page, 'cancelled')

    expect(state).toBe('cancelled')
    expect(seen.slice(2)).toMatchObject([{ method: 'DELETE', status: 200, body: '' }])
    expect((await journal('/upload/session')).map(({ operation }) => operation)).toContain('uploads.abort')
    // A refusal is an answer too, which the page may read.
    const late = await page.evaluate(async (location) => {
      const answer = await fetch(location, { method: 'PUT', body: 'late' })
      return { status: answer.status, body: await answer.json() }
    }, site.locations[0] ?? '')
    expect(late).toMatchObject({ status: 404, body: { error: 'RecordNotFound' } })
    expect((await client().get('/videos.json')).body).toEqual([])
  })
})
