import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryValue } from './query-value.ts'

test('a value is what URLSearchParams says that it is', () => {
  const piece = fc.oneof(fc.constantFrom('api_key', '=', '&', 'a', '%20', '+', '%', 'ü', '%61pi_key'), fc.string())
  // A URL has the question mark before its query, which URLSearchParams would take off.
  const query = fc.array(piece).map((pieces) => `x=1&${pieces.join('')}`)
  fc.assert(
    fc.property(query, (text) => {
      expect(queryValue(text, 'api_key')).toBe(new URLSearchParams(text).get('api_key') ?? undefined)
    }),
    { numRuns: 1000 },
  )
})
