// What a service says of a name that MinIO cannot keep: each segment of a key is a file of its own to it, and has 255 bytes at most.
import { expect, it, onTestFinished } from 'vitest'
import { duraCloudClient } from '../../duracloud-client.ts'
import { minioOfFile } from '../minio-of-file.ts'
import { clientOf, sample } from '../telestream.ts'

const over = minioOfFile()
const longName = 'é'.repeat(140)

it('DuraStore answers 500 with a sentence, to content and to copies, and stores nothing', async () => {
  const emulator = await over.open()
  onTestFinished(() => emulator.close())
  const { main } = emulator.worlds
  const client = duraCloudClient(emulator, main, 'root')
  expect((await client.put('/space')).status).toBe(201)
  expect((await client.put('/space/kept', 'bytes')).status).toBe(201)
  const refusal = expect.stringMatching(/Could not store é+ in S3 bucket \S+ due to error: The key cannot be kept/)
  const name = encodeURIComponent(longName)
  const written = await client.put(`/space/${name}`, 'bytes')
  expect([written.status, written.text]).toEqual([500, refusal])
  const copied = await client.put(`/space/${name}`, undefined, { 'x-dura-meta-copy-source': 'space/kept' })
  expect([copied.status, copied.text]).toEqual([500, refusal])
  expect((await client.get('/space')).text).not.toContain('é')
})

it('a video of Telestream fails with S3Error', async () => {
  const emulator = await over.open({}, { scenario: 'default' })
  onTestFinished(() => emulator.close())
  const { main } = emulator.worlds
  const client = clientOf(emulator, main)
  const { body } = await client.upload(await sample('sample.mp4'), `${longName}.mp4`, { path_format: ':original/:id' })
  await main.jobs.advanceTo(main.clock.now() + 600_000)
  const video = await client.get(`/videos/${String(body['id'])}.json`)
  expect(video.body).toMatchObject({ status: 'fail', error_class: 'S3Error' })
})
