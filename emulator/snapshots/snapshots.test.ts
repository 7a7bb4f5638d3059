import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientAs, duraCloudClient } from '../../harness/duracloud-client.ts'
import { createEmulator, type Emulator, type World } from '../index.ts'

let emulator: Emulator
let main: World
beforeEach(async () => {
  emulator = await createEmulator()
  ;({ main } = emulator.worlds)
  await main.prepare('s3')
  await main.objects.createBucket('films')
  await main.objects.put('films', 'a', bytes('before'))
})
afterEach(() => emulator.close())

const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = async ({ objects }: World, key = 'a') =>
  new TextDecoder().decode(await objects.readRange('films', key, 0, 100))

async function keyOf({ objects }: World): Promise<string> {
  return (await objects.head('films', 'a')).sha256 ?? ''
}

describe('a snapshot', () => {
  it('is what its world goes back to: objects, jobs, clock and all, as often as one likes', async () => {
    main.jobs.schedule({ kind: 'nobody.does', dueAt: main.clock.now() + 1000 })
    const snapshot = await emulator.worlds.snapshots.take(main, 'first')
    expect(snapshot).toMatchObject({ id: 'main@1', world: 'main', name: 'first', at: main.clock.now() })
    expect(snapshot.sizes.jobs).toBe(1)
    const at = main.clock.now()
    for (let times = 0; times < 2; times += 1) {
      await main.objects.put('films', 'a', bytes('after'))
      await main.objects.delete('films', 'a')
      main.clock.set('frozen', at + 5000)
      await emulator.worlds.snapshots.restore(main, 'main@1')
      expect(await textOf(main)).toBe('before')
      expect(main.clock.now()).toBe(at)
      expect(main.jobs.list()).toMatchObject([{ kind: 'nobody.does', dueAt: at + 1000 }])
    }
  })

  it('is between two requests: it waits for those under way, and holds others back', async () => {
    main.traffic.enter()
    const taking = emulator.worlds.snapshots.take(main)
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    await main.objects.put('films', 'b', bytes('still under way'))
    main.traffic.leave()
    const { id } = await taking
    await main.objects.delete('films', 'b')
    await emulator.worlds.snapshots.restore(main, id)
    expect(await textOf(main, 'b')).toBe('still under way')
  })

  it('keeps the bytes of its objects, shared with the world, and gives them back', async () => {
    const hash = await keyOf(main)
    const { id } = await emulator.worlds.snapshots.take(main)
    await main.objects.delete('films', 'a')
    expect(() => main.blobs.retain(hash)).not.toThrow()
    main.blobs.release(hash)
    await emulator.worlds.snapshots.delete(id)
    expect(() => main.blobs.retain(hash)).toThrow('Nobody has a reference')
  })

  it('survives a reset of its world, and goes with it', async () => {
    const world = await emulator.worlds.create({ name: 'w', from: 'main' })
    const { id } = await emulator.worlds.snapshots.take(world)
    await world.reset()
    await emulator.worlds.snapshots.restore(world, id)
    expect(await textOf(world)).toBe('before')
    await emulator.worlds.delete('w')
    expect(emulator.worlds.snapshots.get(id)).toBeUndefined()
  })

  it('has an id that nothing else ever has', async () => {
    const { snapshots } = emulator.worlds
    await snapshots.take(main)
    await snapshots.delete('main@1')
    expect((await snapshots.take(main)).id).toBe('main@2')
    await expect(snapshots.restore(main, 'main@1')).rejects.toMatchObject({ status: 404 })
    await expect(snapshots.delete('main@1')).rejects.toMatchObject({ status: 404 })
    await expect(snapshots.save('main@1')).rejects.toMatchObject({ status: 404 })
    expect(snapshots.list('main').map(({ id }) => id)).toEqual(['main@2'])
  })

  it('is deleted when those are done who read it, and not restored any more then', async () => {
    const { snapshots } = emulator.worlds
    await snapshots.take(main)
    await main.objects.put('films', 'a', bytes('after'))
    const results = await Promise.allSettled([
      snapshots.restore(main, 'main@1'),
      snapshots.delete('main@1'),
      snapshots.restore(main, 'main@1'),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(await textOf(main)).toBe('before')
  })

  it('leaves a real clock with the system’s, and the journal begins anew', async () => {
    await using real = await createEmulator({ clock: 'real' })
    const world = real.worlds.main
    world.clock.set('real', Date.now() + 3_600_000)
    const { id } = await real.worlds.snapshots.take(world)
    world.clock.set('frozen', 0)
    await real.fetch(new Request(`${real.url}/v3.0/videos.json`))
    expect(world.journal.list().entries).toHaveLength(1)
    await real.worlds.snapshots.restore(world, id)
    expect(world.clock.mode).toBe('real')
    expect(Math.abs(world.clock.now() - Date.now() - 3_600_000)).toBeLessThan(5_000)
    expect(world.journal.list().entries).toEqual([])
  })

  it('stays a whole file though it is deleted while it is written, and is let go of when nobody reads on', async () => {
    const hash = await keyOf(main)
    const { snapshots } = emulator.worlds
    const { id } = await snapshots.take(main)
    const one = await snapshots.save(id)
    const other = await snapshots.save(id)
    await snapshots.delete(id)
    await main.objects.delete('films', 'a')
    expect((await new Response(one.body).arrayBuffer()).byteLength).toBe(one.size)
    await other.body.cancel()
    await expect.poll(() => tryToRetain(main, hash)).toBe(false)
  })
})

function tryToRetain({ blobs }: World, hash: string): boolean {
  try {
    blobs.retain(hash)
  } catch {
    // Nobody has it any more.
    return false
  }
  blobs.release(hash)
  return true
}

describe('a fork', () => {
  it('is as its original, shares its bytes, and has credentials of its own', async () => {
    const fork = await emulator.worlds.create({ name: 'fork', from: 'main' })
    expect(await textOf(fork)).toBe('before')
    expect(await keyOf(fork)).toBe(await keyOf(main))
    const { credentials } = fork
    expect(credentials.telestream.factoryId).toBe(main.credentials.telestream.factoryId)
    expect(credentials.telestream.accessKey).not.toBe(main.credentials.telestream.accessKey)
    expect(credentials.duracloud.map(({ username }) => username)).toEqual(['root-fork', 'admin-fork', 'user-fork'])
    await main.objects.put('films', 'a', bytes('after'))
    expect(await textOf(fork)).toBe('before')
    await emulator.worlds.delete('fork')
    expect(await textOf(main)).toBe('after')
  })

  it('is made of a snapshot as well, is forked again, and is reset to what its original began with', async () => {
    const { id } = await emulator.worlds.snapshots.take(main)
    await main.objects.put('films', 'a', bytes('after'))
    const fork = await emulator.worlds.create({ name: 'fork', from: id })
    const again = await emulator.worlds.create({ name: 'again', from: 'fork' })
    expect([await textOf(fork), await textOf(again)]).toEqual(['before', 'before'])
    expect(again.credentials.duracloud[0]?.username).toBe('root-again')
    await again.reset()
    await again.prepare('s3')
    expect((await again.objects.listBuckets()).map(({ name }) => name)).not.toContain('films')
    expect(again.credentials).toEqual(emulator.worlds.byKey('duracloud/user/root-again')?.credentials)
  })

  it('issues the ids that its original would, unless it is given a seed', async () => {
    const same = await emulator.worlds.create({ from: 'main' })
    const other = await emulator.worlds.create({ from: 'main', seed: 7 })
    const next = main.ids.hex('video')
    expect(same.ids.hex('video')).toBe(next)
    expect(other.ids.hex('video')).not.toBe(next)
    await other.reset()
    expect(other.ids.seed).toBe(7)
  })

  it('stands at the instant of its original, unless it is given a clock', async () => {
    main.clock.set('frozen', Date.parse('2027-01-01T00:00:00Z'))
    const same = await emulator.worlds.create({ from: 'main' })
    const other = await emulator.worlds.create({ from: 'main', clock: '2028-01-01T00:00:00Z' })
    expect(same.clock.now()).toBe(main.clock.now())
    expect(other.clock.now()).toBe(Date.parse('2028-01-01T00:00:00Z'))
  })

  it('takes the credentials that an app has already, and leaves nothing behind where these are taken', async () => {
    const s3 = { accessKeyId: 'KEY', secretAccessKey: 'secret' }
    const fork = await emulator.worlds.create({ from: 'main', name: 'fork', credentials: { s3 } })
    expect(fork.credentials.s3).toEqual(s3)
    const before = emulator.worlds.list().length
    const asked = emulator.worlds.create({ from: 'main', credentials: { s3 } })
    await expect(asked).rejects.toMatchObject({ status: 409 })
    await expect(emulator.worlds.create({ from: 'nobody' })).rejects.toMatchObject({ status: 404 })
    await expect(emulator.worlds.create({ from: 'main', name: 'fork' })).rejects.toMatchObject({ status: 409 })
    const both = emulator.worlds.create({ from: 'main', scenario: 'empty' })
    await expect(both).rejects.toMatchObject({ status: 400 })
    expect(emulator.worlds.list()).toHaveLength(before)
  })

  it('lets its own users do what those of the original could', async () => {
    const root = duraCloudClient(emulator, main, 'root')
    await root.put('/shared')
    await root.put('/shared/item', 'content')
    await root.send('POST', '/acl/shared', { headers: { 'x-dura-meta-acl-user': 'READ' } })
    const fork = await emulator.worlds.create({ name: 'fork', from: 'main' })
    const user = duraCloudClient(emulator, fork, 'user')
    expect((await user.get('/shared/item')).text).toBe('content')
    expect((await user.put('/shared/item', 'other')).status).toBe(403)
    // As main's users know no world but main.
    expect((await clientAs(emulator, main.credentials.duracloud[2]).get('/shared/item')).text).toBe('content')
  })

  it('has hosts of its own for what it streams', async () => {
    const root = duraCloudClient(emulator, main, 'root')
    const hostIn = async (world: World) =>
      (await duraCloudClient(emulator, world, 'root').head('/my-videos')).headers.get(
        'x-dura-meta-hls-streaming-host',
      ) ?? ''
    await root.task('enable-hls', { spaceId: 'my-videos', secure: false })
    const host = await hostIn(main)
    const { id } = await emulator.worlds.snapshots.take(main)
    const fork = await emulator.worlds.create({ name: 'fork', from: 'main' })
    const other = await hostIn(fork)
    expect(other).toMatch(/^d\w+\.cloudfront\.net$/)
    expect(other).not.toBe(host)
    for (const name of [host, other])
      expect((await emulator.fetch(new Request(`https://${name}/sample.m3u8`))).status).toBe(200)
    expect(emulator.worlds.byKey(`host/${host}`)).toBe(main)
    expect(emulator.worlds.byKey(`host/${other}`)).toBe(fork)
    await emulator.worlds.snapshots.restore(main, id)
    expect(await hostIn(main)).toBe(host)
  })

  it('is found by the token of its first factory, and by its name with those of the others', async () => {
    const list = (path: string) => emulator.fetch(new Request(`${emulator.url}${path}`))
    const created = await main.prepare('telestream')
    expect(created).toBeUndefined()
    const fork = await emulator.worlds.create({ name: 'fork', from: 'main' })
    const own = fork.credentials.telestream.token
    expect((await list(`/v2/profiles.json?token=${own}`)).status).toBe(200)
    expect(emulator.worlds.byKey(`telestream/token/${own}`)).toBe(fork)
    expect((await list(`/w/fork/v2/profiles.json?token=${main.credentials.telestream.token}`)).status).toBe(401)
  })
})

describe('a snapshot in a test', () => {
  it('is held by the world’s handle', async () => {
    await using world = await emulator.createWorld({ scenario: 'empty' })
    await world.objects.createBucket('films')
    await world.objects.put('films', 'a', 'before')
    await using snapshot = await world.snapshot('golden')
    expect(snapshot).toMatchObject({ id: `${world.name}@1`, name: 'golden', at: new Date('2026-01-01T00:00:00Z') })
    await world.objects.put('films', 'a', 'after')
    await using fork = await snapshot.fork()
    await using other = await world.fork()
    expect(await fork.objects.text('films', 'a')).toBe('before')
    expect(await other.objects.text('films', 'a')).toBe('after')
    await snapshot.restore()
    expect(await world.objects.text('films', 'a')).toBe('before')

    const loaded = await other.load(await snapshot.save())
    await loaded.restore()
    expect(await other.objects.text('films', 'a')).toBe('before')
    await snapshot.delete()
    await snapshot.delete()
  })
})
