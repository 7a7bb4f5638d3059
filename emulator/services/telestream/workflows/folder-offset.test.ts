import fc from 'fast-check'
import { expect, it } from 'vitest'
import { folderProblem, keyBelow } from './folder-offset.ts'

it('an offset begins and ends with a slash', () => {
  for (const good of ['/', '/a/', '/folder1/project1/', '/ä b/…/']) expect(folderProblem(good)).toBeUndefined()
  for (const bad of [
    '',
    'a',
    '/a',
    'a/',
    '//',
    '/a//b/',
    '/../',
    '/a/./',
    '/a\\b/',
    '/a\u0000/',
    '/\ud800/',
    5,
    null,
    {},
    `/${'a'.repeat(600)}/`,
  ])
    expect(folderProblem(bad)).toEqual(expect.any(String))
})

it('no accepted offset leads out of the bucket, or to an empty folder', () => {
  const offset = fc.array(fc.constantFrom('/', '.', 'a', '\\', ' '), { maxLength: 10 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(offset, (text) => {
      fc.pre(folderProblem(text) === undefined)
      const segments = keyBelow(text, 'out.mp4').split('/')
      expect(segments.filter((segment) => ['', '.', '..'].includes(segment))).toEqual([])
      expect(segments.at(-1)).toBe('out.mp4')
    }),
    { numRuns: 2000 },
  )
})
