// `sort`, as an order of SQL that is total: equal rows come in the order of their creation.
import { inputError } from '../errors.ts'
import type { Field } from './field.ts'

export interface SortEntry {
  readonly field: string
  /** 1 (default): smallest first; -1 */
  readonly direction?: number | undefined
}

/** A key of the order: an expression, and which way. */
export interface SortKey {
  readonly text: string
  readonly descending: boolean
}

/**
 * @param sorts the combinations of fields that there are indexes for
 * @throws {StreamError} 400/4 for any other
 */
export function sortKeys(
  entries: readonly SortEntry[],
  fields: Readonly<Record<string, Field>>,
  sorts: readonly (readonly string[])[],
): SortKey[] {
  const names = entries.map(({ field }) => field)
  if (!sorts.some((known) => known.length === names.length && known.every((name, index) => name === names[index]))) {
    const known = sorts.map((sort) => sort.join('+')).join(', ')
    throw inputError(`sort: cannot sort by ${names.join('+')}; there is ${known}`)
  }
  const keys = entries.map(({ field, direction = 1 }) => {
    if (direction !== 1 && direction !== -1) throw inputError('sort.direction must be one of [1 -1]')
    const found = fields[field]
    if (!found) throw new Error(`${field} is a sort, but no field`)
    return { text: found.sql.text, descending: direction === -1 }
  })
  return [...keys, { text: 'seq', descending: keys.at(-1)?.descending ?? false }]
}

/** The same order from its other end. */
export function reversed(keys: readonly SortKey[]): SortKey[] {
  return keys.map(({ text, descending }) => ({ text, descending: !descending }))
}
