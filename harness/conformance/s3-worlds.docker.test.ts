// Worlds over one S3, which here is MinIO: their names in it, their URLs, and what stays when they go.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BucketAlreadyOwnedByYou, CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { minioKeys } from '../container/minio.ts'
import { duraCloudClient } from '../duracloud-client.ts'
import { minioOfFile } from './minio-of-file.ts'
import { text } from './object-store/bytes.ts'
import { clientOf, sample } from './telestream.ts'

const over = minioOfFile()

it('keeps worlds apart, and takes their buckets away when they end or begin anew', async () => {
  const emulator = await over.open()
  const { main } = emulator.worlds
  const other = await emulator.worlds.create({ name: 'World_2' })
  for (const world of [main, other]) {
    await world.objects.createBucket('films')
    await world.objects.put('films', 'a', text(world.name))
  }
  expect((await over.buckets()).map((name) => name.replace(/[0-9a-f]{10}/, 'DIGEST'))).toEqual([
    'stuntdouble-main--films',
    'stuntdouble-world-2-DIGEST--films',
  ])
  expect(new TextDecoder().decode(await main.objects.readRange('films', 'a', 0, 100))).toBe('main')
  await emulator.worlds.delete('World_2')
  expect(await over.buckets()).toEqual(['stuntdouble-main--films'])
  await main.reset()
  expect(await over.buckets()).toEqual([])
  await main.objects.createBucket('films')
  await emulator.close()
  expect(await over.buckets()).toEqual([])
})

it('begins without what a killed one of the same name left', async () => {
  await over.s3.send(new CreateBucketCommand({ Bucket: 'stuntdouble-main--films' }))
  await over.s3.send(new PutObjectCommand({ Bucket: 'stuntdouble-main--films', Key: 'a b/é', Body: 'left' }))
  await over.s3.send(new CreateBucketCommand({ Bucket: 'stuntdouble-main-2--films' }))
  await using emulator = await over.open()
  expect(await over.buckets()).toEqual(['stuntdouble-main-2--films'])
  await emulator.worlds.create({ name: 'main-2' })
  expect(await over.buckets()).toEqual([])
})

it('finds with --data what it left, and refuses data whose objects are elsewhere', async () => {
  const data = await mkdtemp(join(tmpdir(), 'stuntdouble-s3-'))
  const first = await over.open({}, { data })
  await first.worlds.main.objects.createBucket('films')
  const put = await first.worlds.main.objects.put('films', 'a', text('kept'), { metadata: { 'unicode-é': 'пленка' } })
  await first.close()
  const second = await over.open({}, { data })
  expect(await second.worlds.main.objects.head('films', 'a')).toEqual(put)
  await second.close()
  await expect(createEmulator({ data })).rejects.toThrow('the data has the objects of main in an S3')
  const third = await over.open({}, { data })
  await third.worlds.main.reset()
  await third.close()
  await rm(data, { recursive: true })
})

it('hands out URLs of the S3: public ones, signed ones, and the double follows them itself', async () => {
  await using emulator = await over.open({}, { scenario: 'default' })
  const world = emulator.worlds.main
  const client = clientOf(emulator, world)
  const video = await client.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264' })
  await world.jobs.advanceUntilIdle()
  const original = `${world.bucketUrl('my-bucket')}/${video.body.id}.mp4`
  expect(original).toBe(`${over.minio.endpoint}/stuntdouble-main--my-bucket/${video.body.id}.mp4`)
  expect((await fetch(original)).status).toBe(200)

  await world.objects.createBucket('closed')
  await world.objects.put('closed', 'a b/é.txt', text('secret'))
  await world.objects.put('closed', 'open.txt', text('for all'), { publicRead: true })
  const closed = `${world.bucketUrl('closed')}/a%20b/%C3%A9.txt`
  expect((await fetch(closed)).status).toBe(403)
  expect(await (await fetch(`${world.bucketUrl('closed')}/open.txt`)).text()).toBe('for all')
  const signed = await world.signedUrl({ bucket: 'closed', key: 'a b/é.txt', expiresIn: 60 })
  expect(await (await fetch(signed)).text()).toBe('secret')
  expect(world.addressOf(new URL(signed))).toEqual({ bucket: 'closed', key: 'a b/é.txt' })

  await world.objects.copy({ bucket: 'my-bucket', key: `${video.body.id}.mp4` }, { bucket: 'closed', key: 'in.mp4' })
  const source = await world.signedUrl({ bucket: 'closed', key: 'in.mp4', expiresIn: 60 })
  const again = await client.post('/videos.json', { source_url: source, profiles: 'none' })
  await world.jobs.advanceUntilIdle()
  expect((await client.get(`/videos/${again.body.id}.json`)).body.status).toBe('success')

  const elsewhere = await emulator.fetchS3(new Request(`${emulator.s3Url}/my-bucket/${video.body.id}.mp4`))
  expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([307, original])
  const list = await emulator.fetchS3(new Request(`${emulator.s3Url}/my-bucket?list-type=2`))
  expect([list.status, await list.text()]).toEqual([501, expect.stringContaining(over.minio.endpoint)])
})

it('knows the S3 by another name than clients, and reads what they give back', async () => {
  const publicEndpoint = 'http://objects.example.test:9000'
  await using emulator = await over.open({ publicEndpoint })
  const world = emulator.worlds.main
  await world.objects.createBucket('closed')
  await world.objects.put('closed', 'a b', text('secret'))
  const url = await world.signedUrl({ bucket: 'closed', key: 'a b', expiresIn: 60 })
  expect(url).toMatch(/^http:\/\/objects\.example\.test:9000\/stuntdouble-main--closed\/a%20b\?X-Amz-/)
  const read = (url: string) => world.outbound.fetch('source', 'test', { url, maxBytes: 10_000, timeoutMs: 5_000 })
  const { status, body } = await read(url)
  expect([status, await new Response(body).text()]).toEqual([200, 'secret'])
  expect((await read(url.replace(/\?.*/, ''))).status).toBe(403)
  await expect(read(url.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).rejects.toThrow('objects.example.test')
})

it('lets an app read by its own S3 client what env tells it', async () => {
  const credentials = minioKeys
  await using emulator = await over.open()
  const world = emulator.worlds.main
  await duraCloudClient(emulator, world, 'admin').put('/films')
  await duraCloudClient(emulator, world, 'admin').put('/films/a', 'content')
  const { env } = (await (await emulator.fetch(new Request(`${emulator.url}/_stuntdouble/worlds/main`))).json()) as {
    env: Record<string, string>
  }
  expect(env).toMatchObject({
    AWS_ENDPOINT_URL_S3: over.minio.endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    S3_BUCKET_PREFIX: 'stuntdouble-main--',
  })
  const bucket = (await world.objects.listBuckets()).find(({ name }) => name.endsWith('films'))
  const got = await over.s3.send(new GetObjectCommand({ Bucket: `${env.S3_BUCKET_PREFIX}${bucket?.name}`, Key: 'a' }))
  expect(await got.Body?.transformToString()).toBe('content')
})

it('sees what others put into its buckets', async () => {
  await using emulator = await over.open()
  const { objects } = emulator.worlds.main
  await objects.createBucket('films')
  await objects.put('films', 'ours', text('ours'))
  for (const Key of ['ours', 'theirs'])
    await over.s3.send(
      new PutObjectCommand({ Bucket: 'stuntdouble-main--films', Key, Body: 'theirs', ContentType: 'a/b' }),
    )
  expect(await objects.head('films', 'ours')).toMatchObject({ size: 6, contentType: 'a/b', publicRead: false })
  expect((await objects.list('films')).objects.map(({ key, size }) => [key, size])).toEqual([
    ['ours', 6],
    ['theirs', 6],
  ])
})

it('tells those who watch a bucket of what is written through it', async () => {
  await using emulator = await over.open()
  const { jobs, objects, watches } = emulator.worlds.main
  await objects.createBucket('films')
  watches.put({ id: 'watch', bucket: 'films', kind: 'nobody.watches', delay: 1_000 })
  const { etag } = await objects.put('films', 'a', text('a'))
  expect(jobs.list()).toMatchObject([{ kind: 'nobody.watches', payload: { watchId: 'watch', key: 'a', etag } }])
})

it('uses buckets that are there already by their own names, and leaves what it did not put there', async () => {
  await over.s3.send(new CreateBucketCommand({ Bucket: 'app-media' }))
  await over.s3.send(new PutObjectCommand({ Bucket: 'app-media', Key: 'theirs', Body: 'theirs' }))
  const emulator = await over.open({ bucketPrefix: '' })
  const { main } = emulator.worlds
  await main.objects.createBucket('app-media')
  await main.objects.createBucket('made')
  await main.objects.put('app-media', 'ours', text('ours'))
  expect((await main.objects.list('app-media')).objects.map(({ key }) => key)).toEqual(['ours', 'theirs'])
  const other = await emulator.worlds.create({ name: 'other' })
  await other.objects.createBucket('app-media')
  expect(await over.buckets()).toEqual(['app-media', 'made', 'other--app-media'])
  await emulator.close()
  expect(await over.buckets()).toEqual(['app-media'])
  expect(await over.keysIn('app-media')).toEqual(['theirs'])
  await expect(over.s3.send(new CreateBucketCommand({ Bucket: 'app-media' }))).rejects.toThrow(BucketAlreadyOwnedByYou)
})
