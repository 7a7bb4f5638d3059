import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest, suggestion } from './nearest.ts'

const known = ['name', 'scenario', 'seed', 'clock', 'credentials']

test.each([
  ['scenrio', 'scenario'],
  ['sede', 'seed'],
  ['Clock', 'clock'],
  ['clok', 'clock'],
  ['credential', 'credentials'],
  ['nmae', 'name'],
  ['colour', undefined],
  ['', undefined],
])('%j means %j', (word, meant) => {
  expect(nearest(word, known)).toBe(meant)
})

test('says what there is when nothing is near', () => {
  expect(suggestion('sed', known)).toBe('; did you mean "seed"?')
  expect(suggestion('xyz', ['a', 'b'])).toBe('; there is a, b')
})

test('a word that is known is nearest to itself', () => {
  const words = fc.array(fc.string({ minLength: 1 }), { minLength: 1 })
  const itself = (word: string, among: readonly string[]) => nearest(word, among)?.toLowerCase() === word.toLowerCase()
  const property = fc.property(words, (words) => words.every((word) => itself(word, words)))
  expect(fc.check(property)).toMatchObject({ failed: false })
})
