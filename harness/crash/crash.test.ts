// A few cycles of what `npm run test:crash` does a hundred times.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { crashRun } from './crash-run.ts'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'stuntdouble-crash-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

it('a double that is killed under mixed load has everything that it acknowledged, and does it once', async () => {
  const { acknowledged, wrong, problems } = await crashRun({ storage: { data }, cycles: 2, seed: 7 })
  expect([wrong, problems]).toEqual([[], []])
  expect(Object.values(acknowledged).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1)
}, 120_000)
