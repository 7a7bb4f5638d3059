import fc from 'fast-check'
import { expect, it } from 'vitest'
import { urlDecode } from './url-decode.ts'

it('reads back what Java’s client has encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = encodeURIComponent(text).replaceAll('%2F', '/')
      expect(urlDecode(encoded)).toBe(text)
    }),
  )
})

it('takes what is not encoded as it is, but a plus for a space', () => {
  expect(urlDecode('a b+c/\u00fc\u{1f600}%2B')).toBe('a b c/\u00fc\u{1f600}+')
  expect(urlDecode('%ff')).toBe('\ufffd')
})

it.each([
  ['100%', 'Incomplete trailing escape (%) pattern'],
  ['a%1', 'Incomplete trailing escape (%) pattern'],
  ['a%zz', 'Illegal hex characters in escape (%) pattern - Error at index 0 in: "zz"'],
  ['a%1g', 'Illegal hex characters in escape (%) pattern - Error at index 1 in: "1g"'],
])('complains about %s as Java does', (text, words) => {
  expect(() => urlDecode(text)).toThrow(`URLDecoder: ${words}`)
})
