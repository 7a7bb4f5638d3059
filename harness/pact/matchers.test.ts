import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eachLike, escaped, exampleOf, hexId, integer, like, matching, oneOf, strict } from './matchers.ts'
import { filled, injected, values } from './values.ts'

describe('a pattern', () => {
  it('matches the whole of a text', () => {
    expect(matching(/[a-z]+/, 'abc').regex).toBe('^([a-z]+)$')
    expect(matching('^[a-z]+$', 'abc').regex).toBe('^[a-z]+$')
  })

  it('matches its own example, or is refused', () => {
    expect(() => matching(/[a-z]+/, 'abc1')).toThrow("The example 'abc1' does not match ^([a-z]+)$")
    expect(() => hexId('no')).toThrow('does not match')
  })

  it('takes words to the letter, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.string(), (words, other) => {
        const [first = '', ...others] = words
        const pattern = new RegExp(oneOf(first, ...others).regex ?? '', 'su')
        expect(words.every((word) => pattern.test(word))).toBe(true)
        expect(pattern.test(other)).toBe(words.includes(other))
      }),
    )
  })

  it('has no sign with a meaning once it is escaped', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(new RegExp(`^${escaped(text)}$`, 'su').test(text)).toBe(true)
      }),
    )
  })
})

it('the example of a template is plain JSON, however deep', () => {
  const template = { a: [like({ b: integer(7) })], c: eachLike({ d: oneOf('x', 'y') }, 2), e: null, f: 'g' }
  expect(exampleOf(template)).toEqual({ a: [{ b: 7 }], c: [{ d: 'x' }, { d: 'x' }], e: null, f: 'g' })
})

it('a text in JSON has to be one, whatever pattern it matches', () => {
  const rules = [{ 'pact:matcher:type': 'regex', regex: '^\\d+$' }, { 'pact:matcher:type': 'type' }]
  expect(strict({ parts: matching('^\\d+$', '3'), sizes: eachLike(integer(7)), name: 'a' })).toEqual({
    parts: { 'pact:matcher:type': rules, value: '3' },
    sizes: { 'pact:matcher:type': 'type', min: 1, value: [{ 'pact:matcher:type': 'integer', value: 7 }] },
    name: 'a',
  })
  expect(strict(injected('videoId'))).toMatchObject({
    'pact:generator:type': 'ProviderState',
    expression: '${videoId}',
  })
})

describe('a value of the provider', () => {
  it('has a place in a path', () => {
    expect(filled('/videos/{videoId}/encodings.json')).toEqual({
      'pact:matcher:type': 'regex',
      regex: '^/videos/[0-9a-f]{32}/encodings\\.json$',
      value: `/videos/${values.videoId}/encodings.json`,
      'pact:generator:type': 'ProviderState',
      expression: '/videos/${videoId}/encodings.json',
    })
  })

  it('has one in a body, with an example of one’s own', () => {
    expect(injected('accessKey', 'my-key')).toMatchObject({ value: 'my-key', expression: '${accessKey}' })
  })

  it('is one of those that states answer', () => {
    expect(() => filled('/videos/{vidoeId}.json')).toThrow("No provider state answers 'vidoeId'; known are: accessKey,")
  })
})
