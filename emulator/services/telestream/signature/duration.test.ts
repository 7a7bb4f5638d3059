import { expect, it } from 'vitest'
import { inWords } from './duration.ts'

it.for([
  [0, 'less than a second'],
  [999, 'less than a second'],
  [1000, '1 second'],
  [420_000, '7 minutes'],
  [61_000, '1 minute 1 second'],
  [3_900_500, '1 hour 5 minutes'],
  [3_605_000, '1 hour'],
  [90_061_000, '1 day 1 hour'],
  [172_800_000, '2 days'],
] as const)('%i ms in words: %s', ([ms, words]) => {
  expect(inWords(ms)).toBe(words)
})
