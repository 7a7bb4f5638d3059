import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTimestamp, restoreLostPlus, signatureLifetime } from './timestamp.ts'

describe('parseTimestamp', () => {
  it.for([
    ['python', '2016-10-03T12:00:00.123456+00:00', '2016-10-03T12:00:00.123Z'],
    ['python without µs, php, .NET', '2015-12-30T20:21:00+00:00', '2015-12-30T20:21:00.000Z'],
    ['gem', '2010-01-12T01:00:00.000000Z', '2010-01-12T01:00:00.000Z'],
    ['node', '2011-09-26T13:35:57.000Z', '2011-09-26T13:35:57.000Z'],
    ['go', '2011-03-01T15:39:10.260762Z', '2011-03-01T15:39:10.260Z'],
    ['go with its zeros trimmed', '2011-03-01T15:39:10.2Z', '2011-03-01T15:39:10.200Z'],
    ['go with nanoseconds', '2011-03-01T15:39:10.260762999Z', '2011-03-01T15:39:10.260Z'],
    ['Java', '2017-07-26T10:11:12.123+0000', '2017-07-26T10:11:12.123Z'],
    ['the first Java SDK', '2016-01-21T10:11+0000', '2016-01-21T10:11:00.000Z'],
    ['a zone ahead', '2016-10-03T12:00:00+05:30', '2016-10-03T06:30:00.000Z'],
    ['a zone behind', '2016-10-03T23:30:00-0100', '2016-10-04T00:30:00.000Z'],
    ['a leap day', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ] as const)('reads %s', ([, text, instant]) => {
    expect(parseTimestamp(text)).toBe(Date.parse(instant))
  })

  it.for([
    '',
    '2016-10-03',
    '2016-10-03T12:00:00',
    '2016-10-03 12:00:00Z',
    '2016-10-03T12:00:00 00:00',
    '2016-10-03t12:00:00z',
    ' 2016-10-03T12:00:00Z',
    '2016-10-03T12:00:00Z\n',
    '2016-10-03T12:00:00.Z',
    '2016-10-03T12:00:00+00',
    '2016-10-03T12:00:00+24:00',
    '2016-10-03T12:00:00+00:60',
    '2016-10-03T24:00:00Z',
    '2016-10-03T12:60:00Z',
    '2016-10-03T12:00:60Z',
    '2016-00-03T12:00:00Z',
    '2016-13-03T12:00:00Z',
    '2016-10-00T12:00:00Z',
    '2016-02-30T12:00:00Z',
    '2023-02-29T12:00:00Z',
    '0000-01-01T00:00:00Z',
    '1475496000',
    'Mon, 03 Oct 2016 12:00:00 GMT',
    'yesterday',
  ])('does not read %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined()
  })

  it('reads every instant that JavaScript writes', () => {
    const date = fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(date, (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime())
      }),
    )
  })
})

describe('restoreLostPlus', () => {
  it('finds the zone whose + arrived as a space', () => {
    expect(restoreLostPlus('2016-10-03T12:00:00 00:00')).toBe('2016-10-03T12:00:00+00:00')
    expect(restoreLostPlus('2016-10-03T12:00:00.5 0000')).toBe('2016-10-03T12:00:00.5+0000')
  })

  it('finds none in what is readable, or is not made so by it', () => {
    expect(restoreLostPlus('2016-10-03T12:00:00+00:00')).toBeUndefined()
    expect(restoreLostPlus('2016-10-03 12:00:00Z')).toBeUndefined()
  })
})

describe('signatureLifetime', () => {
  it('is 30 minutes for a new video and 5 for everything else', () => {
    expect(signatureLifetime('POST', '/videos.json')).toBe(1_800_000)
    expect(signatureLifetime('GET', '/videos.json')).toBe(300_000)
    expect(signatureLifetime('POST', '/videos/upload.json')).toBe(300_000)
  })
})
