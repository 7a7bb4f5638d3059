// `stuntdouble/vitest`: a `test` whose every test has a world of its own, out of one double for each worker.
import { test as base, type TestAPI } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import type { CreateWorldOptions, Emulator, EmulatorOptions, WorldHandle } from '../../emulator/index.ts'

export interface Fixtures {
  /** What the double is made with; default nothing. Set it for a file with `test.override('emulatorOptions', { … })`. */
  emulatorOptions: EmulatorOptions
  /** The double of the worker. Nothing listens. */
  emulator: Emulator
  /** What each test's world is made with; default nothing. `test.override('worldOptions', { scenario: 'empty' })` sets it for a suite. */
  worldOptions: CreateWorldOptions
  /** A world of the test's own: frozen at 2026-01-01T00:00:00Z, seeded, and gone when the test is over. */
  world: WorldHandle
}

/**
 * vitest's `test` with the fixtures `world` and `emulator`. When a test fails that asked for `world`, what the double refused meanwhile is
 * printed, each with the mistake that it found.
 *
 * @example
 * test('uploads', async ({ world }) => {
 *   const client = new Client({ baseUrl: world.url, ...world.credentials.telestream })
 * })
 */
export const test: TestAPI<Fixtures> = base.extend<Fixtures>({
  emulatorOptions: [{}, { scope: 'worker' }],
  emulator: [
    async ({ emulatorOptions }, use) => {
      const emulator = await createEmulator(emulatorOptions)
      await use(emulator)
      await emulator.close()
    },
    { scope: 'worker' },
  ],
  worldOptions: [{}, { scope: 'test' }],
  async world({ emulator, worldOptions, onTestFailed }, use) {
    const world = await emulator.createWorld(worldOptions)
    onTestFailed(() => {
      const refusals = world.journal.refusals()
      // The journal outlives the world.
      if (refusals.length > 0)
        console.error(`stuntdouble refused, or failed, in this test:\n${world.journal.describe(refusals)}`)
    })
    await use(world)
    await world[Symbol.asyncDispose]()
  },
})

export const it: typeof test = test
