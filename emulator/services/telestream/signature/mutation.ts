// A mistake that clients make when they sign: the change to a request under which its signature would fit.
import type { Account, MistakeCode } from '../../../diagnosis/index.ts'
import type { Reading } from './reading.ts'

/** Two mistakes in different parts do not touch each other. */
export type Part = 'verb' | 'host' | 'path' | 'query' | 'frame' | 'secret' | 'digest'

/** What is known of a request beside what was signed. */
export interface Context {
  /** Where the request came in. */
  readonly port?: number | undefined
  /** What stands before the signed path: `/v3.0`, `/w/NAME/v3.0`. */
  readonly prefixes?: readonly string[] | undefined
  /** Of a file that came with the request. */
  readonly fileName?: string | undefined
  /** The factory or cloud that a client may have signed and not sent. */
  readonly factoryId?: string | undefined
  /** The access key that is known with the secret. */
  readonly accessKey?: string | undefined
  /** Whose secrets a client may have taken by mistake. */
  readonly accounts?: readonly Account[] | undefined
}

/** One way to have made a mistake. */
export interface Variant {
  readonly changes: Partial<Reading>
  /** What happened, and what to do; where the list of codes says all, nothing. */
  readonly words: () => { message?: string; hint?: string }
  /** Looked for by itself, never together with another mistake. */
  readonly rare?: boolean
}

export interface Mutation {
  readonly code: MistakeCode
  readonly part: Part
  /** Every way to have made this mistake with the request; none where it cannot be the one. */
  readonly variants: (reading: Reading, context: Context) => Iterable<Variant>
  /** Whether it is made with two things at once. */
  readonly twice?: boolean
}

/** Something that a client sent, short enough for a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
