import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeeper } from '../../../body/is-deeper.ts'
import { DuraCloudError } from '../errors.ts'
import { bodyOf, readTaskBody } from './first-value.ts'
import { parseParameters } from './jackson-reader.ts'
import { type Json, prettyJson } from './jackson-writer.ts'

const fields = { spaceId: 'string', secure: 'boolean', minutes: 'int', days: 'integer', origins: 'strings' } as const
const parse = (body: string) => parseParameters(bodyOf(body), 'org.duracloud.Some', fields)
const refusal = (body: string): string => {
  try {
    parse(body)
  } catch (error) {
    expect(error).toBeInstanceOf(DuraCloudError)
    if (error instanceof DuraCloudError) return `${error.status} ${error.message}`
  }
  return 'accepted'
}

describe('parameters', () => {
  it.each([
    ['{}', { spaceId: null, secure: false, minutes: 0, origins: null }],
    ['{"spaceId":"a"} and more', { spaceId: 'a' }],
    ['  {"spaceId":"}"}}}', { spaceId: '}' }],
    [String.raw`{"spaceId":"\"}"}x`, { spaceId: '"}' }],
    ['{"spaceId":5,"secure":"True"}', { spaceId: '5', secure: true }],
    ['{"spaceId":true,"secure":1}', { spaceId: 'true', secure: true }],
    ['{"secure":0,"minutes":"60"}', { secure: false, minutes: 60 }],
    ['{"secure":"","minutes":""}', { secure: false, minutes: 0 }],
    ['{"secure":null,"minutes":null,"origins":null}', { secure: false, minutes: 0, origins: null }],
    ['{"secure":"FALSE","minutes":1.7}', { secure: false, minutes: 1 }],
    ['{}', { days: null }],
    ['{"secure":" true ","minutes":" 60 ","days":"60"}', { secure: true, minutes: 60, days: 60 }],
    ['{"secure":" ","minutes":" ","days":""}', { secure: false, minutes: 0, days: null }],
    ['{"secure":"null","minutes":"null","days":"null"}', { secure: false, minutes: 0, days: null }],
    ['{"days":0}', { days: 0 }],
    ['{"days":1.7}', { days: 1 }],
    ['{"minutes":-1,"origins":["a",1]}', { minutes: -1, origins: ['a', '1'] }],
  ])('%s', (body, expected) => {
    expect(parse(body)).toMatchObject(expected)
  })

  it.each([
    ['', /^500 Unable to parse task parameters due to: No content to map due to end-of-input\n at \[Source: /],
    ['null', /^500 null$/],
    [
      '{"bogus":1}',
      /^500 Unable to parse task parameters due to: Unrecognized field "bogus" \(class org.duracloud.Some\), not marked as ignorable \(5 known properties: /,
    ],
    ['{"__proto__":1}', /Unrecognized field "__proto__"/],
    ['{"constructor":1}', /Unrecognized field "constructor"/],
    ['{"secure":0.5}', /^500 Unable to parse task parameters due to: /],
    ['{"days":"x"}', /^500 Unable to parse task parameters due to: /],
    ['{"secure":"yes"}', /^500 Unable to parse task parameters due to: /],
    ['{"minutes":"x"}', /^500 Unable to parse task parameters due to: /],
    ['{"minutes":2147483648}', /out of range of int/],
    ['{"minutes":"99999999999"}', /out of range of int/],
    [
      '{"origins":"a"}',
      /^500 Unable to parse task parameters due to: Can not deserialize instance of java.util.ArrayList out of VALUE_STRING token/,
    ],
    ['{"spaceId":{}}', /START_OBJECT/],
    ['[]', /START_ARRAY/],
    ['"text"', /VALUE_STRING/],
    ['{"spaceId":"a"', /^500 Unable to parse task parameters due to: /],
    ['{"spaceId":"a",}', /^500 Unable to parse task parameters due to: /],
    ['nonsense', /^500 Unable to parse task parameters due to: /],
  ])('%s is refused', (body, message) => {
    expect(refusal(body)).toMatch(message)
  })

  it('may be a text alone where the class is made of one', () => {
    expect(parseParameters(bodyOf('"my-space"'), 'org.duracloud.Some', { spaceId: 'string' }, 'spaceId')).toEqual({
      spaceId: 'my-space',
    })
  })

  it('never fail in any other way', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(refusal(body)).toMatch(/^accepted$|^500 /)
      }),
    )
  })
})

describe('a large body', () => {
  const whole = (text: string) => ({ text, isDeeper: isDeeper(text) })
  const outcome = (read: () => unknown): unknown => {
    try {
      return read()
    } catch (error) {
      return error instanceof DuraCloudError ? `${error.status} ${error.message}` : error
    }
  }

  it('is read as a small one is, whatever it begins with and wherever its value ends', async () => {
    const large = 'x'.repeat(20_000)
    const deep = '['.repeat(1001)
    const piece = fc.constantFrom(...'{}[]"\\,: \n\u00a0', 'null', '{"a":1}', deep, large)
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const some = pieces.join('')
        for (const text of [
          some,
          `"${large}${some}${large}"`,
          `["${large}",${some}`,
          `\u00a0[${some}"${large}${large}`,
        ]) {
          const body = await readTaskBody(whole(text))
          expect(body.text).toBe(text)
          expect(outcome(body.first)).toEqual(outcome(bodyOf(text).first))
        }
      }),
      { numRuns: 50 },
    )
  })

  it('is refused where it is nested too deep, and only when it is asked for', async () => {
    const body = await readTaskBody(whole('['.repeat(100_000)))
    expect(outcome(body.first)).toBe(outcome(bodyOf('['.repeat(1001)).first))
    expect(outcome(body.first)).toMatch(/^500 .*: Objects and lists are nested deeper than 1000\n at /)
  })

  it('lets others in between', async () => {
    const text = JSON.stringify({ origins: Array.from({ length: 40_000 }, (_, n) => `https://host-${n}`) })
    let turns = 0
    const counting = setInterval(() => (turns += 1), 0)
    const body = await readTaskBody(whole(text))
    clearInterval(counting)
    expect(turns).toBeGreaterThan(2)
    expect(parseParameters(body, 'org.duracloud.Some', fields).origins).toHaveLength(40_000)
  })
})

describe('results', () => {
  it('are laid out as Jackson does', () => {
    expect(prettyJson({ snapshots: [{ a: 1, b: null }, { c: [] }], d: {}, e: ['x', 'y'], f: true })).toBe(
      '{\n  "snapshots" : [ {\n    "a" : 1,\n    "b" : null\n  }, {\n    "c" : [ ]\n  } ],\n  "d" : { },\n  "e" : [ "x", "y" ],\n  "f" : true\n}',
    )
  })

  it('say what was put in', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(prettyJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
