// A few cycles of what `npm run test:crash` does a hundred times.
import { expect, it } from 'vitest'
import { crashRun } from './crash-run.ts'

it('a double that is killed under mixed load has everything that it acknowledged, and does it once', async () => {
  const { acknowledged, wrong, problems } = await crashRun({ cycles: 2, seed: 7 })
  expect([wrong, problems]).toEqual([[], []])
  expect(Object.values(acknowledged).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1)
}, 120_000)
