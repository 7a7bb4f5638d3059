import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { typeProblem } from './variables.ts'

describe('a value', () => {
  it.each([
    ['Int32', ['0', '-2147483648', '2147483647', 360, '+5'], ['2147483648', '1.0', '', ' 1', '1e3', 'x', true, 1.5]],
    ['Int16', ['-32768', 32767], ['32768']],
    ['Int64', ['9223372036854775807'], ['9223372036854775808', '9'.repeat(50)]],
    ['UInt32', [0, '4294967295'], ['-1']],
    ['Double', ['1', '-1.5', '.5', '1.', '6.02e23', 2.5], ['', 'NaN', 'Infinity', '1e999', '0x10', '1,5']],
    ['Boolean', ['true', 'False', true, false], ['1', 'yes', 0, '']],
    ['String', ['', 'anything', 5, true], [null, [], {}]],
    ['DateTime', ['2020-04-09T13:10:37Z', '2020-04-09 13:10', '2020-04-09'], ['yesterday', '2020-13-01', '13:10']],
    ['TimeCode', ['01:00:00:00', '10:59:59;29', '00:00:00:00@29.97'], ['1:00:00:00', '00:60:00:00', '01:00:00', 'x']],
    ['Guid', ['whatever it is'], [undefined]],
    ['constructor', ['whatever it is'], [null]],
  ])('of %s', (typecode, good, bad) => {
    expect(good.filter((value) => typeProblem(typecode, value) !== undefined)).toEqual([])
    expect(bad.filter((value) => typeProblem(typecode, value) === undefined)).toEqual([])
  })

  it('that is a whole number is Int32 exactly when 32 bits hold it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }), (value) => {
        expect(typeProblem('Int32', String(value)) === undefined).toBe(BigInt.asIntN(32, value) === value)
      }),
    )
  })
})
