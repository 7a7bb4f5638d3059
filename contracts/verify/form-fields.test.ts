import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fieldsOfForm, formBody } from './form-fields.ts'

const name = fc.stringMatching(/^[a-z_]+$/)

it('what was written as a form is read as the same fields', () => {
  const fields = fc.dictionary(name, fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 })))
  fc.assert(
    fc.property(fields, (given) => {
      expect(fieldsOfForm(formBody(given))).toEqual({ ...given })
    }),
  )
})

it('reads the lists of Telestream’s webhooks', () => {
  expect(fieldsOfForm('event=video-encoded&encoding_ids%5B0%5D=a&encoding_ids%5B1%5D=b')).toEqual({
    event: 'video-encoded',
    encoding_ids: ['a', 'b'],
  })
})

it('reads a field by any name', () => {
  expect(Object.entries(fieldsOfForm('__proto__=a&constructor[0]=b'))).toEqual([
    ['__proto__', 'a'],
    ['constructor', ['b']],
  ])
})
