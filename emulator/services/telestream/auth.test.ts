import { afterEach, describe, expect, it } from 'vitest'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../index.ts'
import { factories } from './model.ts'
import { type SignedParameters, signRequest, type UnsignedRequest } from './signature/index.ts'

let emulator: Emulator
afterEach(() => emulator.close())

async function start(options: EmulatorOptions = {}) {
  emulator = await createEmulator(options)
  return emulator.worlds.main
}

function signed(changes: Partial<UnsignedRequest> & Pick<UnsignedRequest, 'verb' | 'path'>): SignedParameters {
  const { accessKey, secretKey, factoryId } = emulator.worlds.main.credentials.telestream
  return signRequest({
    host: '127.0.0.1',
    accessKey,
    secret: secretKey,
    factoryId,
    timestamp: new Date(emulator.worlds.main.clock.now()).toISOString(),
    ...changes,
  })
}

async function send(path: string, init: RequestInit = {}) {
  const response = await emulator.fetch(new Request(`${emulator.url}${path}`, init))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('a signature is accepted as the SDKs send it', () => {
  it('in an urlencoded body (Ruby)', async () => {
    await start()
    const { query } = signed({
      verb: 'POST',
      path: '/profiles.json',
      parameters: [
        ['preset_name', 'webm.hi'],
        ['title', 'Größe & Farbe'],
      ],
      dialect: 'ruby',
    })
    const answer = await send('/v3.0/profiles.json', {
      method: 'POST',
      body: query,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer).toMatchObject({ status: 200, body: { name: 'webm.hi', title: 'Größe & Farbe' } })
  })

  it('over a path that was encoded only after it had been signed (Python)', async () => {
    const world = await start()
    const client = clientOf(emulator, world)
    const name = 'My film ♥'
    await client.post('/profiles.json', { preset_name: 'webm.hi', name })
    expect(await client.get(`/profiles/${name}.json`)).toMatchObject({ status: 200, body: { name } })
    expect((await client.get(`/profiles/${encodeURIComponent(name)}.json`)).status).toBe(200)
  })

  it('in the text fields of a multipart body, with and without a file, also for PUT (PHP)', async () => {
    await start()
    const form = new FormData()
    for (const [name, value] of signed({
      verb: 'PUT',
      path: '/notifications.json',
      parameters: [
        ['url', 'http://127.0.0.1:9/hook'],
        ['events[video_created]', 'true'],
      ],
      dialect: 'php',
    }).parameters)
      form.append(name, value)
    expect(await send('/v3.0/notifications.json', { method: 'PUT', body: form })).toMatchObject({
      status: 200,
      body: { url: 'http://127.0.0.1:9/hook', events: { video_created: true, video_encoded: false } },
    })

    const upload = new FormData()
    upload.append('file', new File([await sample('sample.mp4')], 'from-php.mp4'))
    for (const [name, value] of signed({
      verb: 'POST',
      path: '/videos.json',
      parameters: [['profiles', 'none']],
      dialect: 'php',
    }).parameters)
      upload.append(name, value)
    expect(await send('/v3.0/videos.json', { method: 'POST', body: upload })).toMatchObject({
      status: 200,
      body: { original_filename: 'from-php.mp4' },
    })
  })

  it('of version 2: a JSON body covered by its checksum', async () => {
    await start()
    const jsonBody = new TextEncoder().encode(
      JSON.stringify({ preset_name: 'mp3', name: 'sound', unknown_setting: { kept: true } }),
    )
    const { query } = signed({ verb: 'POST', path: '/profiles.json', jsonBody })
    const post = (body: BodyInit) =>
      send(`/v3.0/profiles.json?${query}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    expect(await post(jsonBody)).toMatchObject({
      status: 200,
      body: { name: 'sound', extname: '.mp3', unknown_setting: { kept: true } },
    })
    expect(await post(JSON.stringify({ preset_name: 'mp3', name: 'other' }))).toMatchObject({
      status: 401,
      body: { error: 'NotAuthorized' },
    })
    expect(emulator.worlds.main.journal.list().entries[0]?.diagnosis?.mistakes[0]?.code).toBe('checksum-mismatch')
  })

  it('for the host that the client believes in: its own port, capitals, or a public name', async () => {
    await start()
    for (const host of ['127.0.0.1', '127.0.0.1:4600', 'api.pandastream.com', 'api.cloud.telestream.net']) {
      const { query } = signed({ verb: 'GET', path: '/videos.json', host })
      expect((await send(`/v3.0/videos.json?${query}`)).status).toBe(200)
    }
  })

  it('for V2, where factories are clouds', async () => {
    const world = await start()
    const client = clientOf(emulator, world, 'v2')
    const [cloud] = (await client.get<{ id: string }[]>('/clouds.json')).body
    expect(cloud?.id).toBe(world.credentials.telestream.factoryId)
    expect((await client.get('/videos.json')).body).toEqual([])
    expect((await client.get('/clouds/nope.json')).body).toMatchObject({ message: "Couldn't find Cloud with ID=nope" })
  })
})

describe('a token of a cloud (V2)', () => {
  it('stands for the cloud, also in a form, and selects its world', async () => {
    await start()
    const other = await emulator.worlds.create({ name: 'other' })
    await other.prepare('telestream')
    const { token = '' } = other.state.table(factories).get(other.credentials.telestream.factoryId) ?? {}
    expect(token).toMatch(/^clou_/)
    expect((await send(`/v2/videos.json?token=${token}`)).body).toEqual([])
    const form = new FormData()
    form.append('token', token)
    form.append('file', new File([await sample('sample.mp4')], 'a.mp4'))
    expect((await send('/v2/videos.json', { method: 'POST', body: form })).status).toBe(200)
    expect((await send(`/v2/videos.json?token=${token}`)).body).toHaveLength(1)
    expect(emulator.worlds.main.journal.list().entries).toHaveLength(0)
  })

  it('that nobody has, or of another cloud than the call names, is refused', async () => {
    const world = await start()
    await world.prepare('telestream')
    expect(await send('/v2/videos.json?token=clou_nobodys')).toMatchObject({
      status: 401,
      body: { error: 'NotAuthorized' },
    })
    const { token = '' } = world.state.table(factories).get(world.credentials.telestream.factoryId) ?? {}
    expect((await send(`/v2/videos.json?token=${token}&cloud_id=other`)).status).toBe(401)
    expect((await send(`/v3.0/videos.json?token=${token}`)).status).toBe(400)
  })
})

describe('the window of a signature', () => {
  it('is 30 minutes for POST /videos.json and 5 for the rest; a clock that is fast is refused too, and told so', async () => {
    const world = await start()
    const minutes = (n: number) => new Date(world.clock.now() + n * 60_000).toISOString()
    const get = (n: number) =>
      send(`/v3.0/videos.json?${signed({ verb: 'GET', path: '/videos.json', timestamp: minutes(n) }).query}`)
    const post = (n: number) =>
      send(
        `/v3.0/videos.json?${signed({ verb: 'POST', path: '/videos.json', timestamp: minutes(n), parameters: [['source_url', 'http://127.0.0.1:9/a.mp4']] }).query}`,
        { method: 'POST' },
      )
    expect((await get(-5)).status).toBe(200)
    expect((await get(-6)).status).toBe(401)
    expect((await post(-29)).status).toBe(200)
    expect((await post(-31)).status).toBe(401)
    expect(await get(7)).toMatchObject({ status: 401, body: { message: 'Signatures expired' } })
    expect(world.journal.list().entries[0]?.diagnosis?.mistakes).toMatchObject([
      { code: 'clock-fast', message: expect.stringContaining('7 minutes') },
    ])
  })

  it('can be switched off, and replays can be refused', async () => {
    await start({ telestream: { signatureWindow: false, rejectReplays: true } })
    const old = signed({
      verb: 'POST',
      path: '/profiles.json',
      timestamp: '2011-03-01T15:39:10.260762Z',
      parameters: [['preset_name', 'aac']],
    })
    const post = () => send(`/v3.0/profiles.json?${old.query}`, { method: 'POST' })
    expect((await post()).status).toBe(200)
    expect((await post()).status).toBe(401)
    expect(emulator.worlds.main.journal.list().entries[0]?.diagnosis?.mistakes[0]?.code).toBe('replayed')
    const get = signed({ verb: 'GET', path: '/videos.json' })
    expect((await send(`/v3.0/videos.json?${get.query}`)).status).toBe(200)
    expect((await send(`/v3.0/videos.json?${get.query}`)).status).toBe(200)
  })
})
