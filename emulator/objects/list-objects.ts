// One page of a bucket's current objects.
import type { Table } from '../state/table.ts'
import type { Listing, ListOptions } from './object-store.ts'
import { headOf, type ObjectRow } from './object-rows.ts'
import { type Read, walk } from './walk.ts'

/** Walks the index in the order of UTF-8 bytes: SQLite compares text so. */
export function listObjects(table: Table<ObjectRow>, bucket: string, { after = '', ...options }: ListOptions): Listing {
  const { rows, prefixes, next } = walk(objectsOf(table, bucket), { after }, options)
  const listing: Listing = { objects: rows.map((row) => headOf(row)), prefixes }
  return next === undefined ? listing : { ...listing, next: typeof next === 'string' ? next : next.key }
}

export function objectsOf(table: Table<ObjectRow>, bucket: string): Read<ObjectRow> {
  return (position, before, limit) =>
    table.list({
      where: { bucket },
      orderBy: 'key',
      ...('behind' in position ? { after: position.behind.key } : position),
      ...(before !== undefined && { before }),
      limit,
    })
}
