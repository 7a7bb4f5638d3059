// The whole double in a browser's tab, behind msw's worker: a front end is developed and tested with no server at all.
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { samplePath } from '../sample-media.ts'
import { type BundledPage, bundledPage } from './bundled-page.ts'
import { reached } from './choose-file.ts'
import { describeInChromium } from './describe-in-chromium.ts'
import { play } from './play.ts'

let site: BundledPage
beforeAll(async () => {
  const uploader = await readFile(new URL('page/uploader.ts', import.meta.url), 'utf8')
  site = await bundledPage(new URL('double-page/', import.meta.url), {
    '/uploader.js': stripTypeScriptTypes(uploader),
  })
}, 120_000)
afterAll(() => site?.[Symbol.asyncDispose]())

await describeInChromium('the double in a tab', (stage) => {
  test('takes an upload to the production host, encodes it, and its output plays', async () => {
    const { page } = stage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).host))
    await page.goto(site.url)
    await page.waitForFunction(() => 'uploader' in window)
    await page.setInputFiles('#file', samplePath)
    const { state, seen } = await reached(page, 'complete')
    expect(state).toBe('complete')
    expect(seen.map(({ method, status }) => [method, status])).toEqual([
      ['PUT', 204],
      ['PUT', 200],
    ])
    expect(asked).toContain('api.cloud.telestream.net')

    const outputs = await page.evaluate(() => window.double.outputs())
    const mp4 = outputs.find((url) => url.endsWith('.mp4') && !url.includes(JSON.parse(seen.at(-1)?.body ?? '{}').id))
    expect(mp4).toMatch(/^https:\/\/s3\.amazonaws\.com\/my-bucket-tab\/[0-9a-f]{32}\.mp4$/)
    const played = await play(page, { url: mp4, crossOrigin: null })
    expect(played).toMatchObject({ videoWidth: 320, videoHeight: 240 })
    expect(played.duration).toBeCloseTo(2, 1)
    expect(await page.evaluate(() => window.double.world.journal.refusals())).toEqual([])
  })

  test('begins anew when the page is loaded again', async () => {
    const { page } = stage()
    await page.goto(site.url)
    await page.waitForFunction(() => 'double' in window)
    await page.evaluate(() => window.double.world.telestream.aVideo())
    expect(await page.evaluate(() => window.double.videos())).not.toEqual([])
    await page.reload()
    await page.waitForFunction(() => 'double' in window)
    expect(await page.evaluate(() => window.double.videos())).toEqual([])
  })

  test('costs a page under development less than a picture', async () => {
    const { page } = stage()
    await page.goto(site.url)
    await page.waitForFunction(() => 'double' in window)
    await page.evaluate(() => window.double.world.telestream.aVideo())
    // Bytes: 140 KB of the first are msw and its list of public suffixes; SQLite and what reads media come when they are asked for.
    const { first, asked } = site.sizes()
    expect(first).toBeLessThan(220_000)
    expect(asked).toBeLessThan(1_500_000)
    expect(asked).toBeGreaterThan(first)
  })
})
