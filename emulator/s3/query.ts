// The query of a request: what it names, and numbers and texts in it.
import { invalidArgument } from './errors.ts'
import { parseQuery } from './auth/query.ts'

export class Query {
  readonly #values = new Map<string, string>()

  /** @param raw without `?` @throws {S3Error} InvalidURI */
  constructor(raw: string) {
    // SDKs name the operation in every query; nothing else is in most.
    if (raw === '') return
    for (const [name, value] of parseQuery(raw)) if (!this.#values.has(name)) this.#values.set(name, value)
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  get(name: string): string | undefined {
    return this.#values.get(name)
  }

  /** What is not empty. */
  text(name: string): string | undefined {
    return this.#values.get(name) || undefined
  }

  names(): Iterable<string> {
    return this.#values.keys()
  }

  /** @throws {S3Error} InvalidArgument */
  number(name: string, { least, most, byDefault }: { least: number; most: number; byDefault: number }): number {
    const text = this.text(name)
    if (text === undefined) return byDefault
    const number = Number(text)
    if (!/^-?\d+$/.test(text))
      throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
    if (number > 2_147_483_647 || number < -2_147_483_648)
      throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
    if (number < least)
      throw invalidArgument(`Argument ${name} must be an integer between ${least} and ${most}`, name, text)
    return Math.min(number, most)
  }
}
