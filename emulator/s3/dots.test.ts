// Segments of dots: to S3 they are a part of the key like any other, and no URL's to resolve.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../index.ts'

let emulator: Emulator
let s3: S3Client
let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'stuntdouble-'))
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real', data })
  await emulator.listen()
  s3 = new S3Client({
    endpoint: emulator.s3Url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: emulator.worlds.main.credentials.s3,
  })
})
afterAll(async () => {
  s3.destroy()
  await emulator.close()
  await rm(data, { recursive: true })
})

const Bucket = 'my-bucket'
const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)

/** As it stands, which `fetch` would not leave it. */
function get(url: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url)
  const path = url.slice(url.indexOf('/', url.indexOf('://') + 3))
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject).end()
  })
}

it.each(['a/../b', './a', 'a/.', 'a/./b', 'a/b/../../c', 'a/..', '.', '...'])('%s is a key', async (key) => {
  await put(key)
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }))
  expect(await Body?.transformToString()).toBe(key)
  expect(await keys()).toContain(key)
})

it('is signed in a URL, and named by the journal, as it was sent', async () => {
  await put('films/../a.mp4')
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'films/../a.mp4' }))
  expect(url).toContain('/films/../a.mp4?')
  expect(await get(url)).toBe(200)
  expect(await get(url.replace('films/..', 'films/../.'))).toBe(403)
  const [, entry] = emulator.worlds.main.journal.list({ limit: 2 }).entries
  expect(entry?.request.url).toContain('/my-bucket/films/../a.mp4?')
})

it.each(['../a', 'a/../../b', '..', './../a'])('%s would lead out of the bucket', async (key) => {
  await expect(put(key)).rejects.toMatchObject({ name: 'InvalidURI', $metadata: { httpStatusCode: 400 } })
})

it.each(['/my-bucket/../my-bucket/a', '/my-bucket/%2e%2e/b', '/../../etc/passwd', '/w/main/../../my-bucket/a'])(
  'nobody gets out by GET %s',
  async (path) => {
    expect(await get(`${emulator.s3Url}${path}`)).toBeGreaterThanOrEqual(400)
  },
)

it('names no file', async () => {
  await put('worlds/../films/x')
  const files = await readdir(data, { recursive: true })
  expect(files.filter((file) => /films|x$/.test(file))).toEqual([])
})
