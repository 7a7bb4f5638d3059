import { describe, expect, it } from 'vitest'
import { type Clock, clockMistake } from './clock-mistake.ts'

const minute = 60_000
const now = Date.parse('2016-10-03T12:00:00Z')
const clock: Clock = { now, olderMs: 5 * minute, newerMs: 5 * minute }
const at = (offset: number) => new Date(now + offset).toISOString()

describe('clockMistake', () => {
  it('finds none within the window, its ends included', () => {
    for (const offset of [-5 * minute, 0, 5 * minute]) expect(clockMistake(at(offset), clock)).toBeUndefined()
  })

  it('says by how much a clock is fast, and where it stands here', () => {
    expect(clockMistake(at(7 * minute), clock)).toEqual({
      code: 'clock-fast',
      message: 'The timestamp is 7 minutes ahead of the clock here.',
      hint: "Set the client's clock, or this world's, which stands at 2016-10-03T12:00:00.000Z.",
    })
  })

  it('accepts any future where no bound is set', () => {
    expect(clockMistake(at(1e12), { ...clock, newerMs: Infinity })).toBeUndefined()
  })

  it('says how long ago an expired request was signed, and how long it was good', () => {
    expect(clockMistake(at(-12 * minute), clock)).toMatchObject({
      code: 'expired',
      message: 'The request was signed 12 minutes ago; it was good for 5 minutes.',
    })
    expect(clockMistake(at(-12 * minute), { ...clock, secretSince: now - 20 * minute })?.code).toBe('expired')
  })

  it('is sure of a slow clock where the timestamp is older than the secret', () => {
    expect(clockMistake(at(-65 * minute), { ...clock, secretSince: now - minute })).toMatchObject({
      code: 'clock-slow',
      message: 'The timestamp is 1 hour 5 minutes behind the clock here, older than the secret that signed it.',
    })
  })

  it('tells a missing timestamp from one that cannot be read', () => {
    expect(clockMistake(undefined, clock)?.code).toBe('timestamp-missing')
    expect(clockMistake('2016-10-03', clock)).toMatchObject({
      code: 'timestamp-unreadable',
      message: 'The timestamp "2016-10-03" cannot be read.',
    })
  })
})
