// Queries with filters, sorts and cursors over the indexed table of a resource (§5.2, §5.3).
import type { z } from 'zod'
import type { Entity, TableDefinition } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import { filled, freeMap, listOf, optional, shape, text, whole } from '../schema.ts'
import { inputError } from '../errors.ts'
import { type Position, readCursor, writeCursor } from './cursor.ts'
import type { Field, Sql } from './field.ts'
import { all, compileFilter, type Fields } from './filter.ts'
import { type Found, merge } from './merge.ts'
import { segmentsAfter } from './segments.ts'
import { reversed, type SortEntry, type SortKey, sortKeys } from './sort.ts'

export interface QueryDefinition<T extends Entity> extends Fields {
  readonly table: TableDefinition<T>
  readonly fields: Readonly<Record<string, Field>>
  /** Combinations of fields to sort by; each should have an index of the table. The first is the default. */
  readonly sorts: readonly (readonly string[])[]
  /** Of the default sort; default 1. */
  readonly defaultDirection?: 1 | -1
  /** Default 25. */
  readonly defaultLimit?: number
}

/** The members of a request that asks for a page: `shape({ type: filled(), ...pageRequest })`. */
export const pageRequest = {
  filter_conditions: optional(freeMap()),
  sort: optional(listOf(shape({ field: filled(), direction: optional(whole()), type: optional(text()) }), { max: 2 })),
  limit: optional(whole({ min: 0, max: 100 })),
  next: optional(text()),
  prev: optional(text()),
}

const pageSchema = shape(pageRequest)
export type PageRequest = Partial<z.output<typeof pageSchema>>

export interface Page<T> {
  rows: T[]
  /** Absent, not empty, where there is no further page. */
  next?: string
  prev?: string
}

/**
 * The rows that a request asks for, a page of them.
 * @param options.where conditions of ours, beside the client's: `{ callCid }`
 * @param options.offset rows to skip, where a request has no cursors
 * @throws {StreamError} 400/4 for fields, operators, sorts and cursors that are none
 */
export function runQuery<T extends Entity>(
  world: World,
  definition: QueryDefinition<T>,
  request: PageRequest,
  { where = {}, offset = 0 }: { where?: Readonly<Record<string, string | number | null>>; offset?: number } = {},
): Page<T> {
  world.state.table(definition.table)
  for (const field of Object.values(definition.fields)) field.prepare?.(world)
  const { next, prev } = request
  if (next && prev) throw inputError('cannot use both next and prev')
  const own = Object.entries(where).map(([name, value]): Sql =>
    value === null
      ? { text: `(doc ->> '${name}') IS NULL`, values: [] }
      : { text: `(doc ->> '${name}') = ?`, values: [value] },
  )
  const alternatives = compileFilter(request.filter_conditions ?? {}, definition).map((terms) => [...own, ...terms])
  const entries = entriesOf(definition, request.sort)
  const keys = sortKeys(entries, definition.fields, definition.sorts)
  const sort = entries.map(({ field, direction = 1 }) => `${direction === 1 ? '' : '-'}${field}`).join('+')
  const limit = request.limit || (definition.defaultLimit ?? 25)
  const presented = next || prev
  const cursor = presented ? readCursor(next ? 'next' : 'prev', presented, sort, keys.length) : undefined
  const order = prev ? reversed(keys) : keys
  // One more than asked for: whether there is a further page.
  const wanted = offset + limit + 1
  const found = merge(
    alternatives.map((filter) => fetch(world, definition.table.name, filter, order, cursor, wanted)),
    order,
  ).slice(offset, wanted)
  const more = found.length > limit
  const page = found.slice(0, limit)
  if (prev) page.reverse()
  const [first] = page
  const last = page.at(-1)
  const hasNext = prev ? true : more
  const hasPrevious = prev ? more : cursor !== undefined
  return {
    rows: page.map(({ doc }) => JSON.parse(doc) as T),
    ...(hasNext && last && { next: writeCursor(sort, last.position) }),
    ...(hasPrevious && first && { prev: writeCursor(sort, first.position) }),
  }
}

function entriesOf<T extends Entity>(
  { sorts, defaultDirection = 1 }: QueryDefinition<T>,
  sort: readonly SortEntry[] | undefined,
): readonly SortEntry[] {
  if (sort && sort.length > 0) return sort
  return (sorts[0] ?? []).map((field) => ({ field, direction: defaultDirection }))
}

/** The first rows in this order, behind the cursor. */
function fetch(
  world: World,
  table: string,
  filter: readonly Sql[],
  keys: readonly SortKey[],
  cursor: Position | undefined,
  limit: number,
): Found[] {
  const columns = keys.map(({ text }, at) => `${text} AS k${at}`).join(', ')
  const order = keys.map(({ text, descending }) => `${text} ${descending ? 'DESC' : 'ASC'}`).join(', ')
  const found: Found[] = []
  for (const segment of cursor ? segmentsAfter(keys, cursor) : [[]]) {
    const condition = all([...segment, ...filter])
    const rows = world.state.query(
      `SELECT doc, ${columns} FROM "${table}" WHERE ${condition.text} ORDER BY ${order} LIMIT ?`,
      ...condition.values,
      limit - found.length,
    )
    for (const { doc, ...values } of rows)
      found.push({ doc: String(doc), position: keys.map((_, at) => values[`k${at}`] ?? null) })
    if (found.length >= limit) break
  }
  return found
}
