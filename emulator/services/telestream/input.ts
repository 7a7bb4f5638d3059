// What a client asks for, from wherever it put it: query, form, multipart or JSON; read leniently, as every SDK needs (§2.2, §3).
import { plainText } from '../../plain-text.ts'
import { badRequest } from './errors.ts'
import type { Parameter } from './signature/index.ts'
import { parseBoolean } from './wire.ts'

export class Input {
  readonly #parameters: readonly Parameter[]
  readonly #json: Readonly<Record<string, unknown>>

  constructor(parameters: readonly Parameter[], json: Readonly<Record<string, unknown>> = {}) {
    this.#parameters = parameters
    this.#json = json
  }

  /**
   * The first value of a name; JSON's numbers and booleans as text. Undefined when it is missing or null.
   * @throws {TelestreamError} 400 for JSON's objects and arrays
   */
  text(name: string): string | undefined {
    const value = this.#json[name]
    if (typeof value === 'object' && value !== null)
      throw badRequest(`${name} must be a single value, not ${quote(JSON.stringify(value))}`)
    if (value !== undefined && value !== null) return plainText(value)
    return this.#parameters.find((parameter) => parameter.name === name)?.value
  }

  /** As `text`, but an empty one counts as missing. */
  filled(name: string): string | undefined {
    const text = this.text(name)
    return text === '' ? undefined : text
  }

  /** @throws {TelestreamError} 400 when it is none of the three spellings */
  boolean(name: string): boolean | undefined {
    const text = this.filled(name)
    if (text === undefined) return undefined
    const value = parseBoolean(text)
    if (value === undefined) throw badRequest(`${name} must be true or false, not ${quote(text)}`)
    return value
  }

  /** @throws {TelestreamError} 400 when it is no whole number, or out of range */
  integer(name: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number | undefined {
    const text = this.filled(name)
    if (text === undefined) return undefined
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= min && value <= max)) {
      throw badRequest(
        `${name} must be a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`}, not ${quote(text)}`,
      )
    }
    return value
  }

  /** `a,b`, `name=a&name=b` (Go), `name[]=a` (Ruby) or a JSON array; undefined when the name is missing, null or empty (the gem's nil). */
  list(name: string): string[] | undefined {
    const json = this.#json[name]
    if (isObject(json) || (Array.isArray(json) && json.some((item) => typeof item === 'object')))
      throw badRequest(`${name} must be a list of texts, not ${quote(JSON.stringify(json))}`)
    const values = Array.isArray(json)
      ? json.map(String)
      : json !== undefined && json !== null
        ? [plainText(json)]
        : this.#parameters
            .filter((parameter) => parameter.name === name || parameter.name === `${name}[]`)
            .map(({ value }) => value)
    if (!Array.isArray(json) && values.every((value) => value === '')) return undefined
    return values
      .flatMap((value) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '')
  }

  /** A value of a JSON body, or JSON in a parameter; undefined when it is missing or no JSON. */
  json(name: string): unknown {
    return this.#json[name] ?? parseJson(this.#parameters.find((parameter) => parameter.name === name)?.value)
  }

  /**
   * `name[key]=value`, a JSON object, or one as a string (V2 python); of PHP also an empty list, which is its empty object.
   * @throws {TelestreamError} 400 when it is something else, such as Node's `[object Object]`
   */
  object(name: string): Record<string, unknown> {
    const value = this.json(name) ?? this.filled(name)
    const sent = typeof value === 'string' ? (parseJson(value) ?? value) : value
    if (isObject(sent)) return sent
    if (sent !== undefined && !(Array.isArray(sent) && sent.length === 0))
      throw badRequest(`${name} must be ${name}[NAME]=VALUE or a JSON object, not ${quote(plainText(sent))}`)
    const members: Record<string, unknown> = {}
    for (const { name: key, value } of this.#parameters) {
      if (key.startsWith(`${name}[`) && key.endsWith(']')) members[key.slice(name.length + 1, -1)] = value
    }
    return members
  }

  /** Everything that was sent, for what is kept without being understood. */
  entries(): [string, unknown][] {
    const entries = new Map<string, unknown>()
    for (const { name, value } of this.#parameters) if (!entries.has(name)) entries.set(name, value)
    for (const [name, value] of Object.entries(this.#json)) entries.set(name, value)
    return [...entries]
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A client's value in a message: short, so that it can be read. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
