// What comes behind a position in an order, as pieces of which each is one stretch of an index.
import type { Position } from './cursor.ts'
import type { Sql } from './field.ts'
import type { SortKey } from './sort.ts'

/**
 * Rows behind the position: those that agree in all keys but the last, then in all but the last two, and so on. One condition with OR would
 * say the same, but SQLite would walk to the position from the index's beginning. NULL is less than every value, as SQLite has it.
 */
export function segmentsAfter(keys: readonly SortKey[], position: Position): Sql[][] {
  const segments: Sql[][] = []
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const equal = keys.slice(0, index).map(({ text }, at): Sql => is(text, position[at] ?? null))
    const key = keys[index]
    if (!key) continue
    for (const behind of stretches(key, position[index] ?? null)) segments.push([...equal, behind])
  }
  return segments
}

function stretches({ text, descending }: SortKey, value: string | number | null): Sql[] {
  if (!descending)
    return [value === null ? { text: `${text} IS NOT NULL`, values: [] } : { text: `${text} > ?`, values: [value] }]
  if (value === null) return []
  const less: Sql = { text: `${text} < ?`, values: [value] }
  return text === 'seq' ? [less] : [less, { text: `${text} IS NULL`, values: [] }]
}

function is(text: string, value: string | number | null): Sql {
  return value === null ? { text: `${text} IS NULL`, values: [] } : { text: `${text} = ?`, values: [value] }
}
