// SDKs as they come, with the endpoints that they have by default: nothing points them at the double but msw.
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { StreamClient } from '@stream-io/node-sdk'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
  // SDKs sign by the clock of the machine.
  world = await emulator.createWorld({ clock: 'real' })
  server.resetHandlers(...handlers(emulator))
})
afterAll(async () => {
  server.close()
  await emulator.close()
})

describe('the AWS SDK', () => {
  const clientOf = ({ credentials }: WorldHandle, options: S3ClientConfig = {}) =>
    new S3Client({ region: 'us-east-1', credentials: credentials.s3, ...options })

  test.each([{ forcePathStyle: false }, { forcePathStyle: true }])('writes and reads with %j', async (options) => {
    await world.objects.createBucket('photos')
    const s3 = clientOf(world, options)
    await s3.send(
      new PutObjectCommand({ Bucket: 'photos', Key: 'a b/ü.txt', Body: 'hello', ContentType: 'text/plain' }),
    )
    expect(await world.objects.text('photos', 'a b/ü.txt')).toBe('hello')
    const got = await s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a b/ü.txt' }))
    expect([got.ContentType, await got.Body?.transformToString()]).toEqual(['text/plain', 'hello'])
    const list = await s3.send(new ListObjectsV2Command({ Bucket: 'photos' }))
    expect(list.Contents?.map(({ Key }) => Key)).toEqual(['a b/ü.txt'])
    s3.destroy()
  })

  test('uploads in parts', async () => {
    await world.objects.createBucket('films')
    // Nobody says 100 Continue behind msw, which the SDK waits 6 s for.
    const s3 = clientOf(world, { expectContinueHeader: false })
    const bytes = new Uint8Array(12 * 1024 * 1024).map((_, at) => at % 251)
    await new Upload({ client: s3, params: { Bucket: 'films', Key: 'long.mp4', Body: bytes } }).done()
    expect(Buffer.compare(await world.objects.bytes('films', 'long.mp4'), bytes)).toBe(0)
    s3.destroy()
  })

  test('signs URLs that anybody can read', async () => {
    await world.objects.createBucket('films')
    await world.objects.put('films', 'a.txt', 'secret')
    const s3 = clientOf(world)
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'films', Key: 'a.txt' }), { expiresIn: 60 })
    expect(new URL(url).hostname).toBe('films.s3.us-east-1.amazonaws.com')
    expect(await (await fetch(url)).text()).toBe('secret')
    s3.destroy()
  })

  test('hears of a wrong secret, and the journal says what is the matter', async () => {
    const s3 = new S3Client({ region: 'us-east-1', credentials: { ...world.credentials.s3, secretAccessKey: 'wrong' } })
    const list = s3.send(new ListObjectsV2Command({ Bucket: 'photos' }))
    await expect(list).rejects.toThrow('signature')
    expect(world.journal.refusals()).toMatchObject([{ service: 's3', response: { status: 403 } }])
    s3.destroy()
  })
})

describe('Stream’s SDK', () => {
  test('makes users and call types at its production hosts', async () => {
    const { apiKey, apiSecret } = world.credentials.stream
    const client = new StreamClient(apiKey, apiSecret, { timeout: 60_000 })
    await client.upsertUsers([{ id: 'lisa', name: 'Lisa' }])
    const { users } = await client.queryUsers({ payload: { filter_conditions: { id: { $eq: 'lisa' } } } })
    expect(users.map(({ name }) => name)).toEqual(['Lisa'])
    await client.video.createCallType({ name: 'mine' })
    expect((await client.video.listCallTypes()).call_types.mine).toMatchObject({ name: 'mine' })
    expect(
      world.journal.entries({ service: 'stream' }).map(({ request }) => new URL(request.url ?? '').hostname),
    ).toEqual([
      'chat.stream-io-api.com',
      'chat.stream-io-api.com',
      'video.stream-io-api.com',
      'video.stream-io-api.com',
    ])
  })
})
