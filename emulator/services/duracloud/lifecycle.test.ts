import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayLength } from './dates.ts'
import { actsAt } from './lifecycle.ts'

const at = (text: string) => Date.parse(`${text}Z`)

it.each([
  // The example of S3's user guide: stored on the 15th at 10:30, three days.
  ['2014-01-15T10:30:00', 3, '2014-01-15T00:00:00', '2014-01-19T00:00:00'],
  ['2026-01-01T00:00:00', 1, '2026-01-01T00:03:00', '2026-01-02T00:00:00'],
  ['2026-01-01T00:00:01', 1, '2026-01-01T00:03:00', '2026-01-03T00:00:00'],
  ['2026-01-01T00:00:00', 0, '2025-01-01T00:00:00', '2026-01-02T00:00:00'],
  ['2020-01-01T12:00:00', 30, '2026-01-01T12:00:00', '2026-01-02T00:00:00'],
])('content of %s goes after %i days, by a rule of %s, at %s', (modified, days, since, then) => {
  expect(actsAt(at(modified), days, at(since))).toBe(at(then))
})

it('is a midnight at which the content is old enough, after the rule was made, and within a day of the first such instant', () => {
  const instant = fc.integer({ min: 0, max: 2e12 })
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 4000 }), instant, (modified, days, since) => {
      const acts = actsAt(modified, days, since)
      const earliest = Math.max(modified + days * dayLength, since, modified)
      expect(acts % dayLength).toBe(0)
      expect(acts).toBeGreaterThanOrEqual(earliest)
      expect(acts - earliest).toBeLessThanOrEqual(dayLength)
      expect(acts).toBeGreaterThan(Math.max(modified, since))
    }),
  )
})
