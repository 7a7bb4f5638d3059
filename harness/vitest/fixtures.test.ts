// The fixtures, by tests that use them; and what is printed when one fails, by a run of vitest in a process of its own.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { it, test } from './index.ts'

const seen: { name: string; emulator: Emulator }[] = []

describe('a test', () => {
  test('has a world of its own, frozen and seeded', async ({ world, emulator }) => {
    seen.push({ name: world.name, emulator })
    expect([world.clock.mode, world.clock.now.toISOString()]).toEqual(['frozen', '2026-01-01T00:00:00.000Z'])
    await world.clock.advance('1h')
    expect(await world.objects.buckets()).toContain(`my-bucket-${world.name}`)
  })

  it('sees nothing of the one before, in the same double', ({ world, emulator }) => {
    const [before] = seen
    expect(emulator).toBe(before?.emulator)
    expect(world.name).not.toBe(before?.name)
    expect(world.clock.now.toISOString()).toBe('2026-01-01T00:00:00.000Z')
    expect(emulator.worlds.get(before?.name ?? '')).toBeUndefined()
  })
})

describe('a suite', () => {
  test.override('worldOptions', { scenario: 'empty', clock: '2030-05-05T00:00:00Z' })

  test('says how its worlds begin', async ({ world }) => {
    expect(world.clock.now.getUTCFullYear()).toBe(2030)
    expect(await world.objects.buckets()).toEqual([])
  })
})

test('a failure is told with what the double refused, and why', async () => {
  const root = fileURLToPath(new URL('failing', import.meta.url))
  const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
  const run = promisify(execFile)(
    process.execPath,
    [vitest, 'run', '--root', root, '--no-color', '--testTimeout=60000'],
    {
      env: { ...process.env, VITEST: '' },
    },
  )
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error)
  expect(stdout).toContain('1 failed | 1 passed')
  expect(stderr).toContain(
    'stuntdouble refused, or failed, in this test:\ntelestream GET /w/world-1/v3.0/videos.json 401 videos.list No world knows the access key "nobody".',
  )
  expect(stderr.match(/stuntdouble refused/g)).toHaveLength(1)
})
