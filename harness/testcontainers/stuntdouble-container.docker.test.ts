// The image, started by testcontainers, and driven by the vendors' SDKs with what it says that they take.
import { GetObjectCommand, HeadObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { StreamClient } from '@stream-io/node-sdk'
import { MinioContainer } from '@testcontainers/minio'
import { Network } from 'testcontainers'
import { beforeAll, describe, expect, it } from 'vitest'
import { sample } from '../conformance/telestream.ts'
import { buildImage, until } from '../container/docker.ts'
import { minioImage } from '../container/minio.ts'
import { telestreamClient } from '../telestream-client.ts'
import { type ContainerWorld, StuntdoubleContainer, type StartedStuntdoubleContainer } from './index.ts'

let image: string
beforeAll(async () => {
  image = await buildImage('slim')
})

type Pointed = Pick<
  ContainerWorld | StartedStuntdoubleContainer,
  'getBucketName' | 'getDuraCloudConfig' | 'getS3ClientConfig' | 'getStreamClientOptions' | 'getTelestreamConfig'
>

function telestreamOf(double: Pointed, now = Date.now) {
  const { url, accessKey, secretKey, factoryId } = double.getTelestreamConfig()
  return telestreamClient({ fetch, url, credentials: { accessKey, secretKey, factoryId }, now })
}

function streamOf(double: Pointed): StreamClient {
  const { apiKey, apiSecret, ...options } = double.getStreamClientOptions()
  return new StreamClient(apiKey, apiSecret, options)
}

async function withS3<T>(double: Pointed, use: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = new S3Client(double.getS3ClientConfig())
  try {
    return await use(s3)
  } finally {
    s3.destroy()
  }
}

async function spacesOf(double: Pointed): Promise<string> {
  const { url, username, password } = double.getDuraCloudConfig()
  const authorization = `Basic ${btoa(`${username}:${password}`)}`
  const answer = await fetch(`${url}/spaces`, { headers: { authorization } })
  return `${answer.status} ${await answer.text()}`
}

describe('a started double', () => {
  it('is ready, with its scenario, for the SDKs of all services', async () => {
    await using double = await new StuntdoubleContainer(image).withScenario('video-library').withEncodingTime(1).start()
    const telestream = telestreamOf(double)
    const videos = await telestream.get<unknown[]>('/videos.json')
    expect(videos.status).toBe(200)
    expect(videos.body.length).toBeGreaterThan(1)

    const name = 'by-testcontainers'
    const stream = streamOf(double)
    const created = await stream.video.createCallType({ name })
    expect(created.name).toBe(name)

    expect(await spacesOf(double)).toMatch(/^200 [^]*<space id="my-videos"/)

    await withS3(double, async (s3) => {
      await s3.send(new PutObjectCommand({ Bucket: double.getBucketName('my-bucket'), Key: 'a', Body: 'kept' }))
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'my-bucket', Key: 'a' }))
      expect(await Body?.transformToString()).toBe('kept')
    })
  })

  it('hands out URLs of objects by which the test reaches them, also when it has got other ports', async () => {
    await using double = await new StuntdoubleContainer(image).withEncodingTime(1).start()
    const locationOf = async () => {
      const stream = streamOf(double)
      const { accessKeyId, secretAccessKey } = double.getS3ClientConfig().credentials
      await stream.createExternalStorage({
        name: 'my-s3',
        storage_type: 's3',
        bucket: 'my-bucket',
        path: 'checked/',
        aws_s3: { s3_region: 'us-east-1', s3_api_key: accessKeyId, s3_secret: secretAccessKey },
      })
      const { file_url = '' } = await stream.checkExternalStorage({ name: 'my-s3' })
      expect(file_url).toContain(double.getS3Url())
      return (await fetch(file_url)).status
    }
    expect(await locationOf()).toBe(200)
    await double.restart()
    expect(await locationOf()).toBe(200)
  })

  it('has worlds that are gone when they are disposed of, each with its own clock and credentials', async () => {
    await using double = await new StuntdoubleContainer(image).start()
    const names: string[] = []
    {
      await using world = await double.createWorld({ clock: '2026-01-01T00:00:00Z', scenario: 'default' })
      names.push(world.name)
      const telestream = telestreamOf(world, () => Date.parse('2026-01-01T00:00:00Z'))
      const { body: video } = await telestream.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'h264' })
      await world.advance({ until: 'idle' })
      const later = telestreamOf(world, () => Date.parse('2026-01-01T00:01:00Z'))
      const { body } = await later.get<{ status: string }[]>(`/videos/${video.id}/encodings.json`)
      expect(body.map(({ status }) => status)).toEqual(['success'])
      expect(await spacesOf(world)).toMatch(/^200 /)
      expect((await streamOf(world).video.listCallTypes()).call_types).toBeDefined()
      await world.reset()
      expect((await telestream.get('/videos.json')).body).toEqual([])
      expect((await telestreamOf(double).get('/videos.json')).body).toEqual([])
      await expect(double.createWorld({ name: world.name })).rejects.toThrow(
        `stuntdouble refused POST /worlds: The world ${world.name} exists already`,
      )
    }
    const gone = await fetch(`${double.getUrl()}/_stuntdouble/worlds/${names[0]}`)
    expect(gone.status).toBe(404)
  })

  it('does not start with an option that is none, and says why', async () => {
    await expect(new StuntdoubleContainer(image).withScenario('vido-library').start()).rejects.toThrow(
      /exited|scenario/,
    )
  })
})

describe('over a MinIO', () => {
  const minioContainer = () => new MinioContainer(minioImage).withUsername('some-user').withPassword('some-password')

  async function keepsIn(double: StartedStuntdoubleContainer): Promise<void> {
    const telestream = telestreamOf(double)
    const { body } = await telestream.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'h264' })
    const { body: video } = await until(
      () => telestream.get(`/videos/${body.id}.json`),
      ({ body }) => body.status !== 'processing',
    )
    await withS3(double, async (s3) => {
      const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
      const Bucket = double.getBucketName('my-bucket')
      expect(Buckets.map(({ Name }) => Name)).toContain(Bucket)
      const kept = await s3.send(new HeadObjectCommand({ Bucket, Key: `${video.path}${video.extname}` }))
      expect(kept.ContentLength).toBe((await sample('sample.mp4')).length)
    })
  }

  it('keeps objects there, and leads the S3 client there', async () => {
    await using minio = await minioContainer().start()
    await using double = await new StuntdoubleContainer(image).withObjectStore(minio).withEncodingTime(1).start()
    expect(double.getS3ClientConfig()).toMatchObject({
      endpoint: minio.getConnectionUrl(),
      credentials: { accessKeyId: 'some-user', secretAccessKey: 'some-password' },
    })
    await keepsIn(double)
  })

  it('joins its network, and keeps its buckets apart by their prefix', async () => {
    await using network = await new Network().start()
    await using minio = await minioContainer().withNetwork(network).start()
    await using double = await new StuntdoubleContainer(image)
      .withObjectStore(minio, { bucketPrefix: 'apart-' })
      .withEncodingTime(1)
      .start()
    expect(double.getNetworkNames()).toEqual([network.getName()])
    expect(double.getBucketName('my-bucket')).toBe('apart-main--my-bucket')
    await keepsIn(double)
  })

  it('says so when both are on networks that do not meet', async () => {
    await using network = await new Network().start()
    await using minio = await minioContainer().start()
    const double = new StuntdoubleContainer(image).withNetwork(network).withObjectStore(minio)
    await expect(double.start()).rejects.toThrow(
      `its container is on the network bridge, and the double on ${network.getName()}; put both on one`,
    )
  })
})
