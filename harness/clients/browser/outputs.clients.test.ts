// What a page can do with the outputs of what it uploaded: they lie in a bucket, which is another origin again.
import { expect, test } from 'vitest'
import { samplePath } from '../sample-media.ts'
import { chooseFile, reached } from './choose-file.ts'
import { describeInChromium, type Stage } from './describe-in-chromium.ts'
import { play } from './play.ts'
import { uploaderSite } from './uploader-site.ts'

/** Of the sample, in seconds. */
const duration = 2

/** Uploads the sample by the page, and lets it be encoded; answers with the URLs of their files. */
async function encoded({ page, client, idle }: Stage): Promise<Record<string, string>> {
  const api = client()
  await using site = await uploaderSite({ client: api, parameters: { profiles: 'h264,webm' } })
  await chooseFile(page, site, { path: samplePath })
  await reached(page, 'complete')
  await idle()
  const { body: encodings } = await api.get<{ status: string; files: string[] }[]>('/encodings.json')
  expect(encodings).toMatchObject([{ status: 'success' }, { status: 'success' }])
  const [factory] = (await api.get<{ url: string }[]>('/factories.json')).body
  const files = encodings.flatMap(({ files }) => files)
  return Object.fromEntries(files.map((file) => [file.replace(/.*\./, ''), `${factory?.url}${file}`]))
}

await describeInChromium('an output', (stage) => {
  test.each(['mp4', 'webm'])('that is %s plays', async (format) => {
    const { page } = stage()
    const { [format]: url } = await encoded(stage())
    const played = await play(page, { url, crossOrigin: null })
    expect(played).toMatchObject({ videoWidth: 320, videoHeight: 240, pixel: 'SecurityError' })
    expect(played.duration).toBeCloseTo(duration, 1)
  })

  test('may be drawn by a page that asked for it with CORS', async () => {
    const { mp4 } = await encoded(stage())
    const { pixel } = await play(stage().page, { url: mp4, crossOrigin: 'anonymous' })
    expect(pixel).toHaveLength(4)
    expect(pixel?.at(-1), 'opaque: a picture was drawn').toBe(255)
  })

  test.each([
    ['its beginning', 'bytes=0-99', (size: number) => `bytes 0-99/${size}`, 0],
    // Other than the beginning, the end is nothing that a page may ask for without a preflight.
    ['its end', 'bytes=-100', (size: number) => `bytes ${size - 100}-${size - 1}/${size}`, 1],
  ])('is fetched by a script: %s, by Range', async (_part, range, contentRange, preflights) => {
    const { page, journal } = stage()
    const { mp4 = '' } = await encoded(stage())
    const [whole, part] = await page.evaluate(
      async ([url, range]) => {
        const read = async (init: RequestInit) => {
          const answer = await fetch(url, init)
          const header = (name: string) => answer.headers.get(name)
          const { byteLength } = await answer.arrayBuffer()
          return { status: answer.status, size: byteLength, range: header('content-range'), etag: header('etag') }
        }
        return [await read({}), await read({ headers: { Range: range } })]
      },
      [mp4, range] as const,
    )
    expect(whole?.status).toBe(200)
    expect(part).toEqual({ status: 206, size: 100, range: contentRange(whole?.size ?? 0), etag: whole?.etag })
    expect(part?.etag).toMatch(/^"/)
    const asked = (await journal(new URL(mp4).pathname)).filter(({ request }) => request.method === 'OPTIONS')
    expect(asked).toHaveLength(preflights)
  })
})
