// What may be asked about a field, and where its value is found.
import type { SqlValue } from '../../../platform/platform.ts'
import type { Entity, TableDefinition } from '../../../state/table.ts'
import type { World } from '../../../world.ts'

export const operators = [
  '$eq',
  '$in',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$autocomplete',
  '$contains',
  '$q',
] as const
export type Operator = (typeof operators)[number]

/** A piece of SQL with the values of its question marks. */
export interface Sql {
  readonly text: string
  readonly values: readonly SqlValue[]
}

/** `time`: ms here, an RFC 3339 date or nanoseconds in filters. `list`: texts. `free`: any JSON, as `custom` holds it. */
export type FieldKind = 'text' | 'number' | 'flag' | 'time' | 'list' | 'free'

export interface Field {
  readonly kind: FieldKind
  readonly operators: readonly Operator[]
  /** An expression over the row's `doc`; that of an index, character by character, where one shall serve. */
  readonly sql: Sql
  /** Many rows may have the same value, and an index may have them in the order of a sort. */
  readonly isOrdered?: true
  /** In place of the usual condition: what the row's own document does not tell. */
  readonly condition?: ((values: readonly SqlValue[]) => Sql) | undefined
  /** Sees to it that what the condition asks is there. */
  readonly prepare?: (world: World) => void
}

const comparing: readonly Operator[] = ['$eq', '$exists', '$gt', '$gte', '$in', '$lt', '$lte']

/** As Table writes the expressions of its indexes. */
const member = (name: string): Sql => ({ text: `(doc ->> '${name}')`, values: [] })

/** The id of the row itself. */
export const idField = (): Field => ({ kind: 'text', operators: comparing, sql: { text: 'id', values: [] } })

/** @param name the member of the entity, in our names */
export const textField = (name: string, more: readonly Operator[] = []): Field => ({
  kind: 'text',
  operators: [...comparing, ...more],
  sql: member(name),
  isOrdered: true,
})

export const numberField = (name: string): Field => ({
  kind: 'number',
  operators: comparing,
  sql: member(name),
  isOrdered: true,
})

export const timeField = (name: string): Field => ({
  kind: 'time',
  operators: comparing,
  sql: member(name),
  isOrdered: true,
})

/** True or false; a member that is missing is false. */
export const flagField = (name: string): Field => ({ kind: 'flag', operators: ['$eq'], sql: member(name) })

/** A list of texts: `$eq` and `$contains` mean that it has one, `$in` that it has one of several, and `null` is the empty list. */
export const listField = (name: string): Field => ({
  kind: 'list',
  operators: ['$eq', '$in', '$contains', '$exists'],
  sql: { text: `doc, '$.${name}'`, values: [] },
})

/**
 * Rows of another table that name this one: the members of a call.
 * @param own the member of theirs that holds this row's id
 * @param asked the one that is asked about; the table needs an index by it
 */
export const relatedField = <T extends Entity>(
  table: TableDefinition<T>,
  own: keyof T & string,
  asked: keyof T & string,
): Field => ({
  kind: 'text',
  // §5.3 has no other.
  operators: ['$in'],
  sql: { text: 'id', values: [] },
  condition: (values) => ({
    text: `id IN (SELECT doc ->> '${own}' FROM "${table.name}" WHERE (doc ->> '${asked}') IN (${marks(values)}))`,
    values,
  }),
  prepare: (world) => void world.state.table(table),
})

/** `custom.color`: a path below a member that holds free JSON. No index serves it. */
export const freeField = (path: readonly string[]): Field => ({
  kind: 'free',
  operators: [...comparing, '$contains', '$autocomplete', '$q'],
  sql: { text: '(doc ->> ?)', values: [`$${path.map((name) => `.${JSON.stringify(name)}`).join('')}`] },
})

export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
