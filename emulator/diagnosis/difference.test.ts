import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOffset, firstDifference } from './difference.ts'

test('names the first character that is another, with what stands around it', () => {
  expect(firstDifference('GET\nhost\n/x', 'GET\nhost:80\n/x')).toEqual({
    at: 8,
    expected: 'GET\nhost\n/x',
    received: 'GET\nhost:80\n/x',
  })
})

test('cuts what is long, and says so', () => {
  const long = 'x'.repeat(100)
  expect(firstDifference(`${long}a${long}`, `${long}b`)).toEqual({
    at: 100,
    expected: `…${'x'.repeat(16)}a${'x'.repeat(23)}…`,
    received: `…${'x'.repeat(16)}b`,
  })
})

test('is none between equals, and is the end of one that the other goes on from', () => {
  expect(firstDifference('same', 'same')).toBeUndefined()
  expect(firstDifference('a', 'a\n')).toEqual({ at: 1, expected: 'a', received: 'a\n' })
})

test('stands in both excerpts at one place', () => {
  const text = fc.string({ maxLength: 60, unit: fc.constantFrom('a', 'b') })
  fc.assert(
    fc.property(text, text, text, (common, a, b) => {
      fc.pre(a !== b)
      const difference = firstDifference(common + a, common + b)
      if (difference === undefined) throw new Error('There is a difference.')
      const offset = differenceOffset(difference)
      expect(difference.expected.slice(0, offset)).toBe(difference.received.slice(0, offset))
      expect(difference.expected[offset]).not.toBe(difference.received[offset])
    }),
  )
})
