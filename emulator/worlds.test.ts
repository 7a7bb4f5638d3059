import { expect, test } from 'vitest'
import type { Blobs } from './objects/blobs.ts'
import { MemoryBlobs } from './objects/memory-blobs.ts'
import { completeOptions } from './options.ts'
import { openDatabase } from './platform/node.ts'
import type { Databases } from './state/databases.ts'
import { MemoryDatabases } from './state/memory-databases.ts'
import { Worlds } from './worlds.ts'

interface Disk extends Databases {
  files: Set<string>
  removed: string[]
}

function disk(...names: string[]): Disk {
  const files = new Set(names)
  const removed: string[] = []
  return Object.assign(new MemoryDatabases(), {
    files,
    removed,
    async open(name: string) {
      await Promise.resolve()
      files.add(name)
      return openDatabase()
    },
    names: () => [...files],
    remove(name: string) {
      files.delete(name)
      removed.push(name)
    },
  })
}

async function open(databases: Databases = disk(), blobs: Blobs = new MemoryBlobs()): Promise<Worlds> {
  const worlds = new Worlds(
    {
      settings: completeOptions({}),
      blobs,
      url: () => 'http://127.0.0.1:4600',
      s3Url: () => 'http://127.0.0.1:4601',
      createOutbound: () => {
        const fetch = () => Promise.reject(new Error('none in this test'))
        return { fetch, deliver: fetch }
      },
      journalLimits: {},
      onEntry: () => undefined,
      onJobFailure: () => undefined,
    },
    databases,
    { scenario: 'default', seed: 1, clock: 'frozen', credentials: {} },
  )
  await worlds.open()
  return worlds
}

test('of two who create a world of one name at once, one is refused', async () => {
  const worlds = await open()
  const results = await Promise.allSettled([worlds.create({ name: 'w' }), worlds.create({ name: 'w' })])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(results[1]).toMatchObject({ reason: { status: 409, message: 'The world w exists already' } })
  expect(worlds.list().map(({ name }) => name)).toEqual(['main', 'w'])
})

test('worlds without a name get free ones, also at once', async () => {
  const worlds = await open()
  const names = await Promise.all([worlds.create(), worlds.create({ name: 'world-2' }), worlds.create()])
  expect(new Set(names.map(({ name }) => name)).size).toBe(3)
})

test('of two who ask for one credential at once, one is refused, and leaves nothing behind', async () => {
  const databases = disk()
  const worlds = await open(databases)
  const s3 = { accessKeyId: 'shared', secretAccessKey: 's' }
  const results = await Promise.allSettled(['a', 'b'].map((name) => worlds.create({ name, credentials: { s3 } })))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(results[1]).toMatchObject({
    reason: { status: 409, message: 'Another world has the credential s3 access-key that b asks for' },
  })
  expect(databases.removed).toEqual(['b'])
  expect(worlds.byKey('s3/access-key/shared')?.name).toBe('a')

  const again = await worlds.create({ name: 'b' })
  expect(worlds.byKey(`telestream/access-key/${again.credentials.telestream.accessKey}`)).toBe(again)
})

test('a name is free again when its world is gone, and not before', async () => {
  const databases = disk()
  const worlds = await open(databases)
  const first = await worlds.create({ name: 'w' })
  const { accessKey } = first.credentials.telestream
  const deleted = worlds.delete('w')
  expect(worlds.get('w')).toBeUndefined()
  expect(worlds.byKey(`telestream/access-key/${accessKey}`)).toBeUndefined()
  const [second] = await Promise.all([worlds.create({ name: 'w' }), deleted])
  expect(databases.removed).toEqual(['w'])
  expect(databases.files.has('w')).toBe(true)
  expect(worlds.get('w')).toBe(second)
  expect(second).not.toBe(first)
})

test('deleting waits for requests under way', async () => {
  const worlds = await open()
  const world = await worlds.create({ name: 'w' })
  world.traffic.enter()
  const deleted = worlds.delete('w')
  await Promise.resolve()
  expect(world.closed).toBe(true)
  world.state.write('still', 'works')
  world.traffic.leave()
  await deleted
  expect(() => world.state.write('no', 'more')).toThrow(/database is not open|finalized/)
})

test('a world is deleted once', async () => {
  const worlds = await open()
  await worlds.create({ name: 'w' })
  const results = await Promise.allSettled([worlds.delete('w'), worlds.delete('w')])
  expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { status: 404 } }])
  await expect(worlds.delete('main')).rejects.toMatchObject({ status: 400 })
})

test('a world that cannot be opened at the start keeps its file', async () => {
  const databases: Disk = Object.assign(disk('old'), { open: () => Promise.reject(new Error('damaged')) })
  await expect(open(databases)).rejects.toThrow('damaged')
  expect(databases.removed).toEqual([])
  expect(databases.files.has('old')).toBe(true)
})

test('reset waits for requests under way, and gives the bytes back', async () => {
  const blobs = new MemoryBlobs()
  const worlds = await open(disk(), blobs)
  const world = await worlds.create({ name: 'w' })
  await world.objects.createBucket('bucket')
  const { hash } = await blobs.store(new TextEncoder().encode('hello'))
  blobs.release(hash)
  await world.objects.put('bucket', 'key', new TextEncoder().encode('hello'))
  expect(() => blobs.retain(hash)).not.toThrow()
  blobs.release(hash)

  world.claim('telestream/upload/1')
  world.traffic.enter()
  const reset = world.reset()
  await Promise.resolve()
  expect(await world.objects.listBuckets()).toHaveLength(1)
  world.traffic.leave()
  await reset
  expect(await world.objects.listBuckets()).toHaveLength(0)
  expect(() => blobs.retain(hash)).toThrow('Nobody has a reference')
  expect(worlds.byKey('telestream/upload/1')).toBeUndefined()
  expect(worlds.byKey(`s3/access-key/${world.credentials.s3.accessKeyId}`)).toBe(world)
})
