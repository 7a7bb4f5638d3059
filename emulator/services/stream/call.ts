// One request to Stream's API, taken apart: what its path names, its query, its body, and who sent it.
import type { z } from 'zod'
import type { Exchange } from '../../exchange.ts'
import type { World } from '../../world.ts'
import type { Caller } from './caller.ts'
import { inputError } from './errors.ts'
import { validate } from './validation.ts'

/** §2.1: characters that a segment of the path may have. */
const longest: Readonly<Record<string, number>> = { type: 64, id: 64, session: 64, filename: 256 }

export class Call {
  readonly exchange: Exchange
  readonly operation: string
  readonly caller: Caller
  readonly #parameters: Readonly<Record<string, string>>
  readonly #json: unknown
  #query: URLSearchParams | undefined

  constructor(
    exchange: Exchange,
    operation: string,
    caller: Caller,
    parameters: Readonly<Record<string, string>>,
    json: unknown,
  ) {
    this.exchange = exchange
    this.operation = operation
    this.caller = caller
    this.#parameters = parameters
    this.#json = json
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.exchange.query))
  }

  get world(): World {
    return this.exchange.world
  }

  /** ms since 1970, in the world's time. */
  get now(): number {
    return this.world.clock.now()
  }

  /**
   * What stands in the path for `:name`, decoded.
   * @throws {StreamError} 400/4 when it is longer than §2.1 allows
   */
  param(name: string): string {
    const value = this.#parameters[name]
    if (value === undefined) throw new Error(`The path of ${this.operation} has no :${name}`)
    const max = longest[name]
    if (max !== undefined && value.length > max)
      throw inputError(`${name} must be a maximum of ${max} characters in length`)
    return value
  }

  /** Finds what the path names; a `+` is a blank where nothing has a `+` in its name: Go escapes as in a query (§1.8). */
  find<T>(name: string, lookUp: (value: string) => T | undefined): T | undefined {
    const value = this.param(name)
    return lookUp(value) ?? (value.includes('+') ? lookUp(value.replaceAll('+', ' ')) : undefined)
  }

  /**
   * The body, as a schema of schema.ts has it; none, `null` and `[]` are an empty object.
   * @throws {StreamError} 400/4 in the validator's words (§1.7)
   */
  body<S extends z.ZodType>(schema: S): z.output<S> {
    return validate(schema, this.#json ?? {})
  }

  /**
   * `true`, `false`, `1` or `0` in the query (§1.8); undefined when it is missing.
   * @throws {StreamError} 400/4 for anything else
   */
  flag(name: string): boolean | undefined {
    const value = this.query.get(name)?.toLowerCase()
    if (value === undefined || value === '') return undefined
    if (value === 'true' || value === '1') return true
    if (value === 'false' || value === '0') return false
    throw inputError(`${name} must be a boolean`)
  }

  /**
   * A whole number in the query; undefined when it is missing.
   * @throws {StreamError} 400/4 when it is none, or out of range
   */
  whole(name: string, { min, max }: { min: number; max: number }): number | undefined {
    const text = this.query.get(name)
    if (text === null || text === '') return undefined
    if (!/^-?\d{1,15}$/.test(text)) throw inputError(`${name} must be a whole number`)
    const value = Number(text)
    if (value < min) throw inputError(`${name} must be ${min} or greater`)
    if (value > max) throw inputError(`${name} must be ${max} or less`)
    return value
  }
}
