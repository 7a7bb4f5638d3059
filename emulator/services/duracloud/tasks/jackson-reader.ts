// Task parameters as Jackson reads them: no unknown field, and its coercions (§2.4).
import { refuse } from '../errors.ts'
import { failure, type TaskBody } from './first-value.ts'

interface Types {
  string: string | null
  boolean: boolean
  int: number
  /** Java's `Integer`, which may be null. */
  integer: number | null
  strings: string[] | null
}

export type Fields = Readonly<Record<string, keyof Types>>
export type Parameters<F extends Fields> = { [K in keyof F]: Types[F[K]] }

/**
 * @param className the Java class, which the messages name
 * @param whole the field that a JSON string alone is for: the class has a constructor that takes just one text
 * @throws {DuraCloudError} 500, in Jackson's words as far as they do not depend on its version
 */
export function parseParameters<F extends Fields>(
  body: TaskBody,
  className: string,
  fields: F,
  whole?: keyof F & string,
): Parameters<F> {
  const parsed = body.first()
  const value = typeof parsed === 'string' && whole !== undefined ? { [whole]: parsed } : parsed
  // Jackson answers null for null, and the task then trips over it.
  if (value === null) throw refuse(500, 'null')
  if (typeof value !== 'object' || Array.isArray(value)) throw mismatch(className, tokenOf(value))
  const parameters: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(fields)) parameters[name] = absent[type]
  for (const [name, given] of Object.entries(value)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (type === undefined) throw unrecognized(name, className, Object.keys(fields))
    parameters[name] = readers[type](given)
  }
  // Every field has been given what its type says, just above.
  return parameters as Parameters<F>
}

const absent: { readonly [T in keyof Types]: Types[T] } = {
  string: null,
  boolean: false,
  int: 0,
  integer: null,
  strings: null,
}

const readers: { readonly [T in keyof Types]: (value: unknown) => Types[T] } = {
  string: readString,
  boolean(value) {
    if (typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isInteger(value)) return value !== 0
    if (isNothing(value)) return false
    if (typeof value === 'string') {
      const word = value.trim()
      if (word === 'true' || word === 'True' || word === 'TRUE') return true
      if (word === 'false' || word === 'False' || word === 'FALSE') return false
      throw failure(
        `Can not construct instance of boolean from String value '${word}': only "true" or "false" recognized`,
      )
    }
    throw mismatch('boolean', tokenOf(value))
  },
  int: (value) => readInteger(value) ?? 0,
  integer: readInteger,
  strings(value) {
    if (value === null) return null
    if (!Array.isArray(value)) throw mismatch('java.util.ArrayList', tokenOf(value))
    return value.map((element) => readString(element) ?? '')
  },
}

function readInteger(value: unknown): number | null {
  if (isNothing(value)) return null
  const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value
  if (typeof number === 'string') {
    throw failure(`Can not construct instance of int from String value '${number}': not a valid Integer value`)
  }
  if (typeof number !== 'number') throw mismatch('int', tokenOf(value))
  const whole = Math.trunc(number)
  if (whole < -(2 ** 31) || whole >= 2 ** 31) {
    throw failure(`Numeric value (${String(value)}) out of range of int (-2147483648 - 2147483647)`)
  }
  return whole
}

/** Null, also in quotes, and a text that is blank: where no text is wanted. */
function isNothing(value: unknown): boolean {
  return value === null || (typeof value === 'string' && /^(null)?$/.test(value.trim()))
}

function readString(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw mismatch('java.lang.String', tokenOf(value))
}

function unrecognized(name: string, className: string, known: readonly string[]) {
  const list = known.map((field) => `"${field}"`).join(', ')
  return failure(
    `Unrecognized field "${name}" (class ${className}), not marked as ignorable (${known.length} known properties: ${list}])`,
  )
}

function mismatch(className: string, token: string) {
  return failure(`Can not deserialize instance of ${className} out of ${token} token`)
}

function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY'
  if (typeof value === 'object') return 'START_OBJECT'
  if (typeof value === 'string') return 'VALUE_STRING'
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE' : 'VALUE_FALSE'
  return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT'
}
