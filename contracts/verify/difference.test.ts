import { expect, test } from 'vitest'
import { differencesOf } from './difference.ts'
import type { NativeMismatch } from './native.ts'

const one = (mismatch: NativeMismatch) =>
  differencesOf({ description: '', result: 'Error', mismatch: { type: 'mismatches', mismatches: [mismatch] } })

test.each<[NativeMismatch, string]>([
  [{ type: 'StatusMismatch', expected: 200, actual: 401, mismatch: '…' }, 'status: expected 200, got 401'],
  [
    { type: 'BodyMismatch', path: '$.n', mismatch: "Expected 'x' (String) to be an integer" },
    'body $.n: expected an integer, got "x"',
  ],
  [
    { type: 'BodyMismatch', path: '$.id', mismatch: "Expected 1 (Integer) to be equal to '1' (String)" },
    'body $.id: expected "1", got 1',
  ],
  [
    { type: 'BodyMismatch', path: '$.w', mismatch: "Expected 320 (Integer) to be the same type as 'wide' (String)" },
    'body $.w: expected a text such as "wide", got 320',
  ],
  [
    {
      type: 'BodyMismatch',
      path: '$',
      mismatch: 'type mismatch: Expected {"error":"x"} (Object) to be the same type as [{"width":1}] (Array)',
    },
    'body: expected a list, got an object',
  ],
  [
    { type: 'BodyMismatch', path: '$', mismatch: 'Actual map is missing the following keys: syncing' },
    'body: syncing is missing',
  ],
  [
    { type: 'BodyMismatch', path: '$', mismatch: 'Actual map is missing the following keys: a, b' },
    'body: a, b are missing',
  ],
  [
    { type: 'BodyMismatch', path: '$.at', mismatch: "Expected '2026' (String) to match '^\\d{4}-\\d\\d$'" },
    'body $.at: expected a text like ^\\d{4}-\\d\\d$, got "2026"',
  ],
  [
    { type: 'BodyMismatch', path: '$', mismatch: 'Expected [] (size 0) to have minimum size of 1' },
    'body: expected minimum size of 1, got "[] (size 0)"',
  ],
  [
    { type: 'HeaderMismatch', key: 'content-md5', expected: 'x', actual: '', mismatch: '…' },
    'header content-md5: expected "x", and it is missing',
  ],
  [
    { type: 'HeaderMismatch', key: 'etag', expected: 'x', actual: 'y', mismatch: "Expected 'y' to match '^x$'" },
    'header etag: expected a text like ^x$, got "y"',
  ],
  [
    { type: 'BodyTypeMismatch', expected: 'application/json', actual: 'text/xml' },
    'body: expected application/json, got text/xml',
  ],
  [{ type: 'Other', mismatch: 'as Pact says it' }, 'as Pact says it'],
])('%o', (mismatch, line) => {
  expect(one(mismatch)).toEqual([line])
})

test('what could not be replayed says why on one line', () => {
  expect(
    differencesOf({ description: '', result: 'Error', mismatch: { type: 'error', message: 'no\n  answer' } }),
  ).toEqual(['no answer'])
})

test('a long value is cut', () => {
  const mismatch = `Expected '${'x'.repeat(5000)}' (String) to be equal to 'y' (String)`
  expect(one({ type: 'BodyMismatch', path: '$', mismatch })[0]).toMatch(
    /^body: expected "y", got "x{199}… \[5002 characters\]$/,
  )
})
