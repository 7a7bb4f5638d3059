// The double over MinIO, as docker-compose.yml has it: driven from outside, with MinIO killed under load, and over a `down` and `up`.
import { S3Client, GetObjectCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sample } from '../conformance/telestream.ts'
import type { TelestreamClient, Wire } from '../telestream-client.ts'
import { buildImage, docker, freePorts, until } from './docker.ts'
import { clientAt } from './double-container.ts'

const project = `stuntdouble-test-${process.pid}`

let env: Record<string, string>
let url: string
let telestream: TelestreamClient
let minio: S3Client
beforeAll(async () => {
  const [port, s3Port, ffmpegPort, ffmpegS3Port, minioPort] = await freePorts(5)
  env = {
    STUNTDOUBLE_IMAGE: await buildImage('slim'),
    STUNTDOUBLE_FFMPEG_IMAGE: await buildImage('ffmpeg'),
    STUNTDOUBLE_PORT: `${port}`,
    STUNTDOUBLE_S3_PORT: `${s3Port}`,
    STUNTDOUBLE_FFMPEG_PORT: `${ffmpegPort}`,
    STUNTDOUBLE_FFMPEG_S3_PORT: `${ffmpegS3Port}`,
    MINIO_PORT: `${minioPort}`,
    MINIO_PUBLIC_URL: `http://localhost:${minioPort}`,
  }
  url = `http://127.0.0.1:${port}`
  telestream = clientAt(url)
  minio = new S3Client({
    endpoint: `http://localhost:${minioPort}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'stuntdouble', secretAccessKey: 'stuntdouble-secret' },
  })
})
afterAll(async () => {
  minio?.destroy()
  await compose('--profile', 'full', 'down', '--volumes', '--timeout', '5')
})

function compose(...args: string[]): Promise<string> {
  return docker(['compose', '--project-name', project, ...args], env)
}

async function up(): Promise<number> {
  const began = performance.now()
  await compose('up', '--wait', '--no-build')
  return (performance.now() - began) / 1000
}

async function uploaded(client: TelestreamClient): Promise<string> {
  const { body, status } = await client.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'h264' })
  expect(status).toBe(200)
  return body.id
}

async function encoded(client: TelestreamClient, video: string): Promise<Wire> {
  const { body } = await until(
    () => client.get<Wire[]>(`/videos/${video}/encodings.json`),
    ({ body }) => body.length > 0 && body.every(({ status }) => status === 'success'),
    90,
  )
  const [encoding] = body
  if (!encoding) throw new Error('It has no encoding')
  return encoding
}

/** Every object in MinIO, whatever its bucket. */
async function keys(): Promise<string[]> {
  const { Buckets = [] } = await minio.send(new ListBucketsCommand({}))
  const listings = await Promise.all(
    Buckets.map(async ({ Name }) => {
      const { Contents = [] } = await minio.send(new ListObjectsV2Command({ Bucket: Name }))
      return Contents.map(({ Key }) => `${Name}/${Key}`)
    }),
  )
  return listings.flat()
}

async function bytesOf(name: string): Promise<Uint8Array> {
  const [Bucket, ...rest] = name.split('/')
  const { Body } = await minio.send(new GetObjectCommand({ Bucket, Key: rest.join('/') }))
  return (await Body?.transformToByteArray()) ?? new Uint8Array()
}

it('is up in less than 15 s, and what it makes is in MinIO', async () => {
  expect(await up()).toBeLessThan(15)
  const video = await uploaded(telestream)
  const encoding = await encoded(telestream, video)
  const { body } = await telestream.get(`/videos/${video}.json`)
  const stored = await keys()
  const original = stored.find((key) => key.endsWith(`/${body.path}${body.extname}`))
  expect(await bytesOf(original ?? 'none/none')).toEqual(await sample('sample.mp4'))
  expect(stored.filter((key) => key.endsWith(`/${encoding.path}${encoding.extname}`))).toHaveLength(1)
})

it('gets over a MinIO that is killed under load: what it has stored is there, and it says meanwhile that it is not ready', async () => {
  const videos: string[] = []
  let refused = 0
  const stop = new AbortController()
  const load = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const { body, status } = await telestream.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'h264' })
      if (status === 200) videos.push(body.id)
      else {
        refused += 1
        await sleep(100)
      }
    }
  }
  const loading = Promise.all([load(), load()])
  await until(
    async () => videos.length,
    (count) => count > 5,
  )
  await compose('kill', 'minio')
  const ready = await until(
    () => fetch(`${url}/_stuntdouble/ready`),
    ({ status }) => status === 503,
  )
  expect(await ready.json()).toMatchObject({ ready: false })
  await until(
    async () => refused,
    (count) => count > 0,
  )
  await compose('start', 'minio')
  const before = videos.length
  await until(
    async () => videos.length,
    (count) => count > before + 5,
    60,
  )
  stop.abort()
  await loading

  // A copy into the bucket that MinIO was not there for has failed, as the vendor's do, and says so.
  const outcomes = await Promise.all(videos.map(outcomeOf))
  expect(outcomes.filter((outcome) => outcome !== 'kept' && outcome !== 'fail S3Error')).toEqual([])
  expect(outcomes.filter((outcome) => outcome === 'kept').length).toBeGreaterThan(5)
})

async function outcomeOf(id: string): Promise<string> {
  const { body: video } = await until(
    () => telestream.get(`/videos/${id}.json`),
    ({ body }) => body.status !== 'processing',
  )
  if (video.status !== 'success') return `${video.status} ${String(video['error_class'])}`
  const original = (await keys()).find((key) => key.endsWith(`/${video.path}${video.extname}`))
  const same = Buffer.compare(await bytesOf(original ?? 'none/none'), await sample('sample.mp4')) === 0
  return same ? 'kept' : 'lost'
}

it('keeps state and objects over down and up', async () => {
  expect((await telestream.post('/profiles.json', { preset_name: 'h264', name: 'kept' })).status).toBe(200)
  const video = await uploaded(telestream)
  await encoded(telestream, video)
  const before = await keys()
  await compose('down')
  expect(await up()).toBeLessThan(15)
  expect((await telestream.get('/profiles/kept.json')).status).toBe(200)
  expect((await encoded(telestream, video)).status).toBe('success')
  expect(await keys()).toEqual(before)
})

it('with the profile full there is one beside it that really transcodes', async () => {
  await compose('--profile', 'full', 'up', '--wait', '--no-build')
  const client = clientAt(`http://127.0.0.1:${env['STUNTDOUBLE_FFMPEG_PORT']}`)
  const profile = { preset_name: 'h264', name: 'small', width: '96', height: '64' }
  expect((await client.post('/profiles.json', profile)).status).toBe(200)
  const { body } = await client.upload(await sample('sample.mp4'), 'film.mp4', { profiles: 'small' })
  const encoding = await encoded(client, body.id)
  expect(encoding).toMatchObject({ height: 64 })
  const output = `ffmpeg-main--my-bucket/${encoding.path}${encoding.extname}`
  expect(await keys()).toContain(output)
})
