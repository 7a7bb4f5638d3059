// The boxes that MP4 and QuickTime files are made of (ISO/IEC 14496-12, 4.2).
import { Cursor } from './cursor.ts'

export interface Box {
  type: string
  /** Where the content begins, behind the box's header. */
  start: number
  /** Where the box ends. */
  end: number
}

/** Longest header: size, type, 64-bit size. */
export const headerSize = 16

/**
 * The box whose header is at `at`.
 * @param header at least the header's bytes, of which there may be fewer than 16 at the end of the file
 * @param limit where the surrounding box, or the file, ends
 * @returns undefined when this is no box
 */
export function boxAt(header: Uint8Array, at: number, limit: number): Box | undefined {
  if (header.length < 8) return undefined
  const cursor = new Cursor(header)
  let size = cursor.u32()
  const type = cursor.text(4)
  // "if size is 0, then this box shall be in a top-level container … and its contents extend to the end of the file"
  if (size === 0) size = limit - at
  if (size === 1) {
    if (header.length < headerSize) return undefined
    size = cursor.u64()
  }
  const end = at + size
  return size < cursor.at || end > limit ? undefined : { type, start: at + cursor.at, end }
}

/** The boxes between two positions of some bytes, up to the first that is none. */
export function* boxes(bytes: Uint8Array, start = 0, end = bytes.length): Generator<Box> {
  for (let at = start; at < end;) {
    const box = boxAt(bytes.subarray(at, Math.min(at + headerSize, end)), at, end)
    if (box === undefined) return
    yield box
    at = box.end
  }
}

/** The first box at the end of a path of types, e.g. `mdia`, `minf`, `stbl`. */
export function findBox(bytes: Uint8Array, within: Pick<Box, 'start' | 'end'>, ...path: string[]): Box | undefined {
  const [type, ...rest] = path
  for (const box of boxes(bytes, within.start, within.end)) {
    if (box.type === type) return rest.length === 0 ? box : findBox(bytes, box, ...rest)
  }
  return undefined
}
