import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deepestJson, isDeeper, isDeeperInSlices, Nesting } from './is-deeper.ts'

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

it('counts what is within each other, and nothing that stands side by side or in a text', () => {
  expect(isDeeper(nested(3), 3)).toBe(false)
  expect(isDeeper(nested(4), 3)).toBe(true)
  expect(isDeeper('{"a":[{"b":[]}]}', 4)).toBe(false)
  expect(isDeeper('{"a":[{"b":[]}]}', 3)).toBe(true)
  expect(isDeeper('[[],[],[],[],[]]', 2)).toBe(false)
  expect(isDeeper('["[[[[", "\\"[[[[", "\\\\"]', 2)).toBe(false)
})

it('takes what is not JSON as it comes', () => {
  expect(isDeeper(']]]][', 1)).toBe(false)
  expect(isDeeper('"'.repeat(5) + '['.repeat(5000))).toBe(false)
  expect(isDeeper('['.repeat(deepestJson + 1))).toBe(true)
})

it('finds the same in slices, wherever they end', async () => {
  const piece = fc.constantFrom('[', ']', '{', '}', '"', '\\', 'x'.repeat(9000), ' '.repeat(30_000))
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.nat(3), async (pieces, limit) => {
      const text = pieces.join('')
      expect(await isDeeperInSlices(text, limit)).toBe(isDeeper(text, limit))
      expect(isDeeper(text, limit)).toBe(deepest(text) > limit && text.length > limit && /^ *[[{]/.test(text))
    }),
    { numRuns: 200 },
  )
})

it('finds the same in pieces, wherever they are cut', () => {
  const character = fc.constantFrom('[', ']', '{', '}', '"', '\\', 'x', ' ', '')
  fc.assert(
    fc.property(fc.array(fc.string({ unit: character }), { maxLength: 20 }), fc.nat(3), (pieces, limit) => {
      const nesting = new Nesting(limit)
      for (const piece of pieces) nesting.lookAt(piece)
      expect(nesting.isDeeper).toBe(isDeeper(pieces.join(''), limit))
    }),
    { numRuns: 500 },
  )
})

/** Character by character. */
function deepest(text: string): number {
  let [depth, most, inText, escaped] = [0, 0, false, false]
  for (const character of text) {
    if (escaped) escaped = false
    else if (inText) {
      if (character === '\\') escaped = true
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if ('[{'.includes(character)) most = Math.max(most, (depth += 1))
    else if (']}'.includes(character)) depth -= 1
  }
  return most
}
