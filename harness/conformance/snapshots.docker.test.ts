// Snapshots, forks and files of worlds whose buckets are in an S3, which here is MinIO.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { minioOfFile } from './minio-of-file.ts'
import { bytesOf, snapshotConformance, streamOf } from './snapshots.ts'

const over = minioOfFile()
const bytes = (text: string) => new TextEncoder().encode(text)

snapshotConformance(
  'the buckets in MinIO',
  async () => {
    const emulator = await over.open({}, { scenario: 'default' })
    return { emulator, close: () => emulator.close() }
  },
  { numRuns: 3 },
)

it('copies within the S3, brings back what others changed too, and takes the copies away', async () => {
  await using emulator = await over.open()
  const { main, snapshots } = emulator.worlds
  await main.objects.createBucket('films')
  await main.objects.createBucket('open', { publicRead: true })
  await main.objects.put('films', 'a b/é', bytes('ours'), { metadata: { n: '1' }, contentType: 'text/plain' })
  await main.objects.put('films', 'shown', bytes('for all'), { publicRead: true })
  await main.objects.put('open', 'x', bytes('open'))
  const Bucket = 'stuntdouble-main--films'
  await over.s3.send(new PutObjectCommand({ Bucket, Key: 'theirs', Body: 'theirs', Metadata: { by: 'them' } }))
  const { id } = await snapshots.take(main)
  expect((await over.buckets()).length).toBe(4)

  await over.s3.send(new PutObjectCommand({ Bucket, Key: 'theirs', Body: 'changed' }))
  await over.s3.send(new PutObjectCommand({ Bucket, Key: 'later', Body: 'later' }))
  await over.s3.send(new DeleteObjectCommand({ Bucket, Key: 'shown' }))
  await main.objects.createBucket('later')
  await main.objects.delete('open', 'x')
  await main.objects.deleteBucket('open')
  await snapshots.restore(main, id)
  expect(await over.keysIn(Bucket)).toEqual(['a b/é', 'shown', 'theirs'])
  const theirs = await over.s3.send(new GetObjectCommand({ Bucket, Key: 'theirs' }))
  expect([await theirs.Body?.transformToString(), theirs.Metadata]).toEqual(['theirs', { by: 'them' }])
  expect(await (await fetch(`${main.bucketUrl('films')}/shown`)).text()).toBe('for all')
  expect(await (await fetch(`${main.bucketUrl('open')}/x`)).text()).toBe('open')
  expect((await fetch(`${main.bucketUrl('films')}/theirs`)).status).toBe(403)
  expect((await over.buckets()).filter((name) => name.includes('later'))).toEqual([])
  expect(await main.objects.head('films', 'a b/é')).toMatchObject({ contentType: 'text/plain', metadata: { n: '1' } })

  const fork = await emulator.worlds.create({ name: 'fork', from: id })
  expect(await (await fetch(`${fork.bucketUrl('films')}/shown`)).text()).toBe('for all')
  expect(await over.keysIn('stuntdouble-fork--films')).toEqual(['a b/é', 'shown', 'theirs'])
  await snapshots.delete(id)
  expect((await over.buckets()).length).toBe(4)
})

it('goes by a file from one S3 world to another, with what others put there', async () => {
  await using emulator = await over.open()
  const { main, snapshots } = emulator.worlds
  await main.objects.createBucket('films')
  await main.objects.put('films', 'ours', bytes('ours'), { publicRead: true })
  await main.objects.put('films', 'empty', bytes(''))
  const Bucket = 'stuntdouble-main--films'
  await over.s3.send(new PutObjectCommand({ Bucket, Key: 'theirs', Body: 'theirs', ContentType: 'a/b' }))
  const { id } = await snapshots.take(main)
  const file = await bytesOf(await snapshots.save(id))
  await main.reset()
  const loaded = await snapshots.load(main, streamOf(file))
  await snapshots.restore(main, loaded.id)
  expect(await (await fetch(`${main.bucketUrl('films')}/ours`)).text()).toBe('ours')
  expect((await main.objects.head('films', 'empty')).size).toBe(0)
  const theirs = await over.s3.send(new GetObjectCommand({ Bucket, Key: 'theirs' }))
  expect([await theirs.Body?.transformToString(), theirs.ContentType]).toEqual(['theirs', 'a/b'])

  await using embedded = await createEmulator({ scenario: 'empty' })
  const asked = embedded.worlds.snapshots.load(embedded.worlds.main, streamOf(file))
  await expect(asked).rejects.toThrow('load it into a double with --object-store s3')
  const before = await over.buckets()
  await expect(snapshots.load(main, streamOf(file.slice(0, -3000)))).rejects.toThrow('damaged')
  expect(await over.buckets()).toEqual(before)
})

it('leaves alone what is not the world’s, in a bucket that was there before it', async () => {
  await over.s3.send(new CreateBucketCommand({ Bucket: 'app-media' }))
  await over.s3.send(new PutObjectCommand({ Bucket: 'app-media', Key: 'theirs', Body: 'theirs' }))
  const emulator = await over.open({ bucketPrefix: '' })
  const { main, snapshots } = emulator.worlds
  await main.objects.createBucket('app-media')
  await main.objects.put('app-media', 'ours', bytes('before'))
  const { id } = await snapshots.take(main)
  await main.objects.put('app-media', 'ours', bytes('after'))
  await main.objects.put('app-media', 'more', bytes('more'))
  await over.s3.send(new PutObjectCommand({ Bucket: 'app-media', Key: 'theirs too', Body: 'theirs' }))
  await snapshots.restore(main, id)
  expect(await over.keysIn('app-media')).toEqual(['ours', 'theirs', 'theirs too'])
  expect(new TextDecoder().decode(await main.objects.readRange('app-media', 'ours', 0, 10))).toBe('before')
  await main.reset()
  await snapshots.restore(main, id)
  expect(await over.keysIn('app-media')).toEqual(['ours', 'theirs', 'theirs too'])
  await emulator.close()
  expect(await over.buckets()).toEqual(['app-media'])
  expect(await over.keysIn('app-media')).toEqual(['theirs', 'theirs too'])
})

it('stays as it was while the S3 is away, and goes on with a restore that a killed program had begun', async () => {
  const data = await mkdtemp(join(tmpdir(), 'stuntdouble-s3-'))
  const first = await over.open({}, { data })
  const { main, snapshots } = first.worlds
  await main.objects.createBucket('films')
  await main.objects.put('films', 'a', bytes('before'))
  const { id } = await snapshots.take(main)
  await main.objects.put('films', 'a', bytes('after'))
  const rows = [...main.state.lines.read({ kind: 'rows', table: 's3_objects' })]
  await over.minio.kill()
  await expect(snapshots.restore(main, id)).rejects.toThrow('object store')
  await expect(snapshots.take(main)).rejects.toThrow('object store')
  await expect(first.worlds.create({ from: 'main', name: 'fork' })).rejects.toThrow('object store')
  expect([...main.state.lines.read({ kind: 'rows', table: 's3_objects' })]).toEqual(rows)
  expect(main.restoring).toBeUndefined()
  expect(first.worlds.get('fork')).toBeUndefined()
  await over.minio.start()
  main.state.write('restoring', id)
  await first.close()

  const second = await over.open({}, { data })
  expect(new TextDecoder().decode(await second.worlds.main.objects.readRange('films', 'a', 0, 10))).toBe('before')
  expect(second.worlds.main.restoring).toBeUndefined()
  await second.worlds.snapshots.delete(id)
  await second.worlds.main.reset()
  await second.close()
  await rm(data, { recursive: true })
})

it('has left nothing behind by now', async () => {
  expect((await over.buckets()).filter((name) => name.startsWith('stuntdouble-'))).toEqual([])
})
