import { describe, expect, it } from 'vitest'
import { evaluateConditions, rangeApplies } from './conditions.ts'

const version = { etag: 'abc', lastModified: Date.UTC(2026, 0, 2, 3, 4, 5, 678) }
const then = 'Fri, 02 Jan 2026 03:04:05 GMT'
const before = 'Fri, 02 Jan 2026 03:04:04 GMT'
const evaluate = (headers: Record<string, string>) => evaluateConditions(new Headers(headers), version)

describe('conditions', () => {
  it.each([
    [{}, 'proceed'],
    [{ 'if-match': '"abc"' }, 'proceed'],
    [{ 'if-match': '"x", "abc"' }, 'proceed'],
    [{ 'if-match': '*' }, 'proceed'],
    [{ 'if-match': 'abc' }, 'proceed'],
    [{ 'if-match': '"x"' }, { failed: 'If-Match' }],
    [{ 'if-match': 'W/"abc"' }, { failed: 'If-Match' }],
    [{ 'if-none-match': '"abc"' }, 'not modified'],
    [{ 'if-none-match': 'W/"abc"' }, 'not modified'],
    [{ 'if-none-match': '"x","abc"' }, 'not modified'],
    [{ 'if-none-match': '*' }, 'not modified'],
    [{ 'if-none-match': '"x"' }, 'proceed'],
    [{ 'if-modified-since': then }, 'not modified'],
    [{ 'if-modified-since': before }, 'proceed'],
    [{ 'if-modified-since': 'Friday, 02-Jan-26 03:04:05 GMT' }, 'not modified'],
    [{ 'if-modified-since': 'Fri Jan  2 03:04:05 2026' }, 'not modified'],
    [{ 'if-modified-since': '2026' }, 'proceed'],
    [{ 'if-modified-since': 'Friday the 13th' }, 'proceed'],
    [{ 'if-unmodified-since': then }, 'proceed'],
    [{ 'if-unmodified-since': before }, { failed: 'If-Unmodified-Since' }],
  ])('%j', (headers, outcome) => {
    expect(evaluate(headers)).toEqual(outcome)
  })

  it('on the ETag win over those on the date', () => {
    expect(evaluate({ 'if-match': '"abc"', 'if-unmodified-since': before })).toBe('proceed')
    expect(evaluate({ 'if-none-match': '"x"', 'if-modified-since': then })).toBe('proceed')
    expect(evaluate({ 'if-none-match': '"abc"', 'if-modified-since': before })).toBe('not modified')
  })
})

describe('If-Range', () => {
  it.each([
    ['"abc"', true],
    ['W/"abc"', false],
    ['"x"', false],
    [then, true],
    [before, false],
    ['nonsense', false],
  ])('%s', (ifRange, applies) => {
    expect(rangeApplies(new Headers({ 'if-range': ifRange }), version)).toBe(applies)
  })
})
