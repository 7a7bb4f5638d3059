// Movie fragments, of which an MP4 for streaming, or one that a browser recorded, consists (ISO/IEC 14496-12, 8.8).
import { Cursor } from './cursor.ts'
import { boxes, findBox } from './iso-boxes.ts'
import type { Box } from './iso-boxes.ts'
import type { SampleSum } from './iso-track.ts'

interface Defaults {
  duration: number
  bytes: number
}

/** What the fragments of each track hold together, by track id. */
export class FragmentSums {
  readonly tracks = new Map<number, SampleSum>()
  #defaults = new Map<number, Defaults>()

  /** @param moov the bytes that hold the movie box, whose `mvex` has the tracks' defaults */
  constructor(moov: Uint8Array, mvex: Box | undefined) {
    if (mvex === undefined) return
    for (const box of boxes(moov, mvex.start, mvex.end)) {
      if (box.type !== 'trex') continue
      const cursor = new Cursor(moov, box.start + 4)
      const id = cursor.u32()
      this.#defaults.set(id, { duration: cursor.skip(4).u32(), bytes: cursor.u32() })
    }
  }

  /**
   * Adds one fragment.
   * @param moof the content of its `moof` box
   * @throws RangeError when a box is cut off
   */
  add(moof: Uint8Array): void {
    for (const traf of boxes(moof)) {
      const tfhd = traf.type === 'traf' ? findBox(moof, traf, 'tfhd') : undefined
      if (tfhd === undefined) continue
      const cursor = new Cursor(moof, tfhd.start)
      const flags = cursor.u32()
      const id = cursor.u32()
      const sum = this.tracks.get(id) ?? { samples: 0, bytes: 0, ticks: 0 }
      this.tracks.set(id, sum)
      const defaults = this.#defaultsOf(id, cursor, flags)
      for (const trun of boxes(moof, traf.start, traf.end)) if (trun.type === 'trun') addRun(sum, moof, trun, defaults)
    }
  }

  #defaultsOf(id: number, tfhd: Cursor, flags: number): Defaults {
    const defaults = { ...(this.#defaults.get(id) ?? { duration: 0, bytes: 0 }) }
    if (flags & 0x1) tfhd.skip(8)
    if (flags & 0x2) tfhd.skip(4)
    if (flags & 0x8) defaults.duration = tfhd.u32()
    if (flags & 0x10) defaults.bytes = tfhd.u32()
    return defaults
  }
}

// A run without a field for each sample is multiplied, not counted up to, and one with fields ends where its box does.
function addRun(sum: SampleSum, moof: Uint8Array, trun: Box, defaults: Defaults): void {
  const cursor = new Cursor(moof, trun.start)
  const flags = cursor.u32()
  const claimed = cursor.u32()
  cursor.skip((flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0))
  const hasDuration = Boolean(flags & 0x100)
  const hasBytes = Boolean(flags & 0x200)
  const others = (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0)
  const fields = (hasDuration ? 4 : 0) + (hasBytes ? 4 : 0) + others
  const samples = fields === 0 ? claimed : Math.min(claimed, Math.floor((trun.end - cursor.at) / fields))
  sum.samples += samples
  if (!hasDuration) sum.ticks += samples * defaults.duration
  if (!hasBytes) sum.bytes += samples * defaults.bytes
  if (!hasDuration && !hasBytes) return
  for (let left = samples; left > 0; left--) {
    if (hasDuration) sum.ticks += cursor.u32()
    if (hasBytes) sum.bytes += cursor.u32()
    cursor.skip(others)
  }
}
