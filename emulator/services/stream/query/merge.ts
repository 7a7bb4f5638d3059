// Rows of several alternatives, each in the order of a sort, as one list in that order.
import type { SqlValue } from '../../../platform/platform.ts'
import type { Position } from './cursor.ts'
import type { SortKey } from './sort.ts'

export interface Found {
  /** The row's JSON; only rows of the page are parsed. */
  readonly doc: string
  /** Its place in the order; the last value tells it from all others. */
  readonly position: Position
}

export function merge(lists: readonly (readonly Found[])[], keys: readonly SortKey[]): readonly Found[] {
  const [only = [], ...more] = lists
  if (more.length === 0) return only
  const rows = new Map(lists.flat().map((found) => [found.position.at(-1), found]))
  return [...rows.values()].sort((one, other) => comparePositions(one.position, other.position, keys))
}

function comparePositions(one: Position, other: Position, keys: readonly SortKey[]): number {
  for (const [index, { descending }] of keys.entries()) {
    const difference = compare(one[index] ?? null, other[index] ?? null)
    if (difference !== 0) return descending ? -difference : difference
  }
  return 0
}

/** As SQLite orders: NULL, numbers, texts by their UTF-8. */
function compare(one: SqlValue, other: SqlValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other)
  return rank(one) - rank(other)
}

function rank(value: SqlValue): number {
  return value === null ? 0 : typeof value === 'number' ? 1 : 2
}

/** By code points, which is the order of UTF-8; by itself JavaScript compares halves of pairs. */
function compareTexts(one: string, other: string): number {
  const shortest = Math.min(one.length, other.length)
  for (let at = 0; at < shortest; at += 1) {
    const difference = (one.codePointAt(at) ?? 0) - (other.codePointAt(at) ?? 0)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}
