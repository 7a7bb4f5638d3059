import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markedLines, placeOf, wordsFor } from './strings-apart.ts'

test('the place is the first character that differs', () => {
  const at = placeOf('GET\nhost\n/a', 'GET\nhost:4600\n/a') ?? -1
  expect(at).toBe(8)
  expect(wordsFor('GET\nhost:4600\n/a', at)).toBe('line 2, character 5')
  expect(markedLines('GET\nhost:4600\n/a', at)).toEqual([
    { number: 1, same: 'GET', mark: '', rest: '', ended: true },
    { number: 2, same: 'host', mark: ':', rest: '4600', ended: true },
    { number: 3, same: '', mark: '', rest: '/a', ended: false },
  ])
})

test('where a line or the string ends, its end is marked', () => {
  expect(markedLines('a\nb', 1)[0]).toMatchObject({ same: 'a', mark: '⏎' })
  expect(markedLines('a', 1)).toEqual([{ number: 1, same: 'a', mark: '∎', rest: '', ended: false }])
})

test('a character of two places is not cut', () => {
  expect(placeOf('a😀', 'a😁')).toBe(1)
})

test('nothing is lost, whatever the strings are', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀') })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const at = placeOf(one, other)
      const marked = markedLines(one, at)
      const again = marked.map(({ same, mark, rest }) => same + (/[⏎∎]/.test(mark) ? '' : mark) + rest).join('\n')
      expect(again).toBe(one)
      expect(marked.filter(({ mark }) => mark !== '')).toHaveLength(at === undefined ? 0 : 1)
    }),
  )
})
