// filter_conditions (§5.3), as SQL: `{ "created_at": { "$gt": "…" }, "$or": [ … ] }`.
import type { SqlValue } from '../../../platform/platform.ts'
import { inputError } from '../errors.ts'
import { conditionOf } from './condition.ts'
import { type Field, freeField, type Operator, operators, type Sql } from './field.ts'

export interface Fields {
  readonly fields: Readonly<Record<string, Field>>
  /** The member whose free JSON is asked for by `custom.NAME`. */
  readonly custom?: string | undefined
}

/** Deeper, and wider, than anybody writes it by hand. */
const deepest = 10
const mostTerms = 200
const mostAlternatives = 16

/**
 * Alternatives, of each of which all conditions must hold. They are kept apart as far as there are few, because SQLite can walk an index in
 * the order of a sort for one of them, and not for several.
 * @throws {StreamError} 400/4 for what the fields do not know
 */
export function compileFilter(filter: Readonly<Record<string, unknown>>, known: Fields): Sql[][] {
  return compile(filter, known, { terms: mostTerms }, 0)
}

function compile(filter: unknown, known: Fields, budget: { terms: number }, depth: number): Sql[][] {
  if (!isObject(filter)) throw inputError('filter_conditions must be an object')
  if (depth > deepest) throw inputError(`filter_conditions are nested more than ${deepest} deep`)
  let found: Sql[][] = [[]]
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and') {
      for (const part of parts(name, value)) found = both(found, compile(part, known, budget, depth + 1))
    } else if (name === '$or') {
      found = both(found, few(parts(name, value).flatMap((part) => compile(part, known, budget, depth + 1))))
    } else if (name.startsWith('$')) {
      throw inputError(`filter_conditions: ${name} is not supported`)
    } else {
      for (const alternatives of compileField(name, value, known, budget)) found = both(found, alternatives)
    }
  }
  return found
}

/** For each operator its alternatives: an `$in` is several of `$eq`. */
function compileField(name: string, value: unknown, known: Fields, budget: { terms: number }): Sql[][][] {
  const field = fieldOf(name, known)
  // A bare value is `$eq`.
  const asked = isObject(value) ? Object.entries(value) : [['$eq', value] as const]
  if (asked.length === 0) throw inputError(`filter_conditions: ${name} has no operator`)
  return asked.map(([operator, operand]) => {
    budget.terms -= 1
    if (budget.terms < 0) throw inputError(`filter_conditions have more than ${mostTerms} conditions`)
    if (!isOperator(operator) || !field.operators.includes(operator))
      throw inputError(
        `filter_conditions: ${name} does not support ${operator}; it takes ${field.operators.join(', ')}`,
      )
    const condition = conditionOf(name, field, operator, operand)
    const isSplit = operator === '$in' && field.isOrdered && Array.isArray(operand) && operand.length > 0
    if (!isSplit || operand.length > mostAlternatives) return [[condition]]
    return operand.map((one: unknown) => [conditionOf(name, field, '$eq', one)])
  })
}

/** What holds of one of these and of one of those. */
function both(these: Sql[][], those: Sql[][]): Sql[][] {
  const [only = [], ...more] = those
  if (more.length === 0 || these.length * those.length <= mostAlternatives)
    return these.flatMap((one) => (more.length === 0 ? [[...one, ...only]] : those.map((other) => [...one, ...other])))
  return these.map((one) => [...one, either(those)])
}

function few(alternatives: Sql[][]): Sql[][] {
  return alternatives.length > mostAlternatives ? [[either(alternatives)]] : alternatives
}

function either(alternatives: readonly Sql[][]): Sql {
  return joined(alternatives.map(all), 'OR')
}

function fieldOf(name: string, { fields, custom }: Fields): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field) return field
  if (custom !== undefined && name.startsWith('custom.')) return freeField([custom, ...name.split('.').slice(1)])
  throw inputError(`filter_conditions: there is no field ${name}; there are ${Object.keys(fields).join(', ')}`)
}

function parts(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw inputError(`filter_conditions: ${name} must be a list of filters`)
  return value
}

/** All of them; nothing at all holds always. */
export function all(terms: readonly Sql[]): Sql {
  return terms.length === 0 ? { text: '1', values: [] } : joined(terms, 'AND')
}

function joined(terms: readonly Sql[], word: 'AND' | 'OR'): Sql {
  return {
    text: `(${terms.map(({ text }) => text).join(` ${word} `)})`,
    values: terms.flatMap(({ values }): readonly SqlValue[] => values),
  }
}

function isOperator(word: string): word is Operator {
  return (operators as readonly string[]).includes(word)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
