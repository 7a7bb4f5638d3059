// A request as a client may have read it: what becomes the string to sign, and what it is signed with.
import type { Canonicalisation } from './canonical.ts'
import type { Parameter } from './parameters.ts'

/** How the signature is made of secret and text. `hmac` is right. */
export type Digest = 'hmac' | 'swapped' | 'secret-first' | 'secret-last' | 'text-alone'

export interface Reading {
  readonly verb: string
  readonly host: string
  readonly path: string
  readonly query: SignedQuery
  /** Between the four parts; a line feed is right. */
  readonly joint: string
  /** What follows the string to sign; nothing is right. */
  readonly ending: string
  readonly secret: string
  readonly digest: Digest
}

export function signedText({ ending, host, joint, path, query, verb }: Reading): string {
  return verb + joint + host + joint + path + joint + query.text + ending
}

interface Entry {
  readonly parameter: Parameter
  readonly text: string
}

/** The canonical query in some form. It is built once, however many readings share it, and what leaves a parameter out encodes nothing anew. */
export class SignedQuery {
  readonly parameters: readonly Parameter[]
  readonly how: Canonicalisation
  #entries: readonly Entry[] | undefined
  #text: string | undefined

  constructor(parameters: readonly Parameter[], how: Canonicalisation, text?: string) {
    this.parameters = parameters
    this.how = how
    this.#text = text
  }

  get text(): string {
    this.#text ??= this.#sorted()
      .map(({ text }) => text)
      .join('&')
    return this.#text
  }

  /** Without these parameters. */
  without(left: (parameter: Parameter) => boolean): SignedQuery {
    const query = new SignedQuery(
      this.parameters.filter((parameter) => !left(parameter)),
      this.how,
    )
    query.#entries = this.#sorted().filter(({ parameter }) => !left(parameter))
    return query
  }

  #sorted(): readonly Entry[] {
    const { keepsFile, order, pair } = this.how
    this.#entries ??= this.parameters
      .filter(({ from, name }) => from === 'guess' || (name !== 'signature' && (name !== 'file' || keepsFile)))
      .sort(order)
      .map((parameter) => ({ parameter, text: pair(parameter) }))
    return this.#entries
  }
}
