// One page of something that is sorted by keys, with common prefixes; at a cost that depends on the page and not on the whole.
import { afterPrefix } from './names.ts'

/** Rows; the first where keys may lie below a common prefix. */
const smallestRead = 2
const firstRead = 32
const largestRead = 1000

/** Where a read begins: behind all of a key, at a key, or behind one row of a key that may have several. */
export type Position<Row> = { after: string } | { from: string } | { behind: Row }

/** Reads rows in the order of their keys' UTF-8 bytes: from a position, up to and without a key, at most so many. */
export type Read<Row> = (position: Position<Row>, before: string | undefined, limit: number) => Row[]

export interface WalkOptions {
  prefix?: string
  delimiter?: string
  limit?: number
}

export interface Walked<Row> {
  rows: Row[]
  prefixes: string[]
  /** What came last, when there is more: a row, or a prefix. */
  next?: Row | string
}

/**
 * Walks from a position. A common prefix costs one step, however many keys are below it: the walk goes on behind it.
 * @param start behind which the page begins; a prefix that is given as a key is not answered again
 */
export function walk<Row extends { key: string }>(
  read: Read<Row>,
  start: { after: string } | { behind: Row },
  { prefix = '', delimiter = '', limit = 1000 }: WalkOptions,
): Walked<Row> {
  const walked: Walked<Row> = { rows: [], prefixes: [] }
  if (limit <= 0) return walked
  const end = afterPrefix(prefix)
  let position = firstPosition(start, prefix, delimiter)
  let last: Row | string | undefined
  let count = 0
  // Keys below one prefix make a read fruitless: then little is read at a time. Else more and more.
  let size = Math.min(limit + 1, delimiter === '' ? largestRead : firstRead)
  while (position) {
    const found = read(position, end, size)
    let fruit = 0
    let collapsed: string | undefined
    for (const row of found) {
      if (collapsed !== undefined && row.key.startsWith(collapsed)) continue
      if (count === limit && last !== undefined) return { ...walked, next: last }
      collapsed = commonPrefix(row.key, prefix, delimiter)
      if (collapsed === undefined) walked.rows.push(row)
      else walked.prefixes.push(collapsed)
      last = collapsed ?? row
      count += 1
      fruit += 1
    }
    if (found.length < size || last === undefined) return walked
    position = typeof last === 'string' ? behind(last) : { behind: last }
    size = fruit * 2 < size ? Math.max(smallestRead, size >> 1) : Math.min(largestRead, size * 2, limit - count + 1)
  }
  return walked
}

function firstPosition<Row extends { key: string }>(
  start: { after: string } | { behind: Row },
  prefix: string,
  delimiter: string,
): Position<Row> | undefined {
  const key = 'after' in start ? start.after : start.behind.key
  if (bytesBefore(key, prefix)) return { from: prefix }
  const skipped = commonPrefix(key, prefix, delimiter)
  return skipped !== undefined && skipped === key ? behind(key) : start
}

/** `PREFIX…DELIMITER` of a key that has the delimiter behind the prefix. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

/** Undefined when nothing can come behind it. */
function behind(prefix: string): { from: string } | undefined {
  const from = afterPrefix(prefix)
  return from === undefined ? undefined : { from }
}

/** Whether `a` comes before `b` in the order of UTF-8 bytes, which is that of code points, not that of JavaScript's `<`. */
export function bytesBefore(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1
  if (at === shorter) return a.length < b.length
  return pointAt(a, at) < pointAt(b, at)
}

/** A surrogate stands for a code point above all others of one unit. */
function pointAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
