import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type FaultInput, type WorldHandle } from '../index.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  await emulator.listen()
})
afterAll(() => emulator.close())

/** Of each face: without a port, and over one. */
const faces: Record<string, (world: WorldHandle, request: Request) => Promise<Response>> = {
  'in-process': (world, request) => world.fetch(request),
  http: (_, request) => fetch(request),
}

function signed(world: WorldHandle, face: string, path = '/profiles.json') {
  const client = telestreamClient({
    fetch: (request) => world.fetch(request),
    url: world.url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now.getTime(),
  })
  const send = faces[face]
  if (!send) throw new Error(`There is no face ${face}`)
  return send(world, new Request(client.signedUrl('GET', path)))
}

/** Listened to from the start, so that it is no unhandled rejection. */
function failureOf(request: Promise<Response>): Promise<string> {
  return request.then(
    ({ status }) => `answered ${status}`,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

describe.each(Object.keys(faces))('%s', (face) => {
  it('a connection that is reset fails as fetch fails', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ service: 'telestream', reset: true, times: 1 })
    await expect(signed(world, face)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    })
    expect(world.journal.entries().at(-1)).toMatchObject({
      response: { status: 0 },
      error: 'the connection was reset',
      fault: { name: 'telestream: reset' },
    })
    expect((await signed(world, face)).status).toBe(200)
  })

  it('a body that is cut breaks off while it is read, after its headers', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ service: 'telestream', truncate: { bytes: 20 } })
    const response = await signed(world, face)
    expect(response.status).toBe(200)
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100)
    await expect(response.text()).rejects.toThrow('terminated')
  })

  it('a slow body comes whole', async () => {
    await using world = await emulator.createWorld()
    const whole = await (await signed(world, face)).text()
    const [seconds, start] = [0.2, performance.now()]
    await world.faults.add({ service: 'telestream', slow: { bytesPerSecond: Math.ceil(whole.length / seconds) } })
    expect(await (await signed(world, face)).text()).toBe(whole)
    expect(performance.now() - start).toBeGreaterThan(seconds * 900)
  })

  it('latency of real time delays an answer', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ service: 'telestream', latency: '100ms' })
    const start = performance.now()
    expect((await signed(world, face)).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(95)
  })

  it('latency of the world’s time ends when its clock has passed, at its own time', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({
      service: 'telestream',
      operation: 'notifications.*',
      latency: { ms: '4m', clock: 'world' },
    })
    let answered = false
    const slow = signed(world, face, '/notifications.json').finally(() => (answered = true))
    await expect.poll(() => world.jobs.list().map(({ kind }) => kind)).toContain('faults.release')
    // Others are not held up.
    expect((await signed(world, face)).status).toBe(200)
    await world.clock.advance('3m')
    expect(answered).toBe(false)
    await world.clock.advance('1h')
    expect((await slow).status).toBe(200)
    const entry = world.journal.entries().find(({ operation }) => operation === 'notifications.get')
    expect(entry?.at).toBe('2026-01-01T00:04:00.000Z')
  })

  it('whoever waits goes on when the fault is taken back, and is answered', async () => {
    await using world = await emulator.createWorld()
    const latencies: readonly FaultInput['latency'][] = [{ ms: '1d', clock: 'world' }, '1d']
    for (const latency of latencies) {
      const [fault] = await world.faults.add({ service: 'telestream', latency })
      const held = signed(world, face)
      await expect.poll(() => world.faults.list()[0]?.fired).toBe(1)
      expect(world.faults.remove(fault?.id ?? '')).toBe(true)
      expect((await held).status).toBe(200)
      expect(world.jobs.list()).toEqual([])
    }
    expect(world.clock.now.toISOString()).toBe('2026-01-01T00:00:00.000Z')
  })

  it('whoever waits because of another fault waits on', async () => {
    await using world = await emulator.createWorld()
    const [other] = await world.faults.add({ service: 'telestream', latency: { ms: '1d', clock: 'world' } })
    await world.faults.add({ service: 'telestream', latency: { ms: '2d', clock: 'world' } })
    let answered = false
    const held = signed(world, face).finally(() => (answered = true))
    await expect.poll(() => world.jobs.list().length).toBe(1)
    expect(world.faults.remove(other?.id ?? '')).toBe(true)
    await expect.poll(() => world.jobs.list().length).toBe(1)
    expect(answered).toBe(false)
    world.faults.clear()
    expect((await held).status).toBe(200)
  })

  it('a slow body comes at once when the fault is taken back', async () => {
    await using world = await emulator.createWorld()
    const whole = await (await signed(world, face)).text()
    await world.faults.add({ service: 'telestream', slow: { bytesPerSecond: 1 } })
    const response = await signed(world, face)
    world.faults.clear()
    expect(await response.text()).toBe(whole)
  })

  it('whoever waits is let go when the world ends, or begins anew', async () => {
    const world = await emulator.createWorld()
    await world.faults.add({ service: 'telestream', latency: { ms: '1d', clock: 'world' } })
    const held = signed(world, face)
    const failed = failureOf(held)
    await expect.poll(() => world.jobs.list().length).toBeGreaterThan(0)
    await world.reset()
    expect(await failed).toBe('fetch failed')
    await world.faults.add({ service: 'telestream', latency: '1d' })
    const real = signed(world, face)
    const realFailed = failureOf(real)
    await expect.poll(() => world.faults.list()[0]?.fired).toBe(1)
    await world[Symbol.asyncDispose]()
    expect(await realFailed).toBe('fetch failed')
  })
})

it('a double that is closed waits for nobody whom a fault holds', async () => {
  const other = await createEmulator({ port: 0, s3Port: 0 })
  await other.listen()
  const world = await other.createWorld()
  await world.faults.add({ service: 'stream', latency: '1d' })
  const held = failureOf(fetch(`${world.url}/api/v2/app?api_key=x`))
  await expect.poll(() => world.faults.list()[0]?.fired).toBe(1)
  const start = performance.now()
  await other.close()
  expect(await held).toBe('fetch failed')
  // Who has a request under way is waited for, for 10 s.
  expect(performance.now() - start).toBeLessThan(8000)
})

it('a connection over TLS breaks too', async () => {
  await using other = await createEmulator({ port: 0, s3Port: 0, tls: true })
  await other.listen()
  const world = await other.createWorld()
  await world.faults.add({ service: 'telestream', reset: true })
  const { request } = await import('node:https')
  const error = await new Promise<Error>((resolve, reject) => {
    const asked = request(`${world.url}/v3.0/videos.json`, { ca: other.ca?.certificate }, () =>
      reject(new Error('answered')),
    )
    asked.on('error', resolve).end()
  })
  expect(error).toMatchObject({ code: 'ECONNRESET' })
})
