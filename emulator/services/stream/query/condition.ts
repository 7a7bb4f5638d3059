// One condition on one field, as SQL.
import type { SqlValue } from '../../../platform/platform.ts'
import { inputError } from '../errors.ts'
import { time } from '../schema.ts'
import { type Field, marks, type Operator, type Sql } from './field.ts'

const comparisons: Partial<Record<Operator, string>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' }
/** Values of one `$in`. */
const mostValues = 1000

/** @throws {StreamError} 400/4 for a value that the field cannot have */
export function conditionOf(name: string, field: Field, operator: Operator, operand: unknown): Sql {
  if (operator === '$exists') return exists(field, expectFlag(name, operand))
  const values = operator === '$in' ? expectList(name, operator, operand) : [operand]
  const sqlValues = values.map((value) => toSql(name, field, value))
  if (field.condition) return field.condition(sqlValues)
  if (field.kind === 'list') return inList(field, sqlValues)
  const { sql } = field
  const term = (text: string, more: readonly SqlValue[] = []): Sql => ({ text, values: [...sql.values, ...more] })
  const [value = null] = sqlValues
  switch (operator) {
    case '$eq':
      // A flag that is missing is false.
      if (field.kind === 'flag' && value === 0) return term(`${sql.text} IS NOT 1`)
      return value === null ? term(`${sql.text} IS NULL`) : term(`${sql.text} = ?`, [value])
    case '$in':
      return term(`${sql.text} IN (${marks(sqlValues)})`, sqlValues)
    case '$contains':
      return contains(field, value)
    case '$autocomplete':
      return term(`' ' || lower(${sql.text}) LIKE ? ESCAPE '\\'`, [`% ${pattern(name, value)}%`])
    case '$q':
      return matches(field, name, value)
    default:
      return compare(field, comparisons[operator] ?? '=', value)
  }
}

/** In free JSON numbers are compared with numbers, and texts with texts; SQLite has every number below every text. */
function compare({ kind, sql }: Field, operator: string, value: SqlValue): Sql {
  const comparison: Sql = { text: `${sql.text} ${operator} ?`, values: [...sql.values, value] }
  if (kind !== 'free') return comparison
  const types = typeof value === 'number' ? "('integer', 'real')" : "('text')"
  return {
    text: `(typeof(${sql.text}) IN ${types} AND ${comparison.text})`,
    values: [...sql.values, ...comparison.values],
  }
}

function exists({ kind, sql }: Field, wanted: boolean): Sql {
  if (kind === 'list') return { text: `json_array_length(${sql.text}) ${wanted ? '>' : 'IS'} 0`, values: sql.values }
  return { text: `${sql.text} IS ${wanted ? 'NOT ' : ''}NULL`, values: sql.values }
}

function inList({ sql }: Field, values: readonly SqlValue[]): Sql {
  if (values.every((value) => value === null))
    return { text: `coalesce(json_array_length(${sql.text}), 0) = 0`, values: sql.values }
  return {
    text: `EXISTS (SELECT 1 FROM json_each(${sql.text}) WHERE value IN (${marks(values)}))`,
    values: [...sql.values, ...values],
  }
}

/** A list that has the value; of a text, a part of it. */
function contains({ sql }: Field, value: SqlValue): Sql {
  const [path = '$'] = sql.values
  return {
    text: `(EXISTS (SELECT 1 FROM json_each(doc, ?) WHERE value IS ?) OR instr(${sql.text}, ?) > 0 AND json_type(doc, ?) = 'text')`,
    values: [path, value, path, String(value), path],
  }
}

/** Every word is in it, somewhere. */
function matches({ sql }: Field, name: string, value: SqlValue): Sql {
  const words = pattern(name, value).split(/\s+/).filter(Boolean)
  if (words.length === 0) throw inputError(`filter_conditions: ${name} $q needs a word`)
  return {
    text: `(${words.map(() => `lower(${sql.text}) LIKE ? ESCAPE '\\'`).join(' AND ')})`,
    values: words.flatMap((word) => [...sql.values, `%${word}%`]),
  }
}

function pattern(name: string, value: SqlValue): string {
  if (typeof value !== 'string') throw inputError(`filter_conditions: ${name} must be a text here`)
  return value
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')
}

function toSql(name: string, { kind }: Field, value: unknown): SqlValue {
  if (value === null) return null
  switch (kind) {
    case 'time': {
      const read = time().safeParse(value)
      if (!read.success) throw inputError(`filter_conditions: ${name} must be an RFC3339 date`)
      return read.data
    }
    case 'flag':
      return expectFlag(name, value) ? 1 : 0
    case 'number':
      if (typeof value === 'number') return value
      throw inputError(`filter_conditions: ${name} must be a number`)
    case 'text':
    case 'list':
      if (typeof value === 'string') return value
      throw inputError(`filter_conditions: ${name} must be a string`)
    case 'free':
      if (typeof value === 'boolean') return value ? 1 : 0
      if (typeof value === 'string' || typeof value === 'number') return value
      throw inputError(`filter_conditions: ${name} must be a string, a number or a boolean`)
  }
}

function expectFlag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw inputError(`filter_conditions: ${name} must be true or false here`)
}

function expectList(name: string, operator: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw inputError(`filter_conditions: ${name} ${operator} must be a list`)
  if (value.length > mostValues)
    throw inputError(`filter_conditions: ${name} ${operator} takes at most ${mostValues} values`)
  return value
}
