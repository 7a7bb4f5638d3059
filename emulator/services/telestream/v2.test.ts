// V2, with clouds for factories: every call of it. What they answer is told in more detail of V3.0, whose handlers are the same.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import type { TelestreamClient, Wire } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
let client: TelestreamClient
beforeEach(async () => {
  emulator = await createEmulator()
  client = clientOf(emulator, emulator.worlds.main, 'v2')
})
afterEach(() => emulator.close())

const idle = () => emulator.worlds.main.jobs.advanceUntilIdle()
const film = async (parameters: Record<string, string>) =>
  (await client.upload(await sample('sample.mp4'), 'sample.mp4', parameters)).body

it('makes, changes and deletes a cloud', async () => {
  const { status, body: cloud } = await client.post('/clouds.json', { name: 'mine', s3_videos_bucket: 'my-own' })
  expect([status, cloud['name'], cloud['s3_videos_bucket']]).toEqual([200, 'mine', 'my-own'])
  const path = `/clouds/${cloud.id}.json`
  expect((await client.put(path, { name: 'ours' })).body).toMatchObject({ id: cloud.id, name: 'ours' })
  expect((await client.get(path)).body).toMatchObject({ id: cloud.id, name: 'ours' })
  expect((await client.get<Wire[]>('/clouds.json')).body.map(({ id }) => id)).toContain(cloud.id)
  expect((await client.delete(path)).body).toEqual({ deleted: true })
  expect((await client.get(path)).status).toBe(404)
})

it('makes profiles of a command without a name, as PHP’s README does, as often as it is asked', async () => {
  const profile = {
    title: 'My custom profile',
    category: 'desktop',
    extname: 'mp4',
    width: '320',
    height: '240',
    command: 'ffmpeg -i $input_file$ -f mp4 -b 128k $resolution_and_padding$ -y $output_file$',
  }
  const make = async () => (await client.post('/profiles.json', profile)).body['name']
  expect([await make(), await make(), await make()]).toEqual(['custom.mp4', 'custom-2.mp4', 'custom-3.mp4'])
})

it('makes a cloud of a bucket and keys, as the gem’s README does; it is called like the bucket', async () => {
  const keys = { aws_access_key: 'mys3key', aws_secret_key: 'mys3secret' }
  const { status, body } = await client.post('/clouds.json', { ...keys, s3_videos_bucket: 'myexistingbucket' })
  expect([status, body['name'], body['s3_videos_bucket']]).toEqual([200, 'myexistingbucket', 'myexistingbucket'])
  expect((await client.post('/clouds.json', keys)).status).toBe(400)
})

it('takes a film, tells of it and of what is in it, and deletes its source and itself', async () => {
  const { id } = await film({ profiles: 'none' })
  await idle()
  expect((await client.get(`/videos/${id}.json`)).body).toMatchObject({ status: 'success', width: 320, height: 240 })
  expect((await client.get(`/videos/${id}/metadata.json`)).body).toMatchObject({ mime_type: 'video/mp4' })
  expect((await client.get<Wire[]>('/videos.json')).body.map((video) => video.id)).toEqual([id])
  expect((await client.get<Wire[]>(`/videos/${id}/encodings.json`)).body).toEqual([])
  expect((await client.delete(`/videos/${id}/source.json`)).body).toEqual({ deleted: true })
  expect((await client.delete(`/videos/${id}.json`)).body).toEqual({ deleted: true })
  expect((await client.get(`/videos/${id}.json`)).status).toBe(404)
})

it('encodes, cancels, retries and deletes', async () => {
  const video = await film({ profiles: 'none' })
  await idle()
  const asked = { video_id: video.id, profile_name: 'h264' }
  const { body: encoding } = await client.post('/encodings.json', asked)
  const path = `/encodings/${encoding.id}`
  expect(encoding).toMatchObject({ status: 'processing', video_id: video.id })
  expect((await client.post(`${path}/cancel.json`)).body).toEqual({ canceled: true })
  expect((await client.get(`${path}.json`)).body).toMatchObject({ status: 'fail', error_class: 'EncodingCanceled' })
  expect((await client.post(`${path}/retry.json`)).body).toEqual({ retried: true })
  await idle()
  expect((await client.get(`${path}.json`)).body).toMatchObject({ status: 'success', encoding_progress: 100 })
  expect((await client.get<Wire[]>('/encodings.json', { status: 'success' })).body).toHaveLength(1)
  expect((await client.delete(`${path}.json`)).body).toEqual({ deleted: true })
  expect((await client.get<Wire[]>('/encodings.json')).body).toEqual([])
})

it('makes, changes and deletes a profile, and lists what was encoded with it', async () => {
  const { body: profile } = await client.post('/profiles.json', { preset_name: 'h264', name: 'small' })
  const path = `/profiles/${profile.id}`
  expect((await client.put(`${path}.json`, { width: '160' })).body).toMatchObject({ name: 'small', width: 160 })
  expect((await client.get('/profiles/small.json')).body).toMatchObject({ id: profile.id, width: 160 })
  const { id } = await film({ profiles: 'small' })
  await idle()
  const encodings = await client.get<Wire[]>(`${path}/encodings.json`)
  expect(encodings.body).toMatchObject([{ video_id: id, profile_name: 'small', status: 'success' }])
  expect((await client.get<Wire[]>('/profiles.json')).body.map((one) => one.id)).toContain(profile.id)
  expect((await client.delete(`${path}.json`)).body).toEqual({ deleted: true })
})

it('changes where a cloud sends its notifications', async () => {
  expect((await client.get('/notifications.json')).body).toMatchObject({ url: null })
  const settings = { url: 'http://127.0.0.1:9/hook', 'events[video_created]': 'true' }
  expect((await client.put('/notifications.json', settings)).body).toMatchObject({
    url: 'http://127.0.0.1:9/hook',
    events: { video_created: true, video_encoded: false },
  })
})

it('takes an upload as a stream', async () => {
  const bytes = await sample('sample.mp4')
  const asked = { file_name: 'sample.mp4', file_size: String(bytes.length), profiles: 'h264' }
  const { body: session } = await client.post('/videos/upload.json', asked)
  const answer = await client.send(session.location, { method: 'PUT', body: bytes })
  expect([answer.status, answer.body.status]).toEqual([200, 'processing'])
  await idle()
  const { body } = await client.get<Wire[]>(`/videos/${answer.body.id}/encodings.json`)
  expect(body).toMatchObject([{ profile_name: 'h264', status: 'success' }])
})
