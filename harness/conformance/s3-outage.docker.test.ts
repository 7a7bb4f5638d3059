// The S3 that has the objects goes away in the middle of it, hangs, and comes back.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { minioKeys, type RunningMinio, startMinio } from '../container/minio.ts'
import { duraCloudClient, type DuraCloudClient } from '../duracloud-client.ts'
import { type TelestreamClient, telestreamClient } from '../telestream-client.ts'
import { sample } from './telestream.ts'
import { md5, streamOf } from './object-store/bytes.ts'

let minio: RunningMinio
let emulator: Emulator
let telestream: TelestreamClient
let admin: DuraCloudClient
beforeEach(async () => {
  minio = await startMinio()
  emulator = await createEmulator({
    objectStore: 's3',
    s3Store: { endpoint: minio.endpoint, credentials: minioKeys },
    port: 0,
    s3Port: 0,
  })
  const { url } = await emulator.listen()
  const world = emulator.worlds.main
  telestream = telestreamClient({ fetch, url, credentials: world.credentials.telestream, now: () => world.clock.now() })
  admin = duraCloudClient({ fetch: (request) => fetch(request), url }, world, 'admin')
  await emulator.ready()
})
afterEach(async () => {
  await emulator?.close()
  await minio?.[Symbol.asyncDispose]()
})

const probe = async () => (await fetch(`${emulator.url}/_stuntdouble/ready`)).status

it('is red while it is gone, each vendor says so in its words, and all works again when it is back', async () => {
  expect(await probe()).toBe(200)
  const encoding = await telestream.upload(await sample('sample.mp4'), 'before.mp4', { profiles: 'h264' })
  await admin.put('/films')
  await admin.put('/films/kept', 'kept')
  const arrived = await telestream.upload(await sample('sample.mp4'), 'arrived.mp4', { profiles: 'h264' })
  await minio.kill()

  expect(await probe()).toBe(503)
  expect((await fetch(`${emulator.url}/_stuntdouble/health`)).status).toBe(200)
  const refused = await telestream.upload(await sample('sample.mp4'), 'meanwhile.mp4', { profiles: 'h264' })
  expect(refused).toMatchObject({ status: 500, body: { error: 'S3Error' } })
  expect(await admin.put('/films/new', 'new')).toMatchObject({
    status: 500,
    text: expect.stringMatching(
      /^Error attempting to add content 'new' in 'films' due to: Unable to execute HTTP request: /,
    ),
  })
  expect((await admin.get('/films/kept')).status).toBe(500)
  const reset = await fetch(`${emulator.url}/_stuntdouble/reset`, { method: 'POST' })
  expect([reset.status, await reset.json()]).toMatchObject([503, { error: { code: 'object-store-unavailable' } }])
  // What is looked at or encoded meanwhile fails as the vendor's videos do when a bucket cannot be reached.
  await emulator.worlds.main.jobs.advanceUntilIdle()
  const failure = { status: 'fail', error_class: 'S3Error' }
  expect((await telestream.get(`/videos/${arrived.body.id}.json`)).body).toMatchObject(failure)
  expect((await telestream.get(`/videos/${encoding.body.id}/encodings.json`)).body).toMatchObject([failure])

  await minio.start()
  expect(await probe()).toBe(200)
  expect(await admin.get('/films/kept')).toMatchObject({ status: 200, text: 'kept' })
  expect((await admin.head('/films/new')).status).toBe(404)
  expect((await admin.put('/films/new', 'new')).status).toBe(201)
  const again = await telestream.upload(await sample('sample.mp4'), 'after.mp4', { profiles: 'h264' })
  await emulator.worlds.main.jobs.advanceUntilIdle()
  expect((await telestream.get(`/videos/${again.body.id}.json`)).body.status).toBe('success')
})

it('leaves nothing of an upload that it broke off, and takes the same upload afterwards', async () => {
  await admin.put('/films')
  const bytes = new Uint8Array(40 * 1024 * 1024).map((_, index) => (index * 7) % 251)
  const { objects } = emulator.worlds.main
  const bucket = (await objects.listBuckets()).find(({ name }) => name.includes('films'))?.name ?? ''
  let sent = 0
  const broken = streamOf(bytes, 1024 * 1024).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        sent += 1
        if (sent === 30) await minio.kill()
        controller.enqueue(chunk)
      },
    }),
  )
  await expect(objects.put(bucket, 'large', broken)).rejects.toMatchObject({ code: 'ObjectStoreUnavailable' })
  await minio.start()
  expect((await objects.list(bucket)).objects).toEqual([])
  expect((await admin.head('/films/large')).status).toBe(404)
  const head = await objects.put(bucket, 'large', streamOf(bytes, 1024 * 1024))
  expect(head).toMatchObject({ size: bytes.length, etag: md5(bytes) })
  expect(md5((await admin.get('/films/large')).bytes)).toBe(md5(bytes))
})

it('does not hold requests for ever when it hangs', async () => {
  await admin.put('/films')
  await admin.put('/films/kept', 'kept')
  await minio.pause()
  const asked = performance.now()
  expect(await probe()).toBe(503)
  expect(performance.now() - asked).toBeLessThan(8_000)
  const waiting = admin.get('/films/kept')
  await sleep(1_000)
  await minio.unpause()
  expect(await waiting).toMatchObject({ status: 200, text: 'kept' })
})
