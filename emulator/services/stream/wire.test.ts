import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, writeJson } from './wire.ts'

test('nanoseconds are the milliseconds and six zeros, to the digit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), (ms) => {
      expect(writeJson({ at: at(ms) }, 'nanoseconds')).toBe(`{"at":${ms}000000}`)
    }),
  )
})

test('dates are written as the mount has them', () => {
  const value = { created_at: at(1_756_895_664_781), ended_at: at(undefined), list: [at(0)] }
  expect(writeJson(value, 'rfc3339')).toBe(
    '{"created_at":"2025-09-03T10:34:24.781Z","ended_at":null,"list":["1970-01-01T00:00:00.000Z"]}',
  )
  expect(writeJson(value, 'nanoseconds')).toBe('{"created_at":1756895664781000000,"ended_at":null,"list":[0]}')
})

test('everything else is written as JSON.stringify writes it', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.object({ withNullPrototype: false, values: [fc.jsonValue(), fc.constant(undefined)] }),
  )
  fc.assert(
    fc.property(value, (one) => {
      expect(writeJson(one, 'rfc3339')).toBe(JSON.stringify(one))
      expect(writeJson(JSON.parse('{"__proto__":1,"a":{"__proto__":{}}}'), 'rfc3339')).toBe(
        '{"__proto__":1,"a":{"__proto__":{}}}',
      )
    }),
  )
})
