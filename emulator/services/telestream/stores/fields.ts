// The fields of a JSON body, read one by one; what is wrong with them is collected and said together.
import { plainText } from '../../../plain-text.ts'
import { isObject, quote } from '../input.ts'
import { parseBoolean } from '../wire.ts'
import { type Problem, unprocessable } from './errors.ts'

export class Fields {
  readonly problems: Problem[] = []
  readonly #body: Readonly<Record<string, unknown>>

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body
  }

  /** Whether it was sent at all, also as null. */
  has(name: string): boolean {
    return Object.hasOwn(this.#body, name)
  }

  value(name: string): unknown {
    return this.has(name) ? this.#body[name] : undefined
  }

  /** An empty text counts as missing: the Go SDK sends "" for what was not set. A number is text where `numbers` says so. */
  text(name: string, { max = 1024, numbers = false } = {}): string | undefined {
    const value = this.value(name) ?? ''
    if (value === '') return undefined
    if (typeof value !== 'string' && !(numbers && typeof value === 'number'))
      return this.refuse(name, `must be text, not ${show(value)}`)
    const text = plainText(value)
    return text.length > max ? this.refuse(name, `must not be longer than ${max} characters`) : text
  }

  /** The same; to be sent. */
  required(name: string, options?: { max?: number; numbers?: boolean }): string | undefined {
    if ((this.value(name) ?? '') === '') return this.refuse(name, "can't be blank")
    return this.text(name, options)
  }

  boolean(name: string): boolean | undefined {
    const value = this.value(name) ?? ''
    if (value === '') return undefined
    const parsed = typeof value === 'object' ? undefined : parseBoolean(String(value))
    return parsed ?? this.refuse(name, `must be true or false, not ${show(value)}`)
  }

  /** A whole number, also as text. */
  integer(name: string, { min, max }: { min: number; max: number }): number | undefined {
    const value = this.value(name) ?? ''
    if (value === '') return undefined
    const number = /^-?\d{1,15}$/.test(plainText(value)) && typeof value !== 'object' ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    return this.refuse(name, `must be a whole number from ${min} to ${max}, not ${show(value)}`)
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.value(name)
    if (value === undefined || value === null) return undefined
    return isObject(value) ? value : this.refuse(name, `must be an object, not ${show(value)}`)
  }

  refuse(field: string, message: string): undefined {
    this.problems.push({ field, message })
    return undefined
  }

  /** @throws {ListedErrors} 422 with all that is wrong */
  end(): void {
    if (this.problems.length > 0) throw unprocessable(this.problems)
  }
}

/** A client's value in a message. */
export function show(value: unknown): string {
  return typeof value === 'string' ? quote(value) : quote(JSON.stringify(value) ?? 'undefined').slice(1, -1)
}
