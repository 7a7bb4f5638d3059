import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filled, flag, freeMap, listOf, mapOf, nullable, oneOf, optional, shape, text, time, whole } from './schema.ts'
import { validate } from './validation.ts'

const schema = shape({
  name: filled({ max: 5 }),
  kind: optional(oneOf(['a', 'b'])),
  size: optional(whole({ min: 2, max: 4 })),
  on: optional(flag()),
  limit: nullable(whole()),
  tags: optional(listOf(text({ max: 3 }), { min: 1, max: 2 })),
  custom: optional(freeMap()),
  owner: optional(shape({ id: filled() })),
  grants: optional(mapOf(listOf(text()))),
  at: optional(time()),
})

const read = (value: unknown) => validate(schema, { name: 'n', ...(value as object) })

test('what is not known is ignored, null is nothing but where it means something, and [] is an empty object', () => {
  const value = { more: 1, kind: null, on: null, limit: null, custom: [], grants: [], owner: null }
  expect(read(value)).toEqual({ name: 'n', limit: null, custom: {}, grants: {} })
  expect(read({})).toEqual({ name: 'n' })
})

test.each([
  [{ name: undefined }, 'name is a required field'],
  [{ name: null }, 'name is a required field'],
  [{ name: '' }, 'name is a required field'],
  [{ name: 5 }, 'name must be of type string'],
  [{ name: 'longer' }, 'name must be a maximum of 5 characters in length'],
  [{ kind: 'c' }, 'kind must be one of [a b]'],
  [{ size: 1 }, 'size must be 2 or greater'],
  [{ size: 5 }, 'size must be 4 or less'],
  [{ size: 2.5 }, 'size must be of type integer'],
  [{ size: '3' }, 'size must be of type number'],
  [{ on: 1 }, 'on must be of type boolean'],
  [{ tags: [] }, 'tags must contain at least 1 item'],
  [{ tags: ['a', 'b', 'c'] }, 'tags must contain at maximum 2 items'],
  [{ tags: ['a', 'long'] }, 'tags[1] must be a maximum of 3 characters in length'],
  [{ tags: 'a' }, 'tags must be of type array'],
  [{ custom: ['a'] }, 'custom must be of type object'],
  [{ owner: {} }, 'owner.id is a required field'],
  [{ owner: 'john' }, 'owner must be of type object'],
  [{ grants: { admin: 'all' } }, 'grants.admin must be of type array'],
  [{ at: 'yesterday' }, 'at must be an RFC3339 date'],
  [{ at: {} }, 'at is not valid'],
])('%j: %s', (value, message) => {
  expect(() => read(value)).toThrow(message)
})

test.each([null, 5, 'text', [1]])('a body that is %j is no object', (value) => {
  expect(() => validate(schema, value)).toThrow(/^request body (is a required field|must be of type object)$/)
})

test('a date is ms, from a text or from nanoseconds, whatever doubles make of those', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
      expect(read({ at: new Date(ms).toISOString() }).at).toBe(ms)
      expect(read({ at: ms * 1_000_000 }).at).toBe(ms)
    }),
  )
  expect(read({ at: '2025-09-03T12:34:29.731275836+02:00' }).at).toBe(Date.parse('2025-09-03T10:34:29.731Z'))
})

test.each([
  ['without a zone, which would be that of the machine', '2026-03-01T10:00:00'],
  ['without a time', '2026-03-01'],
  ['that no month has', '2026-02-30T10:00:00Z'],
  ['whose hour is the next day’s', '2026-03-01T24:00:00Z'],
])('a date %s is none', (_, at) => {
  expect(() => read({ at })).toThrow('at must be an RFC3339 date')
})
