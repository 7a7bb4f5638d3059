import { expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

it('is that of a text, a number, a list, and of an object whatever it calls its members', () => {
  expect(['a', 1.5, true, null, undefined, ['a', 1, null, ['b']]].map(plainText)).toEqual([
    'a',
    '1.5',
    'true',
    'null',
    'undefined',
    'a,1,,b',
  ])
  expect(plainText({ toString: 1, valueOf: 'x' })).toBe('{"toString":1,"valueOf":"x"}')
  expect(plainText([{ toString: null }])).toBe('{"toString":null}')
})
