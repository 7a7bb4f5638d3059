// Segments of dots: to S3 they are a part of the key like any other, and no URL's to resolve.
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../index.ts'

let emulator: Emulator
let s3: S3Client
let around: string
let data: string
beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'stuntdouble-'))
  data = join(around, 'a', 'data')
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
  await rm(around, { recursive: true })
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

const outside = ['../a', 'a/../../b', '..']

it.each(outside)('%s is no key to delete among others', async (Key) => {
  await put('c/../d')
  const Delete = { Objects: [{ Key }, { Key: 'c/../d' }] }
  const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }))
  expect(Deleted).toEqual([{ Key: 'c/../d' }])
  expect(Errors).toEqual([{ Key, Code: 'InvalidURI', Message: "Couldn't parse the specified URI." }])
  expect(await keys()).not.toContain('c/../d')
})

it.each(outside)('%s is no key to copy from', async (key) => {
  const refused = { name: 'InvalidArgument', message: 'Invalid copy source object key' }
  const CopySource = `${Bucket}/${encodeURIComponent(key)}`
  await expect(s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))).rejects.toMatchObject(refused)
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  const part = new UploadPartCopyCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, CopySource })
  await expect(s3.send(part)).rejects.toMatchObject(refused)
})

it('copies from a key with dots, as it stands in the header', async () => {
  await put('c/../d')
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'e/./f', CopySource: `${Bucket}/c/../d` }))
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'e/./f' }))
  expect(await Body?.transformToString()).toBe('c/../d')
})

async function post(Key: string, filename: string): Promise<[status: number, text: string]> {
  const { url, fields } = await createPresignedPost(s3, {
    Bucket,
    Key,
    Fields: { success_action_status: '201' },
  })
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob(['posted']), filename)
  const answer = await fetch(url, { method: 'POST', body: form })
  return [answer.status, await answer.text()]
}

it.each([
  ...outside.map((key): [string, string] => [key, 'a.txt']),
  ['${filename}', '..'],
  ['a/../../${filename}', 'b.txt'],
] satisfies [string, string][])('a form with the key %s and the file %s is refused', async (key, filename) => {
  const [status, text] = await post(key, filename)
  expect([status, text]).toEqual([400, expect.stringContaining('<Code>InvalidURI</Code>')])
})

it.each([
  ['g/../${filename}', 'h.txt', 'g/../h.txt'],
  ['g/${filename}', '..', 'g/..'],
  ['g/${filename}', '../../h.txt', 'g/h.txt'],
])('a form with the key %s and the file %s makes %s', async (key, filename, made) => {
  expect(await post(key, filename)).toEqual([201, expect.stringContaining(`<Key>${made}</Key>`)])
  expect(await keys()).toContain(made)
})

it('names no file, whoever chooses the key', async () => {
  await put('worlds/../films/x')
  await post('worlds/../${filename}', 'films-x')
  const { objects } = emulator.worlds.main
  for (const key of ['../films/x', '../../../films-x', '/films/x', '..', 'a/../../../../../../films/x'])
    await objects.put(Bucket, key, new Blob(['in-process']).stream())
  for (const bucket of ['..', '../films', 'films/x'])
    await expect(objects.createBucket(bucket)).rejects.toThrow('bucket')
  const files = await readdir(around, { recursive: true })
  expect(files.filter((file) => /films|x$/.test(file))).toEqual([])
  expect([await readdir(around), await readdir(join(around, 'a'))]).toEqual([['a'], ['data']])
})
