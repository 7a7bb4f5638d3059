import { expect, it } from 'vitest'
import { median, quantile } from './statistics.ts'

it('takes the middle, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

it('takes any share between the extremes, in proportion', () => {
  const values = Array.from({ length: 101 }, (_, index) => index)
  expect(quantile(values, 0)).toBe(0)
  expect(quantile(values, 0.95)).toBeCloseTo(95)
  expect(quantile(values, 1)).toBe(100)
  expect(quantile([10, 20], 0.25)).toBe(12.5)
})

it('has no answer for nothing', () => {
  expect(() => median([])).toThrow(RangeError)
})
