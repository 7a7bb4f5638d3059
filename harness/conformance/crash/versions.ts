// What the writer writes: the bytes of a version, which differ in size, and some of which are the same under several keys.
import { madeBytes } from '../object-store/bytes.ts'

export const bucket = 'films'
export const lanes = ['a', 'b', 'c', 'd']

export function bytesOf(version: number): Uint8Array {
  return madeBytes((version * 7919) % 300_000, version)
}

/** A line that the writer prints: before it begins, and once it has been told that it is done. `version` 0 deletes. */
export interface Told {
  event: 'begun' | 'acknowledged'
  key: string
  version: number
}
