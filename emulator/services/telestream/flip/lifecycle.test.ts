import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

type EncodingsPage = { encodings: Wire[]; total: number }

let double: FlipDouble
let flip: FlipDouble['flip']
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
})
afterEach(() => double[Symbol.asyncDispose]())

const encodingsOf = async (video: Wire) =>
  (await flip.get<EncodingsPage>(`/videos/${video.id}/encodings.json`)).body.encodings

async function uploaded(profiles = 'h264', name = 'sample.mp4'): Promise<Wire> {
  return double.upload(await sample('sample.mp4'), name, { profiles })
}

describe('a video', () => {
  it('is seen by V2, V3.0 and Flip alike, whoever made it', async () => {
    const bySigned = await uploaded()
    const byFlip = (await flip.post('/videos.json', { source_url: 'http://127.0.0.1:1/a.mp4', profiles: 'h264,webm' }))
      .body
    expect(byFlip).toMatchObject({ status: 'processing', encodings_count: 2 })
    expect((await flip.get(`/videos/${bySigned.id}.json`)).body).toMatchObject({
      original_filename: 'sample.mp4',
      status: 'success',
      width: 320,
      encodings_count: 1,
    })
    expect((await double.signed.get(`/videos/${byFlip.id}.json`)).body).toMatchObject({ original_filename: 'a.mp4' })
    const listed = (await flip.get<{ videos: Wire[] }>('/videos.json')).body.videos
    expect(listed.map(({ id }) => id)).toEqual([byFlip.id, bySigned.id])
    expect((await double.signed.get<Wire[]>('/videos.json')).body.map(({ id }) => id)).toEqual([byFlip.id, bySigned.id])
  })

  it.each(['/api/flip/3.1', '/api/v3.1'])('is found at %s, where older builds look for it', async (base) => {
    const video = await uploaded()
    const url = flip.urlOf(`/videos/${video.id}.json`).replace('/flip/3.1', base)
    const { apiKey } = double.world.credentials.telestream
    expect((await flip.send(url, { headers: { 'x-api-key': apiKey } })).body).toMatchObject({ id: video.id })
  })

  it('is fetched from its source_url, with the files beside it, and all of it goes with it', async () => {
    const url = double.emulator.s3Url
    await double.world.objects.put('my-bucket', 'in/film.mp4', await sample('sample.mp4'))
    await double.world.objects.put('my-bucket', 'in/film.srt', await sample('sample.vtt'))
    const kept = {
      source_url: `${url}/my-bucket/in/film.mp4`,
      subtitle_files: [`${url}/my-bucket/in/film.srt`],
      extra_files: { audio: [`${url}/my-bucket/in/film.srt`, `${url}/my-bucket/in/film.srt`] },
      extra_variables: { customer: 'seven' },
      path_format: ':date/:id',
      payload: 'order 7',
    }
    const { body: video } = await flip.post('/videos.json', { ...kept, profiles: 'none' })
    expect(video).toMatchObject(kept)
    expect((await flip.get(`/videos/${video.id}.json`)).body).toMatchObject({
      status: 'success',
      extra_variables: { customer: 'seven' },
    })
    const keys = async () => (await double.world.objects.list('telestream-sources')).objects.map(({ key }) => key)
    expect(await keys()).toEqual([
      `${video.id}.mp4`,
      `${video.id}/extra/audio.index-0`,
      `${video.id}/extra/audio.index-1`,
      `${video.id}/extra/subtitles.index-0`,
    ])
    expect((await flip.delete(`/videos/${video.id}.json`)).body).toEqual({ deleted: true })
    expect(await keys()).toEqual([])
    expect((await flip.get(`/videos/${video.id}.json`)).body).toEqual({
      error: 'RecordNotFound',
      message: `Couldn't find Video with ID=${video.id}`,
    })
  })

  it('takes extra files as Java and .NET list them, and fails when one of them is not there', async () => {
    const url = double.emulator.s3Url
    await double.world.objects.put('my-bucket', 'film.mp4', await sample('sample.mp4'))
    const { body: video } = await flip.post('/videos.json', {
      source_url: `${url}/my-bucket/film.mp4`,
      profiles: 'h264',
      extra_files: [{ file_type: 'subtitles', url: `${url}/my-bucket/missing.srt` }],
    })
    expect((await flip.get(`/videos/${video.id}.json`)).body).toMatchObject({
      status: 'fail',
      error_class: 'DownloadFailed',
      error_message: expect.stringContaining('missing.srt'),
    })
  })

  it('is encoded in the part that its clip names', async () => {
    await double.world.objects.put('my-bucket', 'film.mp4', await sample('sample.mp4'))
    const source_url = `${double.emulator.s3Url}/my-bucket/film.mp4`
    const clip = { clip_offset: '00:00:00.5', clip_length: '00:00:01' }
    const { body: video } = await flip.post('/videos.json', { source_url, profiles: 'h264', ...clip })
    await flip.get('/videos.json')
    await double.settle()
    expect(await encodingsOf(video)).toMatchObject([{ status: 'success', duration: 1000 }])
  })

  it('has a source that can be deleted, and metadata', async () => {
    const video = await uploaded('none')
    expect((await flip.get<Record<string, unknown>>(`/videos/${video.id}/metadata.json`)).body).toMatchObject({
      image_width: 320,
    })
    expect((await flip.delete(`/videos/${video.id}/source.json`)).body).toEqual({ deleted: true })
    expect(await flip.get(`/videos/${video.id}/signed-url.json`)).toMatchObject({ status: 404 })
    expect(await flip.post('/videos/resubmit.json', { video_id: video.id })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^The source of the video was deleted/) },
    })
  })

  it('cancels all of its encodings at once', async () => {
    const video = await uploaded('h264,webm')
    expect((await flip.post(`/videos/${video.id}/cancel.json`)).body).toEqual({ canceled: true })
    expect(await encodingsOf(video)).toMatchObject([
      { status: 'fail', error_class: 'EncodingCanceled' },
      { status: 'fail', error_class: 'EncodingCanceled' },
    ])
    expect((await flip.post(`/videos/${video.id}/cancel.json`)).body).toEqual({ canceled: false })
  })

  it('is queued as long as it or one of its encodings is under way', async () => {
    const queued = async (query = {}) =>
      (await flip.get<{ videos: Wire[]; total: number }>('/videos/queued.json', query)).body
    const first = await uploaded('h264')
    const second = await uploaded('webm')
    await uploaded('none')
    expect(await queued()).toMatchObject({ total: 2, videos: [{ id: second.id }, { id: first.id }] })
    expect(await queued({ page: 2, per_page: 1 })).toMatchObject({ total: 2, videos: [{ id: first.id }] })
    await double.settle()
    expect(await queued()).toEqual({ videos: [], page: 1, per_page: 100, total: 0 })
  })

  it('is encoded all over when it is resubmitted', async () => {
    const video = await uploaded('h264,webm')
    await double.settle()
    const before = await encodingsOf(video)
    const answer = await flip.post('/videos/resubmit.json', { video_id: video.id })
    expect([answer.status, answer.text]).toEqual([200, '{}'])
    expect((await double.world.objects.list('my-bucket')).objects.map(({ key }) => key)).toEqual([`${video.id}.mp4`])
    expect(await encodingsOf(video)).toMatchObject([{ status: 'processing' }, { status: 'processing' }])
    await double.settle()
    const after = await encodingsOf(video)
    expect(after).toMatchObject(before.map(({ id, files }) => ({ id, files, status: 'success' })))
  })
})

describe('an encoding', () => {
  it('is made by profile_id or profile_name, and counted', async () => {
    const video = await uploaded('none')
    const { body: first } = await flip.post('/encodings.json', { video_id: video.id, profile_name: 'h264' })
    expect(first).toMatchObject({ status: 'processing', profile_name: 'h264', encoding_progress: 0 })
    const { body: second } = await flip.post('/encodings.json', { video_id: video.id, profile_id: first.profile_id })
    expect(second.profile_id).toBe(first.profile_id)
    expect((await flip.get('/encodings/count.json')).body).toEqual({ total: 2 })
    expect((await flip.delete(`/encodings/${first.id}.json`)).body).toEqual({ deleted: true })
    expect((await flip.get('/encodings/count.json')).body).toEqual({ total: 1 })
  })

  it('tells a precise status when it is asked for, and screenshots', async () => {
    const video = await uploaded('h264', 'stuntdouble-fail-EncodingError-at-40.mp4')
    const [encoding] = await encodingsOf(video)
    const status = async (query = {}) => (await flip.get(`/encodings/${encoding?.id}.json`, query)).body.status
    expect([await status(), await status({ precise_status: true })]).toEqual(['processing', 'encoding'])
    await double.settle()
    expect([await status(), await status({ precise_status: true })]).toEqual(['fail', 'fail'])
    expect((await flip.post(`/encodings/${encoding?.id}/retry.json`)).body).toEqual({ retried: true })
    expect((await flip.post(`/encodings/${encoding?.id}/cancel.json`)).body).toEqual({ canceled: true })
    expect([await status(), await status({ precise_status: 'True' })]).toEqual(['fail', 'canceled'])
    const good = await uploaded('h264')
    await double.settle()
    const query = { screenshots: 'True' }
    const page = await flip.get<EncodingsPage>(`/videos/${good.id}/encodings.json`, query)
    expect(page.body.encodings[0]?.screenshots).toHaveLength(7)
  })

  it('is queued while the source of its video is awaited', async () => {
    const { body: video } = await flip.post('/videos.json', {
      source_url: 'http://127.0.0.1:1/a.mp4',
      profiles: 'h264',
    })
    const { encodings } = await import('../model.ts')
    const { preciseStatus } = await import('./wire.ts')
    const [encoding] = double.world.state.table(encodings).list({ where: { videoId: video.id } })
    expect(encoding && preciseStatus(encoding)).toBe('queued')
  })

  it('is encoded anew with another profile', async () => {
    const video = await uploaded('h264')
    await double.settle()
    const [encoding] = await encodingsOf(video)
    const path = `/encodings/${encoding?.id}.json`
    expect((await flip.put(path, {})).body).toMatchObject({ status: 'success', profile_name: 'h264' })
    expect((await flip.put(path, { profile_name: 'h264' })).body).toMatchObject({ status: 'success' })
    expect((await flip.put(path, { profile_name: 'webm' })).body).toMatchObject({
      status: 'processing',
      profile_name: 'webm',
      extname: '.webm',
      files: [],
    })
    await double.settle()
    expect((await flip.get(path)).body).toMatchObject({ status: 'success', mime_type: 'video/webm' })
    expect((await double.world.objects.list('my-bucket')).objects.map(({ key }) => key)).not.toContain(
      `${encoding?.id}.mp4`,
    )
    expect(await flip.put(path, { profile_name: 'betamax' })).toMatchObject({ status: 404 })
  })
})

describe('a signed URL', () => {
  it('downloads the source, the output, and every file of an encoding, until it expires by the world’s clock', async () => {
    const bytes = await sample('sample.mp4')
    const video = await uploaded('hls.variant')
    await double.settle()
    await flip.patch(`/factories/${double.factoryId}.json`, { acl: 'private' })
    const [encoding] = await encodingsOf(video)
    const { signed_url: source } = (await flip.get(`/videos/${video.id}/signed-url.json`)).body
    const downloaded = await double.download(String(source))
    expect(downloaded.headers.get('content-type')).toBe('video/mp4')
    expect(new Uint8Array(await downloaded.arrayBuffer())).toEqual(bytes)

    const { signed_urls: urls } = (
      await flip.get<{ signed_urls: string[] }>(`/encodings/${encoding?.id}/signed-urls.json`)
    ).body
    expect(urls.map((url) => new URL(url).pathname.split('.').at(-1))).toEqual(['m3u8', 'ts', 'ts'])
    for (const url of urls) expect((await double.download(url)).status).toBe(200)
    expect((await double.download(urls[0]?.replace(/\?.*/, '') ?? '')).status).toBe(403)

    const { signed_url: brief } = (await flip.get(`/encodings/${encoding?.id}/signed-url.json`, { expires: 60 })).body
    expect(new URL(String(brief)).pathname).toMatch(/\.m3u8$/)
    await double.wait(60_000)
    expect((await double.download(String(brief))).status).toBe(200)
    await double.wait(1)
    expect((await double.download(String(brief))).status).toBe(403)
    expect((await double.download(String(source), { headers: { range: 'bytes=0-3' } })).status).toBe(206)
  })

  it('is not made of what is not there', async () => {
    const video = await uploaded('h264')
    const [encoding] = await encodingsOf(video)
    expect(await flip.get(`/encodings/${encoding?.id}/signed-url.json`)).toMatchObject({ status: 404 })
    expect((await flip.get(`/encodings/${encoding?.id}/signed-urls.json`)).body).toEqual({ signed_urls: [] })
    await double.settle()
    expect(await flip.get(`/encodings/${encoding?.id}/signed-url.json`, { expires: 0 })).toMatchObject({ status: 400 })
  })
})

describe('notifications', () => {
  it('are read and written as JSON, with all keys', async () => {
    const initial = {
      url: '',
      delay: 10,
      send_video_payload: false,
      events: { video_created: false, video_encoded: false, encoding_progress: false, encoding_completed: false },
    }
    expect((await flip.get('/notifications.json')).body).toEqual(initial)
    const wanted = {
      url: 'http://127.0.0.1:9/hook',
      delay: 13,
      send_video_payload: true,
      events: { ...initial.events, video_encoded: true },
    }
    expect((await flip.put('/notifications.json', wanted)).body).toEqual(wanted)
    expect((await flip.get('/notifications.json')).body).toEqual(wanted)
    expect((await double.signed.get('/notifications.json')).body).toEqual(wanted)
    expect((await flip.put('/notifications.json', initial)).body).toEqual(initial)
    expect((await double.signed.get('/notifications.json')).body).toEqual({ ...initial, url: null })
  })
})
