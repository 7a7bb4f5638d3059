import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FlipPage } from '../../../../harness/flip-client.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
})
afterEach(() => double[Symbol.asyncDispose]())

type Page = FlipPage & { videos: Wire[]; encodings: Wire[] }
const page = async (path: string, query = {}) => (await flip.get<Page>(path, query)).body

async function makeVideos(count: number) {
  for (let at = 0; at < count; at++)
    await flip.post('/videos.json', { source_url: `http://127.0.0.1:1/${at}.mp4`, profiles: 'h264,webm' })
}

describe('a page', () => {
  it.each([
    ['/factories.json', 'factories'],
    ['/videos.json', 'videos'],
    ['/videos/queued.json', 'videos'],
    ['/encodings.json', 'encodings'],
    ['/profiles.json', 'profiles'],
    ['/profiles/h264/encodings.json', 'encodings'],
    ['/workflows.json', 'workflows'],
  ])('of %s has four keys, and 100 rows at most', async (path, rows) => {
    const { body } = await flip.get<Record<string, unknown>>(path, { per_page: 1_000_000_000 })
    expect(Object.keys(body).sort()).toEqual([rows, 'page', 'per_page', 'total'].sort())
    expect(body).toMatchObject({ page: 1, per_page: 100, [rows]: expect.any(Array), total: expect.any(Number) })
    expect((await flip.get<Record<string, unknown>>(path, { page: 9_999_999 })).body).toMatchObject({
      [rows]: [],
      page: 9_999_999,
      total: body.total,
    })
    expect(await flip.get(path, { per_page: 0 })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^per_page/) },
    })
    expect(await flip.get(path, { page: 0 })).toMatchObject({ status: 400 })
    expect(await flip.get(path, { page: 'two' })).toMatchObject({ status: 400 })
  })

  it('holds the newest first, and all pages together hold everything once', async () => {
    await makeVideos(5)
    const pages = await Promise.all([1, 2, 3].map((number) => page('/videos.json', { page: number, per_page: 2 })))
    expect(pages.map(({ videos }) => videos.map(({ original_filename: name }) => name))).toEqual([
      ['4.mp4', '3.mp4'],
      ['2.mp4', '1.mp4'],
      ['0.mp4'],
    ])
    expect(pages).toMatchObject([1, 2, 3].map((number) => ({ page: number, per_page: 2, total: 5 })))
  })

  it('counts what its filters leave', async () => {
    await makeVideos(2)
    const total = async (query: Record<string, string>) => (await page('/encodings.json', query)).total
    const [video] = (await page('/videos.json')).videos
    const { id: profile } = (await flip.get('/profiles/webm.json')).body
    expect(await total({})).toBe(4)
    expect(await total({ profile_name: 'webm' })).toBe(2)
    expect(await total({ profile_id: profile })).toBe(2)
    expect(await total({ video_id: video?.id ?? '' })).toBe(2)
    expect(await total({ video_id: video?.id ?? '', profile_name: 'webm' })).toBe(1)
    expect(await total({ status: 'fail' })).toBe(4)
    expect(await total({ status: 'success' })).toBe(0)
    expect(await total({ status: 'fail', profile_name: 'webm' })).toBe(2)
    expect(await flip.get('/encodings.json', { status: 'done' })).toMatchObject({ status: 400 })
    expect(await flip.get('/encodings.json', { video_id: 'nope' })).toMatchObject({ status: 404 })
  })

  it('shows nothing of another factory', async () => {
    await makeVideos(1)
    const { body: other } = await flip.post('/factories.json', { name: 'Other' })
    const elsewhere = flip.urlOf('/videos.json').replace(double.factoryId, other.id)
    const headers = { 'x-api-key': double.world.credentials.telestream.apiKey }
    expect((await flip.send<Page>(elsewhere, { headers })).body).toMatchObject({ videos: [], total: 0 })
    const [video] = (await page('/videos.json')).videos
    const foreign = flip.urlOf(`/videos/${video?.id}.json`).replace(double.factoryId, other.id)
    expect(await flip.send(foreign, { headers })).toMatchObject({ status: 404 })
  })
})
