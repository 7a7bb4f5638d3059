import { expect, test } from 'vitest'
import { boxes, findBox } from './iso-boxes.ts'
import { FragmentSums } from './iso-fragments.ts'

/** A box of 32-bit fields and other boxes. */
function box(type: string, ...content: (number | Uint8Array)[]): Uint8Array {
  const parts = content.map((part) => (typeof part === 'number' ? u32(part) : part))
  const size = parts.reduce((sum, { length }) => sum + length, 8)
  return join([u32(size), new TextEncoder().encode(type), ...parts])
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

function join(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

// trex: version and flags, track, description, duration, size, flags
const moov = box('mvex', box('trex', 0, 1, 1, 1000, 50, 0))

function sumsOf(...trafs: Uint8Array[]) {
  const sums = new FragmentSums(moov, findBox(moov, { start: 0, end: moov.length }, 'mvex'))
  sums.add(join(trafs))
  return sums.tracks.get(1)
}

test('a run has the durations and sizes of its samples', () => {
  const run = box('trun', 0x300, 2, 1001, 10, 999, 20)
  expect(sumsOf(box('traf', box('tfhd', 0, 1), run))).toEqual({ samples: 2, ticks: 2000, bytes: 30 })
})

test('what a run does not say is the fragment’s default, or else the track’s', () => {
  const run = box('trun', 0x201, 2, 0, 10, 20)
  expect(sumsOf(box('traf', box('tfhd', 0x8, 1, 500), run))).toEqual({ samples: 2, ticks: 1000, bytes: 30 })
  expect(sumsOf(box('traf', box('tfhd', 0, 1), run, run))).toEqual({ samples: 4, ticks: 4000, bytes: 60 })
})

test('a run that claims four thousand million samples costs no more than one', () => {
  const sum = sumsOf(box('traf', box('tfhd', 0, 1), box('trun', 0, 0xffff_ffff)))
  expect(sum).toEqual({ samples: 0xffff_ffff, ticks: 0xffff_ffff * 1000, bytes: 0xffff_ffff * 50 })
  const fields = sumsOf(box('traf', box('tfhd', 0, 1), box('trun', 0x100, 0xffff_ffff, 7, 7)))
  expect(fields).toEqual({ samples: 2, ticks: 14, bytes: 100 })
})

test('boxes end at the first that is none, and one of size 0 reaches to the end', () => {
  const types = (bytes: Uint8Array) => Array.from(boxes(bytes), ({ type }) => type)
  const free = box('free')
  expect(types(join([free, box('skip', 1, 2), free]))).toEqual(['free', 'skip', 'free'])
  expect(types(join([free, u32(7), u32(0), free]))).toEqual(['free'])
  expect(types(join([free, u32(1000), u32(0)]))).toEqual(['free'])
  expect(types(join([u32(0), new TextEncoder().encode('mdat'), free]))).toEqual(['mdat'])
})
