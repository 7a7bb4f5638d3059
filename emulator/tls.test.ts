import { request } from 'node:https'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sample } from '../harness/conformance/telestream.ts'
import { telestreamClient, type TelestreamClient } from '../harness/telestream-client.ts'
import { createEmulator, type Emulator } from './emulator.ts'

let emulator: Emulator
let client: TelestreamClient
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, tls: { names: ['api.example.test'] } })
  await emulator.listen()
  const { main } = emulator.worlds
  client = telestreamClient({
    fetch: emulator.fetch,
    url: emulator.url,
    credentials: main.credentials.telestream,
    now: () => main.clock.now(),
  })
})
afterAll(() => emulator.close())

test('URLs that are handed out begin with https', async () => {
  const session = { file_name: 'film.mp4', file_size: '10', multi_chunk: 'true' }
  const { body } = await client.post('/videos/upload.json', session)
  expect(body.location).toMatch(new RegExp(`^${emulator.url}/`))
  expect([emulator.url, emulator.s3Url, emulator.worlds.main.s3Url]).toEqual(
    Array(3).fill(expect.stringMatching(/^https:/)),
  )
})

test('the double trusts itself: a source may be in its own buckets, by whatever name', async () => {
  const { main } = emulator.worlds
  const { body: first } = await client.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'h264' })
  await main.jobs.advanceUntilIdle()
  const { body: video } = await client.get(`/videos/${first.id}.json`)
  const source = `${emulator.s3Url.replace('127.0.0.1', 'localhost')}/my-bucket/${video.path}${video.extname}`
  const { body: second } = await client.post('/videos.json', { source_url: source, profiles: 'h264' })
  await main.jobs.advanceUntilIdle()
  expect((await client.get(`/videos/${second.id}.json`)).body).toMatchObject({ status: 'success' })
})

test('answers by a name that was asked for, to whoever trusts its CA', async () => {
  const { port } = new URL(emulator.url)
  const asking = request(`https://api.example.test:${port}/v2/profiles.json?token=clou_your-token`, {
    ca: emulator.ca?.certificate,
    lookup: (_, options, callback) =>
      options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
  }).end()
  const [response] = await once(asking, 'response')
  response.resume()
  expect(response.statusCode).toBe(200)
})

test('has no CA without it', async () => {
  await using plain = await createEmulator()
  expect(plain.ca).toBeUndefined()
  expect(plain.url).toMatch(/^http:/)
})
