import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
let path: string
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
  path = `/factories/${double.factoryId}`
  await double.world.objects.createBucket('incoming')
  for (const key of ['a.mp4', 'b.MP4', 'deep/c.mp4', 'notes.txt'])
    await double.world.objects.put('incoming', key, await sample('sample.mp4'))
})
afterEach(() => double[Symbol.asyncDispose]())

const sync = async (wanted: unknown = 'true') => (await flip.post(`${path}/sync.json`, { sync: wanted })).body
const names = async () =>
  (await flip.get<{ videos: Wire[] }>('/videos.json')).body.videos.map(({ original_filename: name }) => name)

describe('a synchronisation', () => {
  it('needs an input bucket that there is', async () => {
    expect(await flip.post(`${path}/sync.json`, { sync: 'true' })).toMatchObject({
      status: 400,
      body: { message: 'The factory has no input bucket; set its input_bucket_name' },
    })
    expect(await flip.patch(`${path}.json`, { input_bucket_name: 'nowhere' })).toMatchObject({
      status: 400,
      body: { message: 'input_bucket_name: there is no bucket "nowhere"' },
    })
    expect(await flip.post(`${path}/sync.json`, {})).toMatchObject({ status: 400 })
    expect(await flip.post(`${path}/sync.json`, { sync: 'perhaps' })).toMatchObject({ status: 400 })
  })

  it('starts once, takes its time, and makes a video of each file that is new', async () => {
    await flip.patch(`${path}.json`, { input_bucket_name: 'incoming', input_bucket_file_pattern: '*.mp4' })
    expect(await sync()).toEqual({ syncing: 'starting' })
    expect(await sync(true)).toEqual({ syncing: 'already_started' })
    await double.wait(9_999)
    expect(await sync()).toEqual({ syncing: 'already_started' })
    expect(await names()).toEqual([])
    await double.wait(1)
    expect(await names()).toEqual(['a.mp4'])
    const factory = (await flip.get(`${path}.json`)).body
    expect(factory).toMatchObject({ input_bucket_watch: true, input_bucket_files_map: { 'a.mp4': expect.any(String) } })

    expect(await sync()).toEqual({ syncing: 'starting' })
    await double.wait(10_000)
    expect(await names()).toEqual(['a.mp4'])
    const [video] = (await flip.get<{ videos: Wire[] }>('/videos.json')).body.videos
    expect(video).toMatchObject({
      status: 'success',
      source_url: `${double.emulator.s3Url}/incoming/a.mp4`,
      width: 320,
    })
  })

  it('is repeated as often as the factory says, until it is switched off', async () => {
    await flip.patch(`${path}.json`, {
      input_bucket_name: 'incoming',
      input_bucket_watch: true,
      input_bucket_recursive: 'true',
      input_bucket_sync_every_n_min: 2,
      input_bucket_file_pattern: '?.*4',
    })
    await double.wait(2 * 60_000)
    expect(await sync()).toEqual({ syncing: 'already_started' })
    await double.wait(10_000)
    expect(await names()).toEqual(['c.mp4', 'b.MP4', 'a.mp4'])
    await double.world.objects.put('incoming', 'd.mp4', await sample('sample.mov'))
    await double.world.objects.put('incoming', 'a.mp4', await sample('sample.mov'))
    await double.wait(2 * 60_000 + 10_000)
    expect(await names()).toEqual(['d.mp4', 'a.mp4', 'c.mp4', 'b.MP4', 'a.mp4'])

    expect(await sync('false')).toEqual({ syncing: null })
    await double.world.objects.put('incoming', 'e.mp4', await sample('sample.mp4'))
    await double.wait(60 * 60_000)
    expect((await names()).length).toBe(5)
    expect((await flip.get(`${path}.json`)).body).toMatchObject({ input_bucket_watch: false })
  })

  it('does not stop for a bucket that is gone, or a factory that is', async () => {
    await flip.patch(`${path}.json`, { input_bucket_name: 'incoming' })
    expect(await sync()).toEqual({ syncing: 'starting' })
    const { objects } = double.world
    await objects.deleteMany(
      'incoming',
      (await objects.list('incoming')).objects.map(({ key }) => key),
    )
    await objects.deleteBucket('incoming')
    await double.wait(10_000)
    expect(await names()).toEqual([])
    expect(await sync()).toEqual({ syncing: 'starting' })
    await double.signed.delete(`${path}.json`)
    await double.wait(10_000)
    expect(double.world.jobs.list()).toEqual([])
  })
})
