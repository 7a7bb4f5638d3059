// What only the double's wire does, with the SDK of AWS over its sockets: hosts, worlds, watches, clocks, logs.
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketLocationCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Agent, request as nodeRequest } from 'node:http'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator, type World } from '../index.ts'

let emulator: Emulator
let port: number
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  port = Number(new URL((await emulator.listen()).s3Url).port)
  return () => emulator.close()
})

let world: World
let made = 0
beforeEach(async () => {
  world = await emulator.worlds.create({ name: `world-${(made += 1)}` })
})

function clientOf(of: World, endpoint = `http://127.0.0.1:${port}`, region = 'us-east-1'): S3Client {
  return new S3Client({ endpoint, region, credentials: of.credentials.s3, forcePathStyle: true })
}

/** A URL is signed by the clock of whoever signs it; the world's stands still. */
const atWorldTime = () => ({ signingDate: new Date(world.clock.now()) })

describe('the world of a request', () => {
  it('is the one whose key signed it, or the one that the path names', async () => {
    const client = clientOf(world)
    await client.send(new CreateBucketCommand({ Bucket: 'mine' }))
    const names = async (of: S3Client) => (await of.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)
    expect(await names(client)).toContain('mine')
    expect(await names(clientOf(emulator.worlds.main))).not.toContain('mine')
    expect(await names(clientOf(world, world.s3Url))).toContain('mine')
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'mine', Key: 'a' }), atWorldTime())
    await client.send(new PutObjectCommand({ Bucket: 'mine', Key: 'a', Body: 'by URL' }))
    expect(await (await fetch(url)).text()).toBe('by URL')
  })

  it('is also that of the key in a form', async () => {
    const client = clientOf(world)
    await client.send(new CreateBucketCommand({ Bucket: 'mine' }))
    const { url, fields } = await createPresignedPost(client, { Bucket: 'mine', Key: 'a' })
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob(['posted']))
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204)
    expect((await world.objects.head('mine', 'a')).size).toBe(6)
  })
})

/** Says to the kernel one host, and to the server another, as a hosts file does. */
function getBy(host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    nodeRequest({ port, path, headers: { host } }, async (response) => {
      let text = ''
      for await (const chunk of response) text += String(chunk)
      resolve(`${response.statusCode} ${text}`)
    })
      .on('error', reject)
      .end()
  })
}

describe('a bucket', () => {
  it('is named by the path, or by the host', async () => {
    const { main } = emulator.worlds
    await main.objects.createBucket('hosted.films', { publicRead: true })
    await main.objects.put('hosted.films', 'a/b', new TextEncoder().encode('a film'))
    for (const host of ['127.0.0.1', 'localhost', 's3.amazonaws.com', 's3.eu-west-1.amazonaws.com', 's3.localhost'])
      expect(await getBy(`${host}:${port}`, '/hosted.films/a/b')).toBe('200 a film')
    for (const host of [
      'localhost',
      's3.localhost',
      's3.amazonaws.com',
      's3.eu-west-1.amazonaws.com',
      's3-us-west-2.amazonaws.com',
    ])
      expect(await getBy(`hosted.films.${host}:${port}`, '/a/b')).toBe('200 a film')
  })

  it('is named by the host as the SDK does it', async () => {
    const { main } = emulator.worlds
    // As a hosts file would have it.
    const httpAgent = new Agent({ lookup: (_, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) })
    const client = new S3Client({
      endpoint: `http://localhost:${port}`,
      region: 'us-east-1',
      credentials: main.credentials.s3,
      requestHandler: { httpAgent },
    })
    await main.objects.createBucket('by-host')
    await client.send(new PutObjectCommand({ Bucket: 'by-host', Key: 'a b/é', Body: 'a film' }))
    const got = await client.send(new GetObjectCommand({ Bucket: 'by-host', Key: 'a b/é' }))
    expect(await got.Body?.transformToString()).toBe('a film')
    expect((await client.send(new ListObjectsV2Command({ Bucket: 'by-host' }))).KeyCount).toBe(1)
  })

  it('that is one’s own may be made again, in its region', async () => {
    const client = clientOf(world)
    const make = (Bucket: string, LocationConstraint?: 'eu-west-1') =>
      client.send(
        new CreateBucketCommand({
          Bucket,
          ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }),
        }),
      )
    await make('usual')
    await make('usual')
    await make('european', 'eu-west-1')
    await expect(make('european', 'eu-west-1')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' })
    await expect(make('usual', 'eu-west-1')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' })
    const there = clientOf(world, undefined, 'eu-west-1')
    expect((await there.send(new HeadBucketCommand({ Bucket: 'european' }))).BucketRegion).toBe('eu-west-1')
  })

  it('is opened by requests that are signed for its region, and says which that is', async () => {
    const client = clientOf(world)
    await client.send(
      new CreateBucketCommand({
        Bucket: 'frankfurt',
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    )
    await expect(client.send(new ListObjectsV2Command({ Bucket: 'frankfurt' }))).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      message: expect.stringContaining("the region 'us-east-1' is wrong; expecting 'eu-central-1'"),
      Region: 'eu-central-1',
      $response: { statusCode: 400, headers: { 'x-amz-bucket-region': 'eu-central-1' } },
    })
    const located = await client.send(new GetBucketLocationCommand({ Bucket: 'frankfurt' }))
    expect(located.LocationConstraint).toBe('eu-central-1')
    const there = clientOf(world, undefined, 'eu-central-1')
    expect((await there.send(new ListObjectsV2Command({ Bucket: 'frankfurt' }))).KeyCount).toBe(0)
    await expect(there.send(new ListObjectsV2Command({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
  })
})

describe('an object', () => {
  it('has a CRC64NVME when its client gave no checksum, and else the one that was given', async () => {
    const plain = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: world.credentials.s3,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
    await plain.send(new CreateBucketCommand({ Bucket: 'sums' }))
    const put = await plain.send(new PutObjectCommand({ Bucket: 'sums', Key: 'a', Body: '123456789' }))
    // The check value of CRC-64/NVME: ae8b14860a799888.
    expect(put).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' })
    const empty = await plain.send(new PutObjectCommand({ Bucket: 'sums', Key: 'empty' }))
    expect(empty.ChecksumCRC64NVME).toBe('AAAAAAAAAAA=')
    const given = await plain.send(
      new PutObjectCommand({ Bucket: 'sums', Key: 'b', Body: 'b', ChecksumAlgorithm: 'SHA256' }),
    )
    expect([given.ChecksumSHA256 !== undefined, given.ChecksumCRC64NVME]).toEqual([true, undefined])
  })

  it('is put whatever a client expects beyond that', async () => {
    await emulator.worlds.main.objects.createBucket('expectant')
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const path = '/expectant/a'
      const sent = nodeRequest(
        { port, path, method: 'PUT', headers: { expect: '200', 'content-length': '1' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      )
      sent.on('error', reject)
      sent.end('a')
    })
    // That of anybody, not 417.
    expect(status).toBe(403)
  })
})

it('what is written through the wire is told to who watches, versioned or not', async () => {
  const client = clientOf(world)
  await client.send(new CreateBucketCommand({ Bucket: 'inbox' }))
  world.watches.put({ id: 'rule', bucket: 'inbox', kind: 'telestream.watch', delay: 10_000 })
  await client.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'a', Body: 'a' }))
  await client.send(new PutBucketVersioningCommand({ Bucket: 'inbox', VersioningConfiguration: { Status: 'Enabled' } }))
  await client.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'a', Body: 'again' }))
  expect(world.jobs.list().map(({ payload }) => payload)).toMatchObject([{ key: 'a' }, { key: 'a' }])
})

it('an SDK sets its clock by the world’s, which stands still here', async () => {
  expect(Math.abs(Date.now() - world.clock.now())).toBeGreaterThan(3_600_000)
  const client = clientOf(world)
  await client.send(new CreateBucketCommand({ Bucket: 'in-time' }))
  expect((await client.send(new HeadBucketCommand({ Bucket: 'in-time' }))).$metadata.httpStatusCode).toBe(200)
})

it('a URL to put by works as the SDK signs it unasked, with the checksum of nothing', async () => {
  const client = clientOf(world)
  await client.send(new CreateBucketCommand({ Bucket: 'mine' }))
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'mine', Key: 'a' }), atWorldTime())
  expect(url).toContain('x-amz-checksum-crc32=AAAAAA')
  expect((await fetch(url, { method: 'PUT', body: 'something' })).status).toBe(200)
})

it('the journal has the operation, and why a request was refused', async () => {
  const client = clientOf(world)
  await client.send(new CreateBucketCommand({ Bucket: 'mine' }))
  const { accessKeyId } = world.credentials.s3
  const mistaken = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey: `${world.credentials.s3.secretAccessKey}\n` },
  })
  await expect(mistaken.send(new HeadBucketCommand({ Bucket: 'mine' }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  })
  const { entries } = world.journal.list()
  expect(entries.map(({ operation }) => operation)).toContain('CreateBucket')
  expect(entries[0]?.diagnosis?.mistakes[0]?.code).toBe('secret-whitespace')
})

it('whether a policy is public is told, and what keeps it from being so is taken back', async () => {
  const client = clientOf(world)
  const Bucket = 'mine'
  await client.send(new CreateBucketCommand({ Bucket }))
  const status = () => client.send(new GetBucketPolicyStatusCommand({ Bucket }))
  await expect(status()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' })
  const allow = (conditions: object) => {
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::mine/*', ...conditions },
    ]
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    return client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  }
  await allow({ Condition: { StringLike: { 'aws:Referer': 'https://app.test/*' } } })
  expect((await status()).PolicyStatus).toEqual({ IsPublic: false })
  await client.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }),
  )
  await expect(allow({})).rejects.toMatchObject({ name: 'AccessDenied' })
  await client.send(new DeletePublicAccessBlockCommand({ Bucket }))
  await allow({})
  expect((await status()).PolicyStatus).toEqual({ IsPublic: true })
})
