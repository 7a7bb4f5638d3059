// Over a port, by the unmodified SDK: what production's failures look like to it.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator, type WorldHandle } from '../index.ts'

let emulator: Emulator
let world: WorldHandle
let s3: S3Client
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  await emulator.listen()
})
beforeEach(async () => {
  world = await emulator.createWorld()
  await world.objects.createBucket('films')
  s3 = new S3Client({
    endpoint: world.s3Url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: world.credentials.s3,
    maxAttempts: 3,
  })
  return async () => {
    s3.destroy()
    await world[Symbol.asyncDispose]()
  }
})
afterAll(() => emulator.close())

const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket: 'films', Key: 'a', Body }))

describe('the AWS SDK', () => {
  it.each(['SlowDown', 'ServiceUnavailable', 'InternalError', 'RequestTimeout'])(
    'tries again after %s, and gets through',
    async (error) => {
      await world.faults.add({ service: 's3', operation: 'PutObject', error, times: 2 })
      const { $metadata } = await put('hello')
      expect($metadata.attempts).toBe(3)
      expect(await world.objects.text('films', 'a')).toBe('hello')
    },
  )

  it('throws it by its name when it does not end', async () => {
    await world.faults.add({ service: 's3', error: 'SlowDown' })
    await expect(put('hello')).rejects.toMatchObject({
      name: 'SlowDown',
      message: 'Please reduce your request rate.',
      $metadata: { httpStatusCode: 503, attempts: 3 },
    })
  })

  it.each(['AccessDenied', 'SignatureDoesNotMatch', 'ExpiredToken', 'OperationAborted', 'NoSuchKey'])(
    'throws %s at once',
    async (error) => {
      await world.faults.add({ service: 's3', error })
      await expect(put('hello')).rejects.toMatchObject({ name: error, $metadata: { attempts: 1 } })
    },
  )

  it('tries again when the connection is reset', async () => {
    await world.faults.add({ service: 's3', reset: true, times: 1 })
    expect((await put('hello')).$metadata.attempts).toBe(2)
  })

  it('tries again when it breaks off amid an upload, of which nothing is stored', async () => {
    await world.faults.add({ service: 's3', operation: 'PutObject', reset: { afterBytes: 1000 } })
    await expect(put('x'.repeat(100_000))).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/)
    expect(await world.objects.keys('films')).toEqual([])
    expect(world.faults.list()).toMatchObject([{ fired: 3 }])
  })

  it('may write twice when the answer is lost', async () => {
    await world.faults.add({ service: 's3', operation: 'PutObject', reset: { when: 'after' }, times: 1 })
    expect((await put('hello')).$metadata.attempts).toBe(2)
    expect(world.journal.entries({ service: 's3' }).map(({ response }) => response.status)).toEqual([0, 200])
  })

  it('sees a body that breaks off', async () => {
    await world.objects.put('films', 'a', 'x'.repeat(100_000))
    await world.faults.add({ service: 's3', operation: 'GetObject', truncate: { bytes: 5000 } })
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'films', Key: 'a' }))
    expect(ContentLength).toBe(100_000)
    await expect(Body?.transformToByteArray()).rejects.toThrow(/aborted|ECONNRESET|terminated/)
  })

  it('waits out a limit of rate', async () => {
    await world.faults.add({ service: 's3', rateLimit: { limit: 1, window: '1h' } })
    await put('one')
    await expect(put('two')).rejects.toMatchObject({ name: 'SlowDown' })
  })

  it('is told that a part is missing, of which it has the ETag', async () => {
    const target = { Bucket: 'films', Key: 'long' }
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target))
    await world.faults.add({ service: 'storage', error: 'part-lost', times: 1 })
    const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'lost' }))
    expect(ETag).toMatch(/^"[0-9a-f]{32}"$/)
    const told = world.journal.entries({ service: 's3' }).find(({ operation }) => operation === 'part-lost')
    expect(told).toMatchObject({ request: { url: 's3:part-lost/films/long' }, fault: { name: expect.any(String) } })
    const parts = { Parts: [{ PartNumber: 1, ETag }] }
    const complete = () => s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: parts }))
    await expect(complete()).rejects.toMatchObject({ name: 'InvalidPart' })
    await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'lost' }))
    await complete()
    expect(await world.objects.text('films', 'long')).toBe('lost')
  })

  it('finds the storage gone, and back', async () => {
    await world.faults.preset('the disk of the buckets is gone')
    await expect(put('hello')).rejects.toMatchObject({ name: 'ServiceUnavailable', $metadata: { attempts: 3 } })
    world.faults.clear()
    expect((await put('hello')).$metadata.httpStatusCode).toBe(200)
  })

  it('finds one bucket gone', async () => {
    await world.objects.createBucket('other')
    await world.faults.add({ service: 'storage', path: '/films*', error: 'unavailable' })
    await expect(put('hello')).rejects.toMatchObject({ name: 'ServiceUnavailable' })
    await s3.send(new PutObjectCommand({ Bucket: 'other', Key: 'a', Body: 'hello' }))
    expect(await world.objects.text('other', 'a')).toBe('hello')
  })
})
