import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Settings } from './settings.ts'
import { stillTimes } from './still-times.ts'

const film = { duration: 20_000, fps: 25 }
const times = (settings: Record<string, unknown>, footage = film) => stillTimes(new Settings(settings), footage)

it.each<[Record<string, unknown>, number[]]>([
  [{ frame_count: 4 }, [2500, 7500, 12_500, 17_500]],
  [{ frame_count: 1 }, [10_000]],
  [{ frame_count: 0 }, []],
  [{ frame_offsets: '2s, 10s, 250f, 400f' }, [2000, 10_000, 10_000, 16_000]],
  [{ frame_offsets: ['2s', 3] }, [2000, 3000]],
  [{ frame_offsets: '1s, 99s' }, [1000]],
  [{ frame_interval: '125f' }, [0, 5000, 10_000, 15_000]],
  [{ frame_interval: '7s' }, [0, 7000, 14_000]],
  [{ frame_interval: 7, frame_count: 3 }, [0, 7000, 14_000]],
])('%j', (settings, expected) => {
  expect(times(settings)).toEqual(expected)
})

it('are seven when nothing is said', () => {
  expect(times({})).toHaveLength(7)
})

it.each<[Record<string, unknown>, string]>([
  [{ frame_offsets: 'soon' }, 'frame_offsets must be in seconds or frames such as 10s or 250f, not "soon"'],
  [{ frame_offsets: { toString: 1 } }, 'frame_offsets must be times such as 2s, 250f'],
  [{ frame_interval: '0s' }, 'frame_interval must be longer than 0'],
  [{ frame_interval: '0.001s' }, '20000 pictures of a video are too many; 500 is the most'],
  [{ frame_count: 501 }, 'frame_count must be a number from 0 to 500'],
])('%j is refused', (settings, message) => {
  expect(() => times(settings)).toThrow(message)
})

it('are in their order, and within the film', () => {
  const footage = fc.record({
    duration: fc.integer({ min: 1, max: 1e8 }),
    fps: fc.double({ min: 1, max: 240, noNaN: true }),
  })
  fc.assert(
    fc.property(footage, fc.integer({ min: 0, max: 500 }), (given, count) => {
      const all = times({ frame_count: count }, given)
      expect(all).toHaveLength(count)
      expect(all).toEqual([...all].sort((a, b) => a - b))
      expect(all.every((time) => time >= 0 && time < given.duration)).toBe(true)
    }),
  )
})
