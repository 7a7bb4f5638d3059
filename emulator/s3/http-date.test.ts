import fc from 'fast-check'
import { expect, it } from 'vitest'
import { httpDate } from './http-date.ts'

it('is what the platform writes, also when it is asked again', () => {
  // Near one another, so that many are of the same second; before 1970 too.
  const instant = fc.oneof(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 0, max: 4e12 }))
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 50 }), (instants) => {
      for (const ms of instants) expect(httpDate(ms)).toBe(new Date(ms).toUTCString())
    }),
  )
  for (let second = 0; second < 2500; second += 1) httpDate(second * 1000)
  expect(httpDate(1999)).toBe('Thu, 01 Jan 1970 00:00:01 GMT')
})
