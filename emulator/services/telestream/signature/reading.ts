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

/** The canonical query in some form. It is built when it is asked for, and once, however many readings share it. */
export class SignedQuery {
  readonly how: Canonicalisation
  #parameters: readonly Parameter[]
  #whole: SignedQuery | undefined
  #left: ((parameter: Parameter) => boolean) | undefined
  #entries: readonly Entry[] | undefined
  #text: string | undefined

  /** @param text when it does not follow from the rest */
  constructor(parameters: readonly Parameter[], how: Canonicalisation, text?: string) {
    this.#parameters = parameters
    this.how = how
    this.#text = text
  }

  get parameters(): readonly Parameter[] {
    const left = this.#left
    if (left !== undefined) {
      this.#parameters = this.#parameters.filter((parameter) => !left(parameter))
      this.#left = undefined
    }
    return this.#parameters
  }

  get text(): string {
    this.#text ??= this.#sorted()
      .map(({ text }) => text)
      .join('&')
    return this.#text
  }

  /** What asking for the text costs, counted in characters that could be hashed meanwhile. */
  get cost(): number {
    if (this.#text !== undefined) return 0
    const sorted = this.#whole !== undefined && this.#whole.#entries !== undefined
    return this.#parameters.length * (sorted ? perKept : perParameter)
  }

  /** Without these parameters: nothing is sorted or encoded anew. */
  without(left: (parameter: Parameter) => boolean): SignedQuery {
    const query = new SignedQuery(this.parameters, this.how)
    query.#whole = this
    query.#left = left
    return query
  }

  #sorted(): readonly Entry[] {
    this.#entries ??= this.#build()
    return this.#entries
  }

  #build(): readonly Entry[] {
    if (this.#whole !== undefined) {
      const kept = new Set(this.parameters)
      return this.#whole.#sorted().filter(({ parameter }) => kept.has(parameter))
    }
    const { keepsFile, order, pair } = this.how
    return this.parameters
      .filter(({ from, name }) => from === 'guess' || (name !== 'signature' && (name !== 'file' || keepsFile)))
      .sort(order)
      .map((parameter) => ({ parameter, text: pair(parameter) }))
  }
}

/** Sorting and encoding one, and passing over one, in characters of hashing. */
const perParameter = 150
const perKept = 20
