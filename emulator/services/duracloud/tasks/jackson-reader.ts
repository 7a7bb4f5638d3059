// Task parameters as Jackson reads them: no unknown field, and its coercions (§2.4).
import { deepestJson, isDeeper } from '../../../body/is-deeper.ts'
import { refuse } from '../errors.ts'

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

const prefix = 'Unable to parse task parameters due to: '

/**
 * @param className the Java class, which the messages name
 * @param whole the field that a JSON string alone is for: the class has a constructor that takes just one text
 * @throws {DuraCloudError} 500, in Jackson's words as far as they do not depend on its version
 */
export function parseParameters<F extends Fields>(
  body: string,
  className: string,
  fields: F,
  whole?: keyof F & string,
): Parameters<F> {
  const parsed = parseFirst(body)
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

/** The first value of a text; what follows it is not looked at. */
function parseFirst(body: string): unknown {
  const text = body.trimStart()
  if (text === '') throw failure('No content to map due to end-of-input')
  // Where Jackson would have run out of its stack.
  if (isDeeper(text)) throw failure(`Objects and lists are nested deeper than ${deepestJson}`)
  const end = endOfValue(text)
  try {
    return JSON.parse(text.slice(0, end))
  } catch {
    throw failure(`Unexpected character or end-of-input in ${JSON.stringify(text.slice(0, 40))}`)
  }
}

/** Where an object or a list ends: brackets in strings do not count. Other values go on to the next white space. */
function endOfValue(text: string): number {
  if (!/^[{[]/.test(text)) return /^"(?:[^"\\]|\\.)*"|^\S+/s.exec(text)?.[0].length ?? text.length
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (quoted) {
      if (character === '\\') at += 1
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}

function failure(message: string) {
  return refuse(500, `${prefix}${message}\n at [Source: java.io.StringReader; line: 1, column: 1]`)
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
