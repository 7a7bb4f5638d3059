import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type * as Scenarios from '../../fixtures/scenarios/index.ts'
import { createEmulator } from '../index.ts'

vi.mock(import('../../fixtures/scenarios/index.ts'), async (original) => {
  const scenarios: typeof Scenarios = await original()
  return {
    ...scenarios,
    loadScenario: async (name) => ({
      ...(await scenarios.loadScenario(name)),
      faults: [{ preset: 'the disk of the buckets is gone' }, { service: 'stream', error: 'internal' }],
    }),
  }
})

it('what a scenario begins with is there from the first request, after its objects, and comes back with a reset', async () => {
  await using emulator = await createEmulator()
  await using world = await emulator.createWorld()
  const video = () => world.fetch(`/api/v2/app?api_key=${world.credentials.stream.apiKey}`)
  expect((await video()).status).toBe(500)
  await expect(world.objects.buckets()).rejects.toThrow('does not answer')
  expect(world.faults.list().map(({ name }) => name)).toEqual(['the disk of the buckets is gone', 'stream: internal'])
  world.faults.clear()
  expect((await world.objects.buckets()).length).toBeGreaterThan(0)
  expect((await video()).status).toBe(401)
  await world.reset()
  expect((await video()).status).toBe(500)
})

it('what was taken back of it stays so after a restart', async () => {
  const data = await mkdtemp(join(tmpdir(), 'stuntdouble-scenario-'))
  try {
    {
      await using first = await createEmulator({ data })
      const world = await first.world()
      await world.faults.add({ service: 'telestream', error: 'internal' })
      for (const { id } of world.faults.list().slice(0, 2)) expect(world.faults.remove(id)).toBe(true)
    }
    await using second = await createEmulator({ data })
    const world = await second.world()
    await world.fetch('/v3.0/videos.json')
    expect(world.faults.list().map(({ name }) => name)).toEqual(['telestream: internal'])
  } finally {
    await rm(data, { recursive: true, force: true })
  }
})
