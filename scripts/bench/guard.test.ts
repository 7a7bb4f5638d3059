import { expect, it } from 'vitest'
import type { Row } from './benchmark.ts'
import { comparable, goodness, guarded, readAccepted, report } from './guard.ts'

const row = (what: string, measured: number, target?: Row['target']): Row => ({
  what,
  measured,
  unit: '×',
  ...(target && { target }),
  detail: '1 against 2 µs',
})

it('takes rates for good when they are more, and times when they are less', () => {
  expect(goodness(row('GET, requests/s', 0.2), 0.4)).toBe(0.5)
  expect(goodness(row('GET by that, time of this', 4), 2)).toBe(0.5)
  expect(goodness(row('GET', 0.2, { least: 1 }), 0.4)).toBe(0.5)
  expect(goodness(row('requests/s', 4, { most: 1 }), 2)).toBe(0.5)
})

it('warns of what is worse than half as good, and of nothing else', () => {
  const rows = [row('a, requests/s', 0.19), row('b, requests/s', 0.24), row('c, requests/s', 1), row('d, time', 3)]
  const text = report(rows, { 'a, requests/s': 0.4, 'b, requests/s': 0.4, 'd, time': 1 })
  expect(text).toContain('| a, requests/s | 0.40 × | 0.19 × | 0.47 × | **much worse** | 1 against 2 µs |')
  expect(text).toContain('| b, requests/s | 0.40 × | 0.24 × | 0.60 × | worse |')
  expect(text).toContain('| c, requests/s | – | 1.00 × | – | new |')
  expect(text.match(/^\*\*Warning:\*\* .*/gm)).toEqual([
    '**Warning:** a, requests/s is 0.47 × as good as accepted: 0.19 × where it was 0.40 ×.',
    '**Warning:** d, time is 0.33 × as good as accepted: 3.00 × where it was 1.00 ×.',
  ])
})

it('says so when all is well, and what could not be run', () => {
  expect(report([row('a', 1)], { a: 1.2 })).toContain('\nNothing is worse than half as good as accepted.\n')
  const failed = report([], {}, [{ benchmark: 'start', reason: 'there is no dist' }])
  expect(failed).toContain('\n**Failed:** start could not be run: there is no dist\n')
  expect(failed).not.toContain('Nothing')
})

it('compares processor time alone, where it was measured, and ratios only', () => {
  const [wall, processor] = [row('a, requests/s', 1), row('a, requests/s of processor time', 1)]
  expect(comparable([wall, processor])).toEqual([processor])
  expect(comparable([wall, { ...row('a', 1), unit: 'ms' }])).toEqual([wall])
})

it('has accepted ratios to compare with', async () => {
  expect(Object.keys(await readAccepted()).length).toBeGreaterThanOrEqual(guarded.length)
})
