import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prettyJson } from '../../emulator/services/duracloud/tasks/jackson-writer.ts'
import { taskResult } from './jackson.ts'
import { boolean, eachLike, integer, like, matching, number, oneOf, text } from './matchers.ts'

const literal = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value as fc.Arbitrary<never>

it('is what DuraCloud prints, for anything without a matcher', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), literal), (result) => {
      const { value, regex = '' } = taskResult(result)
      expect(value).toBe(prettyJson(result))
      expect(new RegExp(regex, 's').test(value)).toBe(true)
    }),
  )
})

describe('a matcher', () => {
  const pattern = (result: Parameters<typeof taskResult>[0]) => new RegExp(taskResult(result).regex ?? '')
  const printed = (result: Parameters<typeof prettyJson>[0]) => prettyJson(result)

  it('takes other values of its kind, and no others', () => {
    const kinds = pattern({ a: text(), b: integer(), c: boolean(), d: number(), e: like({}), f: oneOf('x', 'y') })
    expect(printed({ a: 'a "quoted" \\ one', b: -7, c: false, d: 1.5, e: { g: 'h' }, f: 'y' })).toMatch(kinds)
    expect(printed({ a: 'a', b: 1.5, c: false, d: 1.5, e: {}, f: 'y' })).not.toMatch(kinds)
    expect(printed({ a: 1, b: 1, c: false, d: 1.5, e: {}, f: 'y' })).not.toMatch(kinds)
    expect(printed({ a: 'a', b: 1, c: false, d: 1.5, e: {}, f: 'z' })).not.toMatch(kinds)
  })

  it('takes lists of any length, of things that are alike', () => {
    const list = pattern({ snapshots: eachLike({ id: matching('^\\w+$', 'a'), at: integer() }) })
    expect(printed({ snapshots: [{ id: 'a', at: 1 }] })).toMatch(list)
    expect(
      printed({
        snapshots: [
          { id: 'a', at: 1 },
          { id: 'b', at: 2 },
          { id: 'c', at: 3 },
        ],
      }),
    ).toMatch(list)
    expect(printed({ snapshots: [] })).not.toMatch(list)
    expect(
      printed({
        snapshots: [
          { id: 'a', at: 1 },
          { id: 'b-', at: 2 },
        ],
      }),
    ).not.toMatch(list)
    expect(printed({ snapshots: [] })).toMatch(pattern({ snapshots: eachLike({ id: 'a' }, 0) }))
  })

  it('leaves the order and the names of the members as they are', () => {
    expect(printed({ b: 1, a: 1 })).not.toMatch(pattern({ a: 1, b: integer() }))
    expect(printed({ a: 1, b: 1, c: 1 })).not.toMatch(pattern({ a: 1, b: integer() }))
  })
})
