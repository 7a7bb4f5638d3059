import { expect, it } from 'vitest'
import { deepestJson, isDeeper } from './is-deeper.ts'

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
