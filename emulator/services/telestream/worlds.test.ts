import { afterEach, beforeEach, expect, it } from 'vitest'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import { telestreamClient, type TelestreamClient, type Wire } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator()
})
afterEach(() => emulator.close())

/** One step after the other, so that two of these can be driven in turns. */
async function* flow(world: World, client: TelestreamClient) {
  const bytes = await sample('sample.mp4')
  const said: unknown[] = []
  const note = (answer: { status: number; body: unknown }) => said.push([answer.status, answer.body ?? null])
  note(await client.post('/profiles.json', { preset_name: 'aac', name: 'sound' }))
  yield
  note(await client.upload(bytes, 'a.mp4', { profiles: 'h264,sound' }))
  yield
  const { body: session } = await client.post('/videos/upload.json', {
    file_name: 'b.mp4',
    file_size: String(bytes.length),
  })
  yield
  note(
    await client.send(session.location, {
      method: 'PUT',
      headers: { 'content-range': `bytes 0-9/${bytes.length}` },
      body: bytes.slice(0, 10),
    }),
  )
  yield
  note(
    await client.send(session.location, {
      method: 'PUT',
      headers: { 'content-range': `bytes 10-99/${bytes.length}` },
      body: bytes.slice(10),
    }),
  )
  yield
  await world.jobs.advanceUntilIdle()
  yield
  note(await client.get('/videos.json'))
  note(await client.get('/encodings.json', { screenshots: 'true' }))
  yield
  note(await client.get('/factories.json'))
  return {
    said,
    objects: (
      await world.objects.list(
        (await client.get<Wire[]>('/factories.json')).body.map(({ s3_videos_bucket }) => String(s3_videos_bucket))[0] ??
          '',
      )
    ).objects.map(({ key, etag }) => [key, etag]),
  }
}

async function inTurns(flows: AsyncGenerator<void, { said: unknown[]; objects: unknown[] }>[]) {
  const results = new Map<number, { said: unknown[]; objects: unknown[] }>()
  while (results.size < flows.length) {
    for (const [at, each] of flows.entries()) {
      if (results.has(at)) continue
      const step = await each.next()
      if (step.done) results.set(at, step.value)
    }
  }
  return [...flows.keys()].map((at) => results.get(at))
}

it('two worlds through the same flow in turns see nothing of each other: each answers as if it were alone', async () => {
  const credentials = (name: string) => ({ telestream: { accessKey: `key-of-${name}`, secretKey: 'the same secret' } })
  const open = async (host: Emulator, name: string) => {
    const world = await host.worlds.create({ name, seed: 42, credentials: credentials(name) })
    return flow(
      world,
      telestreamClient({
        fetch: host.fetch,
        url: host.url,
        credentials: world.credentials.telestream,
        now: () => world.clock.now(),
      }),
    )
  }
  const [one, two] = await inTurns([await open(emulator, 'one'), await open(emulator, 'two')])

  const alone = await createEmulator()
  const [expected] = await inTurns([await open(alone, 'one')])
  await alone.close()
  expect(one).toEqual(expected)
  // The same seed gives the same ids; only the names of the worlds, in their URLs and buckets, differ.
  expect(
    JSON.parse(JSON.stringify(two).replaceAll('/w/two', '/w/one').replaceAll('my-bucket-two', 'my-bucket-one')),
  ).toEqual(one)
  expect(emulator.worlds.main.journal.list().entries).toEqual([])
})

it('an upload location finds its world by its id alone, also when another world issued the same', async () => {
  const worlds = [
    await emulator.worlds.create({ name: 'a', seed: 9 }),
    await emulator.worlds.create({ name: 'b', seed: 9 }),
  ]
  const bytes = await sample('sample.mp4')
  const locations: string[] = []
  for (const world of worlds) {
    const { body } = await clientOf(emulator, world).post('/videos/upload.json', {
      file_name: `${world.name}.mp4`,
      file_size: String(bytes.length),
    })
    locations.push(body.location)
    await emulator.fetch(new Request(body.location, { method: 'PUT', body: bytes }))
  }
  expect(new URL(locations[0] ?? '').pathname).toBe('/upload/session')
  for (const world of worlds) {
    const { body } = await clientOf(emulator, world).get<Wire[]>('/videos.json')
    expect(body.map(({ original_filename }) => original_filename)).toEqual([`${world.name}.mp4`])
  }
})

it('a path prefix selects a world, whatever the credential says', async () => {
  const world = await emulator.worlds.create({ name: 'mine' })
  const prefixed = clientOf({ fetch: emulator.fetch, url: `${emulator.url}/w/mine` }, world)
  expect((await prefixed.get('/factories.json')).status).toBe(200)
  const wrong = clientOf({ fetch: emulator.fetch, url: `${emulator.url}/w/mine` }, emulator.worlds.main)
  expect((await wrong.get('/factories.json')).status).toBe(401)
  expect((await emulator.fetch(new Request(`${emulator.url}/w/nobody/v3.0/videos.json`))).status).toBe(404)
})

it('reset brings a world back to the scenario it began with, with the same ids as before', async () => {
  const world = emulator.worlds.main
  const client = clientOf(emulator, world)
  const before = await client.get('/profiles.json')
  const upload = async () => (await client.upload(await sample('sample.mp4'), 'a.mp4')).body.id
  const first = await upload()
  await world.jobs.advanceUntilIdle()
  await world.reset()
  expect(await client.get('/profiles.json')).toMatchObject({ text: before.text })
  expect((await client.get('/videos.json')).body).toEqual([])
  expect((await world.objects.list('my-bucket')).objects).toEqual([])
  expect(world.jobs.list()).toEqual([])
  expect(await upload()).toBe(first)
})

it('a world takes the credentials that an app has, and gives them back when it is deleted', async () => {
  const credentials = { telestream: { accessKey: 'AK', secretKey: 'SK', factoryId: 'f00d' } }
  const world = await emulator.worlds.create({ name: 'app', credentials })
  expect((await clientOf(emulator, world).get<Wire[]>('/factories.json')).body.map(({ id }) => id)).toEqual(['f00d'])
  await expect(emulator.worlds.create({ name: 'other', credentials })).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('AK'),
  })
  await emulator.worlds.delete('app')
  const again = await emulator.worlds.create({ name: 'other', credentials })
  expect((await clientOf(emulator, again).get('/videos.json')).body).toEqual([])
})
