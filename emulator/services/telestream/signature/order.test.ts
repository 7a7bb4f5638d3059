import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byBase, byName, byteOrder } from './order.ts'

const encoder = new TextEncoder()

describe('byteOrder', () => {
  it('is the order of the UTF-8 bytes', () => {
    // The borders of one, two, three and four bytes, and of the surrogates between them in UTF-16.
    const unit = fc.constantFrom(
      'a',
      '[',
      '\x7f',
      '\x80',
      '\u07ff',
      '\u0800',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '🎬',
    )
    const text = fc.string({ unit, maxLength: 4 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byteOrder(a, b))).toBe(Buffer.compare(encoder.encode(a), encoder.encode(b)))
      }),
    )
  })

  it('puts an emoji behind U+FFFD, unlike JavaScript', () => {
    expect(['🎬', '\ufffd'].toSorted(byteOrder)).toEqual(['\ufffd', '🎬'])
    expect(['🎬', '\ufffd'].toSorted()).toEqual(['🎬', '\ufffd'])
  })
})

describe('nested names', () => {
  const names = ['events2', 'events[b]', 'delay', 'events[a]', 'eventsA'].map((name) => ({ name }))

  it('stand where their base stands', () => {
    expect(names.toSorted(byBase).map(({ name }) => name)).toEqual([
      'delay',
      'events[a]',
      'events[b]',
      'events2',
      'eventsA',
    ])
  })

  it('stand by their bracket where an SDK sorts flat', () => {
    expect(names.toSorted(byName).map(({ name }) => name)).toEqual([
      'delay',
      'events2',
      'eventsA',
      'events[a]',
      'events[b]',
    ])
  })
})
