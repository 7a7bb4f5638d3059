import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ControlClient, controlClient } from '../../harness/control-client.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator } from '../index.ts'

interface Snapshot {
  id: string
  world: string
  origin?: string
  name?: string
  at: string
  sizes: Record<string, number>
}

interface Refused {
  error: { code: string; message: string }
}

const faces: [string, (emulator: Emulator) => Promise<{ fetch: typeof emulator.fetch; url: string }>][] = [
  ['fetch', async (emulator) => ({ fetch: emulator.fetch, url: emulator.url })],
  ['HTTP', async (emulator) => ({ fetch: (request) => fetch(request), url: (await emulator.listen()).url })],
]

describe.each(faces)('snapshots by the control API through %s', (_, reach) => {
  let emulator: Emulator
  let face: Awaited<ReturnType<typeof reach>>
  let control: ControlClient
  beforeEach(async () => {
    emulator = await createEmulator({ port: 0, s3Port: 0 })
    face = await reach(emulator)
    control = controlClient(face)
  })
  afterEach(() => emulator.close())

  const profilesOf = async (world = 'main') => {
    const { credentials, clock } = emulator.worlds.get(world) ?? emulator.worlds.main
    const client = telestreamClient({ ...face, credentials: credentials.telestream, now: () => clock.now() })
    return {
      client,
      names: async () => (await client.get<{ name: string }[]>('/profiles.json')).body.map(({ name }) => name),
    }
  }
  const archive = (path: string) => face.fetch(new Request(`${face.url}/w/main/_stuntdouble/snapshots/${path}/archive`))
  const upload = async (file: BodyInit, query = '') => {
    const response = await face.fetch(
      new Request(`${face.url}/_stuntdouble/snapshots${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-tar' },
        body: file,
      }),
    )
    return { status: response.status, body: (await response.json()) as Snapshot & Refused }
  }

  it('are taken, listed, restored and deleted, each of its own world', async () => {
    const { client, names } = await profilesOf()
    const before = await names()
    const { status, body } = await control.call<Snapshot>('POST', '/snapshots', { name: 'before' })
    expect([status, body]).toEqual([
      201,
      { id: 'main@1', world: 'main', name: 'before', at: '2026-01-01T00:00:00.000Z', sizes: body.sizes },
    ])
    await client.post('/profiles.json', { preset_name: 'h264', name: 'made since' })
    expect(await names()).toContain('made since')
    const restored = await control.call<{ name: string }>('POST', '/snapshots/main@1/restore')
    expect([restored.status, restored.body.name]).toEqual([200, 'main'])
    expect(await names()).toEqual(before)

    expect((await control.call('GET', '/snapshots')).body).toEqual({ snapshots: [body] })
    expect((await control.call('GET', '/snapshots/main@1')).body).toEqual(body)
    expect((await control.of('main').call('POST', '/snapshots')).body).toMatchObject({ id: 'main@2' })
    await control.call('POST', '/worlds', { name: 'w', from: 'main@1' })
    expect((await control.of('w').call('GET', '/snapshots')).body).toEqual({ snapshots: [] })
    for (const [method, path] of [
      ['GET', '/snapshots/main@1'],
      ['DELETE', '/snapshots/main@1'],
      ['POST', '/snapshots/main@1/restore'],
      ['GET', '/snapshots/main@1/archive'],
    ] as const)
      expect((await control.of('w').call<Refused>(method, path)).body.error).toMatchObject({
        code: 'not-found',
        message: 'The world w has no snapshot main@1',
      })
    expect((await control.call('DELETE', '/snapshots/main@1')).status).toBe(204)
    expect((await control.call('DELETE', '/snapshots/main@1')).status).toBe(404)
  })

  it('are forked into worlds', async () => {
    const { client } = await profilesOf()
    await client.post('/profiles.json', { preset_name: 'h264', name: 'kept' })
    await control.call('POST', '/snapshots')
    const fork = await control.call<{ name: string; credentials: unknown }>('POST', '/worlds', {
      name: 'f',
      from: 'main@1',
    })
    expect([fork.status, fork.body.name]).toEqual([201, 'f'])
    expect(await (await profilesOf('f')).names()).toContain('kept')
    const refused = await control.call<Refused>('POST', '/worlds', { from: 'main@7' })
    expect([refused.status, refused.body.error.code]).toEqual([404, 'not-found'])
    const both = await control.call<Refused>('POST', '/worlds', { from: 'main', scenario: 'empty' })
    expect([both.status, both.body.error.code]).toEqual([400, 'invalid-input'])
  })

  it('are files, and files are snapshots', async () => {
    const { client, names } = await profilesOf()
    await client.post('/profiles.json', { preset_name: 'h264', name: 'kept' })
    const expected = await names()
    await control.call('POST', '/snapshots', { name: 'good' })
    const response = await archive('main@1')
    expect(response.headers.get('content-type')).toBe('application/x-tar')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="main-1.tar"')
    const file = await response.arrayBuffer()
    expect(Number(response.headers.get('content-length'))).toBe(file.byteLength)
    await control.call('POST', '/reset')
    const loaded = await upload(file, '?name=again')
    expect(loaded).toMatchObject({ status: 201, body: { id: 'main@2', origin: 'main', name: 'again' } })
    await control.call('POST', '/snapshots/main@2/restore')
    expect(await names()).toEqual(expected)

    expect(await upload(file.slice(0, 4000))).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid-archive' } },
    })
    expect(await upload('no tar')).toMatchObject({ status: 400, body: { error: { code: 'invalid-archive' } } })
    const declared = await control.call<Refused>('POST', '/snapshots', { name: '' })
    expect(declared.body.error.code).toBe('invalid-input')
    expect(emulator.worlds.snapshots.list('main')).toHaveLength(2)
  })
})
