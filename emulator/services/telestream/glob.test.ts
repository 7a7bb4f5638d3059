import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

it('is about the last segment of a key, or, with a slash, about all of it', () => {
  expect(matchesGlob('*.mp4', 'in/a.mp4')).toBe(true)
  expect(matchesGlob('a?.mp4', 'in/ab.mp4')).toBe(true)
  expect(matchesGlob('in/*.mp4', 'in/deep/a.mp4')).toBe(true)
  expect(matchesGlob('in/*.mp4', 'out/a.mp4')).toBe(false)
  expect(matchesGlob('', 'a')).toBe(false)
})

it('says what a regular expression says', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), maxLength: 12 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '*', '?'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, text, (glob, key) => {
      const source = glob.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll(/\*+/g, '.*')
      const meant = glob.includes('/') ? key : key.slice(key.lastIndexOf('/') + 1)
      expect(matchesGlob(glob, key)).toBe(new RegExp(`^${source}$`, 's').test(meant))
    }),
    { numRuns: 2000 },
  )
})

it('takes no pattern for longer than it is worth', () => {
  expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(1000))).toBe(false)
})
