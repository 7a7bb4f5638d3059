import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deepMerge } from './deep-merge.ts'

const tree = fc.letrec<{ tree: object }>((tie) => ({
  tree: fc.dictionary(
    fc.constantFrom('a', 'b', '__proto__'),
    fc.oneof({ maxDepth: 3 }, fc.integer(), fc.constant(null), fc.array(fc.integer()), tie('tree')),
  ),
})).tree

test('nothing over a tree, and a tree over itself, is the tree', () => {
  fc.assert(
    fc.property(tree, (base) => {
      expect(deepMerge(base, {})).toEqual(base)
      expect(deepMerge(base, base)).toEqual(base)
    }),
  )
})

test('what is said twice is said once, and the last word counts', () => {
  fc.assert(
    fc.property(tree, tree, (base, over) => {
      const merged = deepMerge(base, over)
      expect(deepMerge(merged, over)).toEqual(merged)
      expect(deepMerge(merged, {})).toEqual(merged)
    }),
  )
})

test('objects are merged, lists and maps of free keys are replaced, undefined says nothing, null is a value', () => {
  const base = { a: { b: 1, c: [1, 2] }, options: { x: 1 }, d: 4, e: 5 as number | null }
  expect(deepMerge<typeof base>(base, { a: { c: [3] }, options: {}, d: undefined, e: null })).toEqual({
    a: { b: 1, c: [3] },
    options: {},
    d: 4,
    e: null,
  })
  expect(base.a.c, 'the base stays').toEqual([1, 2])
})
