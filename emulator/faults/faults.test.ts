import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { controlClient } from '../../harness/control-client.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type FaultInput, type WorldHandle } from '../index.ts'
import { entriesOf } from './catalogue.ts'
import { faultServices } from './model.ts'
import { presetNames } from './presets.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator()
})
afterAll(() => emulator.close())

function clientOf(world: WorldHandle) {
  return telestreamClient({
    fetch: (request) => world.fetch(request),
    url: world.url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now.getTime(),
  })
}

/** The statuses of so many requests, one after the other. */
async function statuses(world: WorldHandle, count: number, path = '/videos.json'): Promise<number[]> {
  const client = clientOf(world)
  const answers: number[] = []
  for (let n = 0; n < count; n += 1) answers.push((await client.get(path)).status)
  return answers
}

const down: FaultInput = { service: 'telestream', error: 'unavailable' }

describe('a fault', () => {
  it('happens to what it is about, and to nothing else', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, operation: 'videos.*' })
    expect(await statuses(world, 1, '/videos.json')).toEqual([503])
    expect(await statuses(world, 1, '/profiles.json')).toEqual([200])
    world.faults.clear()
    await world.faults.add({ ...down, path: '/v3.0/profiles*', method: 'get' })
    expect(await statuses(world, 1, '/videos.json')).toEqual([200])
    expect(await statuses(world, 1, '/profiles.json')).toEqual([503])
  })

  it('is of one world', async () => {
    await using world = await emulator.createWorld()
    await using other = await emulator.createWorld()
    await world.faults.add(down)
    expect(await statuses(world, 1)).toEqual([503])
    expect(await statuses(other, 1)).toEqual([200])
  })

  it('is for whoever presents a credential', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, credential: 'somebody-else' })
    expect(await statuses(world, 1)).toEqual([200])
    await world.faults.add({ ...down, credential: world.credentials.telestream.accessKey })
    expect(await statuses(world, 1)).toEqual([503])
  })

  it('begins with the nth, and happens a number of times', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, nth: 2, times: 2 })
    expect(await statuses(world, 5)).toEqual([200, 503, 503, 200, 200])
    expect(world.faults.list()).toMatchObject([{ state: 'over', matched: 3, fired: 2 }])
  })

  it('lasts for as long as the world’s clock says', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, from: '2026-01-01T01:00:00Z', for: '10m' })
    expect(await statuses(world, 1)).toEqual([200])
    expect(world.faults.list()).toMatchObject([{ state: 'waiting', until: '2026-01-01T01:10:00.000Z' }])
    await world.clock.advance('1h')
    expect(await statuses(world, 1)).toEqual([503])
    await world.clock.advance('10m')
    expect(await statuses(world, 1)).toEqual([200])
    expect(world.faults.list()).toMatchObject([{ state: 'over', fired: 1, lastFiredAt: '2026-01-01T01:00:00.000Z' }])
  })

  it('happens by chance, and the same seed has the same chance', async () => {
    const run = async () => {
      await using world = await emulator.createWorld({ name: 'chance', seed: 7 })
      await world.faults.add({ ...down, probability: 0.5 })
      return await statuses(world, 40)
    }
    const first = await run()
    expect(new Set(first)).toEqual(new Set([200, 503]))
    expect(await run()).toEqual(first)
  })

  it('is in the journal, by id and name', async () => {
    await using world = await emulator.createWorld()
    const [fault] = await world.faults.add({ ...down, name: 'a bad day' })
    await statuses(world, 1)
    expect(world.journal.entries().at(-1)).toMatchObject({
      operation: 'videos.list',
      response: { status: 503 },
      fault: { id: fault?.id, name: 'a bad day' },
    })
    expect(world.journal.describe()).toContain('fault: a bad day')
  })

  it('that was added first happens first; the others are not used up by it', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, times: 1 })
    await world.faults.add({ service: 'telestream', error: 'internal', times: 1 })
    expect(await statuses(world, 3)).toEqual([503, 500, 200])
  })

  it('can be taken back', async () => {
    await using world = await emulator.createWorld()
    const [fault] = await world.faults.add(down)
    expect(world.faults.remove(fault?.id ?? '')).toBe(true)
    expect(world.faults.remove(fault?.id ?? '')).toBe(false)
    expect(await statuses(world, 1)).toEqual([200])
  })

  it('is gone after a reset', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add(down)
    await world.reset()
    expect(world.faults.list()).toEqual([])
    expect(await statuses(world, 1)).toEqual([200])
  })

  it('survives a restart, with what it has done so far', async () => {
    const data = await mkdtemp(join(tmpdir(), 'stuntdouble-faults-'))
    try {
      {
        await using first = await createEmulator({ data })
        const world = await first.world()
        await world.faults.add({ ...down, times: 2 })
        expect(await statuses(world, 1)).toEqual([503])
      }
      await using second = await createEmulator({ data })
      expect(await statuses(await second.world(), 2)).toEqual([503, 200])
    } finally {
      await rm(data, { recursive: true, force: true })
    }
  })

  it('has not happened to what was undone', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ service: 'telestream', error: 'encoding-fails', times: 1 })
    const inner = emulator.worlds.get(world.name)
    const strike = () => inner?.faults.happens('telestream', 'encoding', 'a')?.fired
    const undone = () =>
      inner?.state.transaction(() => {
        expect([strike(), strike()]).toEqual([1, undefined])
        throw new Error('undone')
      })
    expect(undone).toThrow('undone')
    expect([strike(), strike()]).toEqual([1, undefined])
    expect(world.faults.list()).toMatchObject([{ state: 'over', matched: 1 }])
  })

  it('that was added or taken back in what was undone is as it was before', async () => {
    await using world = await emulator.createWorld()
    const [kept] = await world.faults.add({ service: 'telestream', error: 'encoding-fails', name: 'kept' })
    const inner = emulator.worlds.get(world.name)
    const strike = () => inner?.faults.happens('telestream', 'encoding', 'a')?.name
    const undone = () =>
      inner?.state.transaction(() => {
        inner.faults.remove(kept?.id ?? '')
        expect(strike()).toBeUndefined()
        throw new Error('undone')
      })
    expect(undone).toThrow('undone')
    expect(strike()).toBe('kept')
  })

  it('is kept by a snapshot and inherited by a fork, each with its own count', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, times: 2 })
    expect(await statuses(world, 1)).toEqual([503])
    const snapshot = await world.snapshot()
    await using fork = await world.fork()
    expect(await statuses(fork, 2)).toEqual([503, 200])
    expect(await statuses(world, 2)).toEqual([503, 200])
    await snapshot.restore()
    expect(await statuses(world, 2)).toEqual([503, 200])
    world.faults.clear()
    await snapshot.restore()
    expect(world.faults.list()).toMatchObject([{ state: 'active', fired: 1 }])
  })

  it('is one of a hundred at most; those that are over make room', async () => {
    await using world = await emulator.createWorld()
    await world.faults.add({ ...down, times: 1 })
    await statuses(world, 1)
    for (let n = 0; n < 100; n += 1) await world.faults.add({ ...down, path: '/nowhere' })
    expect(world.faults.list()).toHaveLength(100)
    await expect(world.faults.add(down)).rejects.toThrow('There are 100 faults')
  })
})

describe('what is no fault', () => {
  it.each<[FaultInput, string]>([
    [{ service: 'telestream', error: 'unavailble' }, 'did you mean "unavailable"? There is unavailable, internal'],
    [{ service: 's3', error: 'Slowdown' }, 'did you mean "SlowDown"?'],
    [{ preset: 'webhooks are lots' }, 'did you mean "webhooks are lost"?'],
    [{ preset: 'webhooks are lost', service: 's3' }, 'service would make it another fault'],
    [{ error: 'unavailable' }, 'service: it takes telestream, duracloud'],
    [{ service: 'telestream' }, 'A fault does one thing: one of error, latency'],
    [{ service: 'telestream', error: 'internal', latency: 5 }, 'not error and latency'],
    [{ service: 'webhook', truncate: { bytes: 1 } }, 'truncate is not for webhook; it takes error, lose'],
    [{ service: 'telestream', lose: true }, 'lose is not for telestream'],
    [{ service: 'telestream', error: 'encoding-fails', details: { percent: 100 } }, 'percent is from 0 up to 99'],
    [{ service: 'telestream', error: 'encoding-fails', details: { speed: 1 } }, 'takes no speed; it takes errorClass'],
    [{ service: 'telestream', error: 'encoding-fails', details: { percent: '4' } }, 'percent: Expected a number'],
    [{ service: 'telestream', error: 'encoding-fails', operation: 'x' }, 'is not chosen by that'],
    [{ ...down, until: '2025-01-01T00:00:00Z' }, 'over before it begins'],
    [{ ...down, until: '2027-01-01T00:00:00Z', for: '1m' }, 'not both'],
    [{ service: 'telestream', rateLimit: { limit: 1 }, times: 1 }, 'no meaning for a limit'],
    [{ service: 'telestream', reset: { afterBytes: 1, when: 'after' } }, 'afterBytes, or when: after'],
    [{ service: 'telestream', latency: 5, details: { a: 1 } }, 'details: it is for `error`'],
    [{ service: 'storage', error: 'unavailable', when: 'after' }, 'is no answer to a request'],
    [{ ...down, probability: 2 }, 'probability'],
  ])('%j is refused in words that help', async (input, message) => {
    await using world = await emulator.createWorld()
    await expect(world.faults.add(input)).rejects.toThrow(message)
    expect(world.faults.list()).toEqual([])
  })
})

describe('the catalogue', () => {
  it('holds names of which each can be added', async () => {
    await using world = await emulator.createWorld()
    const catalogue = await world.faults.catalogue()
    expect(Object.keys(catalogue)).toEqual([...faultServices])
    for (const service of faultServices) {
      for (const { name, kind, summary } of await entriesOf(service)) {
        expect(summary).not.toBe('')
        expect(await world.faults.add({ service, error: name, times: 1 })).toMatchObject([
          { service, effect: { error: name } },
        ])
        expect(kind).toMatch(/^(request|event|outbound|storage)$/)
      }
    }
  })

  it('and presets of which each can be', async () => {
    await using world = await emulator.createWorld()
    for (const name of presetNames) {
      const added = await world.faults.preset(name)
      expect(added.length).toBeGreaterThan(0)
      expect(added.every((fault) => fault.name === name)).toBe(true)
    }
    expect(await world.faults.preset('webhooks are lost', { times: 3 })).toMatchObject([{ times: 3 }])
  })
})

describe('over the control API', () => {
  it('they are added, listed, and taken back, of each world', async () => {
    const control = controlClient({ fetch: (request) => emulator.fetch(request), url: emulator.url })
    await using world = await emulator.createWorld({ name: 'controlled' })
    const of = control.of('controlled')
    const added = await of.call<{ faults: { id: string }[] }>('POST', '/faults', { ...down, for: '10m' })
    expect(added).toMatchObject({
      status: 201,
      body: { faults: [{ state: 'active', effect: { error: 'unavailable' } }] },
    })
    expect(await statuses(world, 1)).toEqual([503])
    expect((await of.call('GET', '/faults')).body).toMatchObject({ faults: [{ fired: 1 }] })
    expect((await control.call('GET', '/faults')).body).toEqual({ faults: [] })
    expect((await of.call('DELETE', `/faults/${added.body.faults[0]?.id}`)).status).toBe(204)
    expect((await of.call('DELETE', '/faults/none')).status).toBe(404)
    expect((await of.call('POST', '/faults', { preset: 'stream check fails once' })).status).toBe(201)
    expect((await of.call('DELETE', '/faults')).status).toBe(204)
    expect((await of.call('GET', '/faults')).body).toEqual({ faults: [] })
  })

  it('what is none is 400, with the names that there are', async () => {
    const control = controlClient({ fetch: (request) => emulator.fetch(request), url: emulator.url })
    expect(await control.call('POST', '/faults', { service: 'stream', error: 'rate-limit' })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'invalid-input',
          message: expect.stringContaining('did you mean "rate-limited"? There is internal'),
        },
      },
    })
    expect(await control.call('POST', '/faults', { service: 'stream', eror: 'x' })).toMatchObject({
      status: 400,
      body: { error: { message: '"eror" is not known here; did you mean "error"?' } },
    })
  })

  it('the catalogue and the presets are told', async () => {
    const control = controlClient({ fetch: (request) => emulator.fetch(request), url: emulator.url })
    const { body } = await control.call<Record<string, { name: string }[]>>('GET', '/faults/catalogue')
    expect(body.s3?.map(({ name }) => name)).toContain('SlowDown')
    expect((await control.call('GET', '/faults/presets')).body).toMatchObject({
      presets: expect.arrayContaining([expect.objectContaining({ name: 'the disk of the buckets is gone' })]),
    })
  })
})

describe('a limit', () => {
  it('lets so many through in each window, whatever comes between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 4 }),
        async (limit, windows) => {
          await using world = await emulator.createWorld()
          await world.faults.add({ service: 'telestream', rateLimit: { limit, window: '1m' } })
          for (const asked of windows) {
            const passed = (await statuses(world, asked)).filter((status) => status === 200)
            expect(passed).toHaveLength(Math.min(asked, limit))
            await world.clock.advance('1m')
          }
        },
      ),
      { numRuns: 10 },
    )
  })
})
