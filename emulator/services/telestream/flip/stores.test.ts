import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
let store: Wire
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
  const { objects, credentials } = double.world
  await objects.createBucket('archive')
  await objects.put('archive', 'films/a.mp4', await sample('sample.mp4'))
  await objects.put('archive', 'films/a.srt', await sample('sample.vtt'))
  const { accessKeyId, secretAccessKey } = credentials.s3
  const { body } = await flip.send<Wire>(`${double.emulator.url}/stores/v1.1/stores`, {
    method: 'POST',
    headers: { 'x-api-key': credentials.telestream.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'archive',
      provider: 'S3',
      bucket_name: 'archive',
      region: 'us-east-1',
      access_key: accessKeyId,
      secret_key: secretAccessKey,
    }),
  })
  store = body
})
afterEach(() => double[Symbol.asyncDispose]())

describe('a store', () => {
  it('has the source that a path names, and the files beside it', async () => {
    const { body: video } = await flip.post('/videos.json', {
      store_id: store.id,
      input_path: '/films/a.mp4',
      profiles: 'h264',
      extra_files: [{ file_type: 'subtitles', input_path: 'films/a.srt' }],
    })
    expect(video).toMatchObject({ store_id: store.id, original_filename: 'a.mp4' })
    expect((await flip.get(`/videos/${video.id}.json`)).body).toMatchObject({ status: 'success', width: 320 })
    await double.world.objects.head('telestream-sources', `${video.id}/extra/subtitles.index-0`)
  })

  it('that has no such file fails the video', async () => {
    const { body: video } = await flip.post('/videos.json', { store_id: store.id, input_path: 'films/b.mp4' })
    expect((await flip.get(`/videos/${video.id}.json`)).body).toMatchObject({
      status: 'fail',
      error_class: 'FileNotFound',
      error_message: 'There is no films/b.mp4 in the store',
    })
  })

  it('is where a factory puts its outputs, and stays as long as that uses it', async () => {
    const { body: factory } = await flip.post('/factories.json', { name: 'archived', store_id: store.id })
    expect(factory).toMatchObject({ store_id: store.id, output_bucket_name: 'archive' })
    const url = `${double.emulator.url}/stores/v1.1/stores/${store.id}`
    const headers = { 'x-api-key': double.world.credentials.telestream.apiKey }
    expect((await flip.send(url, { method: 'DELETE', headers })).status).toBeGreaterThanOrEqual(400)
  })
})
