import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from './encode.ts'
import {
  MalformedEncoding,
  mergeParameters,
  multipartParameter,
  parameterValue,
  parseParameters,
} from './parameters.ts'

const pairs = (text: string) => parseParameters(text, 'query').map(({ name, value }) => [name, value])

describe('parseParameters', () => {
  it('decodes percent-encoding, and + as a space', () => {
    expect(pairs('a=b+c%20d&e%5Bf%5D=%E2%99%A5&g=%2B')).toEqual([
      ['a', 'b c d'],
      ['e[f]', '♥'],
      ['g', '+'],
    ])
  })

  it('keeps order, repeated names, empty values, and "=" in a value', () => {
    expect(pairs('b=1&a=2&b=3&c=&d&e=f=g&=h')).toEqual([
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
      ['c', ''],
      ['d', ''],
      ['e', 'f=g'],
      ['', 'h'],
    ])
  })

  it('drops empty pairs', () => {
    expect(pairs('')).toEqual([])
    expect(pairs('&a=1&&b=2&')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })

  it('keeps each pair as it stood on the wire', () => {
    expect(parseParameters('a%5bb%5D=c+%2A*', 'form')).toEqual([
      { name: 'a[b]', value: 'c **', raw: 'a%5bb%5D=c+%2A*', from: 'form' },
    ])
  })

  it.for([
    ['no hex digit', 'a=1&title=50%', 'title'],
    ['one hex digit', 'title=%4', 'title'],
    ['not hex', 'title=%zz', 'title'],
    ['a byte alone that UTF-8 has in pairs', 'title=%E2', 'title'],
    ['an overlong form', 'title=%C0%AF', 'title'],
    ['a surrogate', 'title=%ED%A0%80', 'title'],
    ['a malformed name', 'tit%le=1', 'tit%le'],
    ['an encoded name with a malformed value', 'e%5Bx%5D=%', 'e[x]'],
  ] as const)('refuses %s and names the parameter', ([, text, parameter]) => {
    const thrown = (() => {
      try {
        return parseParameters(text, 'query')
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(MalformedEncoding)
    expect(thrown).toMatchObject({ parameter })
  })

  it('reads back whatever is encoded', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (all) => {
        const query = all.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
        expect(pairs(query)).toEqual(all)
      }),
    )
  })
})

describe('mergeParameters', () => {
  const query = parseParameters('access_key=a&signature=x%3D&profiles=h264&profiles=h264', 'query')

  it('counts once what .NET repeats in the body, the signature included', () => {
    const body = parseParameters('access_key=a&signature=x%3D&name=my+film', 'form')
    expect(mergeParameters(query, body).map(({ name, from }) => `${name} ${from}`)).toEqual([
      'access_key query',
      'signature query',
      'profiles query',
      'profiles query',
      'name form',
    ])
  })

  it('keeps a name that comes with another value', () => {
    const body = [multipartParameter('profiles', 'webm')]
    expect(mergeParameters(query, body)).toEqual([...query, ...body])
  })

  it('gives the one side back where the other is empty', () => {
    expect(mergeParameters(query, [])).toBe(query)
    expect(mergeParameters([], query)).toBe(query)
  })
})

describe('parameterValue', () => {
  it('is the first of its name', () => {
    const parameters = parseParameters('a=1&b=2&b=3', 'query')
    expect(parameterValue(parameters, 'b')).toBe('2')
    expect(parameterValue(parameters, 'c')).toBeUndefined()
  })
})
