// Encodings that end otherwise than by success, and where their files are said to be.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sample } from '../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../harness/flip-double.ts'
import { telestreamClient, type Wire } from '../../../harness/telestream-client.ts'

let double: FlipDouble
let client: FlipDouble['signed']
beforeEach(async () => {
  double = await flipDouble()
  client = double.signed
})
afterEach(() => double[Symbol.asyncDispose]())

const film = async (name: string, profiles: string) => double.upload(await sample('sample.mp4'), name, { profiles })
const encodingOf = async ({ id }: Wire) => {
  const [encoding] = (await client.get<Wire[]>(`/videos/${id}/encodings.json`)).body
  if (!encoding) throw new Error('It has no encoding')
  return encoding
}

it('a cancelled encoding took as long as it worked, and stays at the progress that it had', async () => {
  const video = await film('sample.mp4', 'h264')
  await double.wait(3000)
  const { id } = await encodingOf(video)
  expect((await client.post(`/encodings/${id}/cancel.json`)).body).toEqual({ canceled: true })
  const cancelled = { status: 'fail', error_class: 'EncodingCanceled', encoding_time: 3, encoding_progress: 25 }
  expect(await encodingOf(video)).toMatchObject(cancelled)
  await double.settle()
  expect(await encodingOf(video)).toMatchObject(cancelled)
})

it('an encoding that fails half-way took half of the time', async () => {
  const video = await film('stuntdouble-fail-EncodingError.mp4', 'h264')
  await double.settle()
  expect(await encodingOf(video)).toMatchObject({ status: 'fail', encoding_progress: 50, encoding_time: 6 })
})

it('an encoding that never began took no time', async () => {
  const { body } = await client.post('/videos.json', { source_url: 'http://127.0.0.1:1/a.mp4', profiles: 'h264' })
  await double.settle()
  expect(await encodingOf(body)).toMatchObject({ error_class: 'VideoStatusInvalid', encoding_time: 0 })
})

it('without its source a video is not encoded any more, what works already goes on', async () => {
  const video = await film('sample.mp4', 'h264')
  await double.wait(1000)
  await client.delete(`/videos/${video.id}/source.json`)
  const asked = { video_id: video.id, profile_name: 'webm' }
  const { body: late } = await client.post('/encodings.json', asked)
  await double.settle()
  expect((await client.get(`/encodings/${late.id}.json`)).body).toMatchObject({
    status: 'fail',
    error_class: 'FileNotFound',
    error_message: 'The source of the video was deleted',
    files: [],
  })
  const [first] = (await client.get<Wire[]>('/encodings.json', { profile_name: 'h264' })).body
  expect(first).toMatchObject({ status: 'success', files: [`${first?.id}.mp4`] })
  expect((await client.post(`/encodings/${late.id}/retry.json`)).body).toEqual({ retried: true })
  await double.settle()
  expect((await client.get(`/encodings/${late.id}.json`)).body).toMatchObject({ error_class: 'FileNotFound' })
})

it('screenshots are in the bucket of their own factory, also for a call that names none', async () => {
  const { credentials } = double.world
  const other = (await client.post('/factories.json', { name: 'other', s3_videos_bucket: 'of-others' })).body.id
  const clientIn = (factoryId: string) =>
    telestreamClient({
      fetch: double.emulator.fetch,
      url: double.emulator.url,
      credentials: { ...credentials.telestream, factoryId },
      now: () => double.world.clock.now(),
    })
  const owner = clientIn(other)
  await owner.post('/profiles.json', { preset_name: 'h264', name: 'h264' })
  const { body: video } = await owner.upload(await sample('sample.mp4'), 'sample.mp4', { profiles: 'h264' })
  await double.settle()
  const path = `/videos/${video.id}/encodings.json`
  const [encoding] = (await clientIn('').get<Wire[]>(path, { screenshots: 'true' })).body
  expect(encoding).toMatchObject({
    screenshots: expect.arrayContaining([expect.stringContaining(`/of-others/${encoding?.id}_1.jpg`)]),
  })
})
