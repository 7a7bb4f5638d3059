// What is made to go wrong reaches an app behind msw as it would over the network.
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEmulator, type Emulator, type WorldHandle } from '../../emulator/index.ts'
import { handlers } from './index.ts'

let emulator: Emulator
let world: WorldHandle
const server = setupServer()
beforeAll(async () => {
  emulator = await createEmulator()
  server.listen({ onUnhandledFrame: 'error' })
})
beforeEach(async () => {
  world = await emulator.createWorld({ clock: 'real' })
  server.resetHandlers(...handlers(world))
})
afterAll(async () => {
  server.close()
  await emulator.close()
})

const api = 'https://api.cloud.telestream.net/v3.0/videos.json'

test('a connection that breaks is a failed fetch, and no answer', async () => {
  await world.faults.add({ service: 'telestream', reset: true, times: 1 })
  await expect(fetch(api)).rejects.toThrow(TypeError)
  expect((await fetch(api)).status).toBe(400)
})

test('a body that breaks off fails while it is read', async () => {
  await world.faults.add({ service: 'telestream', truncate: { bytes: 10 } })
  const response = await fetch(api)
  expect(response.status).toBe(400)
  await expect(response.text()).rejects.toThrow(TypeError)
})

// msw has no other word for it than `Network error`, which the SDK does not take for a connection; over a socket it tries again.
test('the AWS SDK tries again, but for what msw tells it of connections', async () => {
  await world.objects.createBucket('films')
  const s3 = new S3Client({ region: 'us-east-1', credentials: world.credentials.s3 })
  await world.faults.preset('s3 asks to slow down')
  const put = await s3.send(new PutObjectCommand({ Bucket: 'films', Key: 'a', Body: 'hello' }))
  expect(put.$metadata.attempts).toBe(3)
  await world.faults.add({ service: 's3', reset: true, times: 1 })
  await expect(s3.send(new GetObjectCommand({ Bucket: 'films', Key: 'a' }))).rejects.toThrow('Network error')
  s3.destroy()
})
