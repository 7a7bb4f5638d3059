import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from './encode.ts'

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }))

describe('encode', () => {
  it('keeps unreserved characters and gives back the same string', () => {
    const unreserved = 'AZaz09-_.~'
    expect(encode(unreserved)).toBe(unreserved)
    expect(encode('')).toBe('')
  })

  it('encodes a space as %20, and what encodeURIComponent leaves', () => {
    expect(encode(" +/=&:[]!'()*%")).toBe('%20%2B%2F%3D%26%3A%5B%5D%21%27%28%29%2A%25')
  })

  it('encodes the UTF-8 bytes of everything else', () => {
    expect(encode('original♥.mp4')).toBe('original%E2%99%A5.mp4')
    expect(encode('\0\n\u{7f}é🎬')).toBe('%00%0A%7F%C3%A9%F0%9F%8E%AC')
  })

  it('takes a lone surrogate for U+FFFD', () => {
    expect(encode('a\ud83cb*')).toBe('a%EF%BF%BDb%2A')
  })

  it('is undone by decoding, and gives nothing but unreserved characters and upper-case %XX', () => {
    fc.assert(
      fc.property(text, (value) => {
        const encoded = encode(value)
        expect(encoded).toMatch(/^(?:[A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/)
        expect(decodeURIComponent(encoded)).toBe(value)
      }),
    )
  })
})
