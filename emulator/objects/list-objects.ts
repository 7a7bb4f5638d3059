// One page of a bucket's keys, at a cost that depends on the page and not on the bucket.
import type { Table } from '../state/table.ts'
import type { Listing, ListOptions } from './object-store.ts'
import type { ObjectRow } from './object-rows.ts'
import { headOf } from './object-rows.ts'
import { afterPrefix } from './names.ts'

/** Rows; the first where keys may lie below a common prefix. */
const smallestRead = 2
const firstRead = 32
const largestRead = 1000

/** Where the next read begins: behind a key, or at one. */
type Position = { after: string } | { from: string }

/**
 * Walks the index in the order of UTF-8 bytes (SQLite compares text so). A common prefix costs one step, however many keys
 * are below it: the walk goes on behind it.
 */
export function listObjects(table: Table<ObjectRow>, bucket: string, options: ListOptions): Listing {
  const { prefix = '', delimiter = '', after = '', limit = 1000 } = options
  const listing: Listing = { objects: [], prefixes: [] }
  if (limit <= 0) return listing
  const end = afterPrefix(prefix)
  const skipped = commonPrefix(after, prefix, delimiter)
  let position = skipped === after ? behind(skipped) : firstPosition(prefix, after)
  let last = after
  let count = 0
  // Keys below one prefix make a read fruitless: then little is read at a time. Else more and more.
  let rows = Math.min(limit + 1, delimiter === '' ? largestRead : firstRead)
  while (position) {
    const found = table.list({
      where: { bucket },
      orderBy: 'key',
      ...position,
      ...(end !== undefined && { before: end }),
      limit: rows,
    })
    let fruit = 0
    let collapsed: string | undefined
    for (const row of found) {
      if (collapsed !== undefined && row.key.startsWith(collapsed)) continue
      if (count === limit) return { ...listing, next: last }
      collapsed = commonPrefix(row.key, prefix, delimiter)
      if (collapsed === undefined) listing.objects.push(headOf(row))
      else listing.prefixes.push(collapsed)
      last = collapsed ?? row.key
      count += 1
      fruit += 1
    }
    if (found.length < rows) return listing
    position = collapsed === undefined ? { after: last } : behind(collapsed)
    rows = fruit * 2 < rows ? Math.max(smallestRead, rows >> 1) : Math.min(largestRead, rows * 2, limit - count + 1)
  }
  return listing
}

/** `PREFIX…DELIMITER` of a key that has the delimiter behind the prefix. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

function firstPosition(prefix: string, after: string): Position {
  return bytesBefore(after, prefix) ? { from: prefix } : { after }
}

/** Undefined when nothing can come behind it. */
function behind(prefix: string): Position | undefined {
  const from = afterPrefix(prefix)
  return from === undefined ? undefined : { from }
}

/** Whether `a` comes before `b` in the order of UTF-8 bytes, which is that of code points, not that of JavaScript's `<`. */
function bytesBefore(a: string, b: string): boolean {
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
