// Looks for the mistakes under which a signature fits: one, then two, the likelier first, within a bound.
import { type Mistake, mistake } from '../../../diagnosis/index.ts'
import { canonicalQueries } from './canonical.ts'
import type { Context, Mutation, Part, Variant } from './mutation.ts'
import { mutations } from './mutations.ts'
import { signedPaths } from './path.ts'
import { type Reading, signedText, SignedQuery } from './reading.ts'
import { signBy } from './sign-by.ts'
import { type Algorithm, type SignatureForms, signatureForms } from './signature-forms.ts'
import type { SignedRequest } from './verify.ts'

export interface Explanation {
  readonly mistakes: readonly Mistake[]
  /** As the client read the request. */
  readonly reading: Reading
  /** The same without the mistakes: what it should have signed. */
  readonly base: Reading
}

/** How much is hashed for one refusal, in characters with a share for each HMAC's own cost: some milliseconds. */
export const searchBudget = 900_000
const perHmac = 200

/** Parts in which two mistakes are made at once; a secret has one. */
const composable = new Set<Part>(['host', 'path', 'query'])
/** Two mistakes at once are looked for under so many of the readings that would have been right. */
const basesForTwo = 3

interface Single extends Variant {
  readonly mutation: Mutation
  readonly at: number
}

/** The fewest mistakes under which the signature fits; undefined when none that are looked for do. */
export function explain(request: SignedRequest, context: Context): Explanation | undefined {
  const forms = signatureForms(request.signature)
  if (forms.size === 0) return undefined
  return new Search(request, context, forms).run()
}

class Search {
  readonly #bases: Reading[] = []
  readonly #request: SignedRequest
  readonly #context: Context
  readonly #forms: SignatureForms
  #left = searchBudget

  constructor(request: SignedRequest, context: Context, forms: SignatureForms) {
    this.#request = request
    this.#context = context
    this.#forms = forms
  }

  run(): Explanation | undefined {
    return this.#none() ?? this.#one() ?? this.#two()
  }

  /** Something may be wrong with the signature alone. */
  #none(): Explanation | undefined {
    for (const base of readingsOf(this.#request)) {
      this.#bases.push(base)
      const found = this.#fits(base, base, [], [...this.#forms.keys()])
      if (found) return found
      if (this.#left <= 0) return undefined
    }
    return undefined
  }

  #one(): Explanation | undefined {
    for (const base of this.#bases) {
      for (const single of this.#singles(base)) {
        const algorithms = single.changes.digest === undefined ? [...this.#forms.keys()] : (['sha256'] as const)
        const found = this.#fits({ ...base, ...single.changes }, base, [single], algorithms)
        if (found) return found
        if (this.#left <= 0) return undefined
      }
    }
    return undefined
  }

  #two(): Explanation | undefined {
    // A form that is a mistake already leaves room for one.
    const plain = [...(this.#forms.get('sha256')?.values() ?? [])].some((made) => made.length === 0)
    if (!plain) return undefined
    for (const base of this.#bases.slice(0, basesForTwo)) {
      for (const [made, steps] of this.#pairs(base)) {
        const found = this.#fits(made, base, steps, ['sha256'])
        if (found) return found
        if (this.#left <= 0) return undefined
      }
    }
    return undefined
  }

  /** The likelier both are, the sooner. */
  *#pairs(base: Reading): Generator<readonly [Reading, readonly Single[]]> {
    const singles = [...this.#singles(base)].filter(({ rare }) => rare !== true)
    for (const [at, second] of singles.entries()) {
      for (const first of singles.slice(0, at))
        if (first.mutation.part !== second.mutation.part)
          yield [{ ...base, ...first.changes, ...second.changes }, [first, second]]
    }
    for (const first of singles) {
      if (!composable.has(first.mutation.part)) continue
      const reading = { ...base, ...first.changes }
      for (const second of this.#following(reading, first)) yield [{ ...reading, ...second.changes }, [first, second]]
    }
  }

  /** What else may have gone wrong in the same part. */
  *#following(reading: Reading, { at: made, mutation: before }: Single): Generator<Single> {
    for (const mutation of mutations.slice(mutations.indexOf(before))) {
      if (mutation.part !== before.part || (mutation === before && before.twice !== true)) continue
      let at = 0
      for (const variant of mutation.variants(reading, this.#context)) {
        // Two of a kind are met once, not in either order.
        if (variant.rare !== true && (mutation !== before || at >= made)) yield { ...variant, mutation, at }
        at += 1
      }
    }
  }

  *#singles(base: Reading): Generator<Single> {
    for (const mutation of mutations) {
      let at = 0
      for (const variant of mutation.variants(base, this.#context)) {
        yield { ...variant, mutation, at }
        at += 1
      }
    }
  }

  #fits(
    reading: Reading,
    base: Reading,
    steps: readonly Single[],
    algorithms: readonly Algorithm[],
  ): Explanation | undefined {
    const text = signedText(reading)
    for (const algorithm of algorithms) {
      this.#left -= text.length + perHmac
      const wrong = this.#forms.get(algorithm)?.get(signBy(reading.digest, algorithm, reading.secret, text))
      if (wrong === undefined) continue
      const mistakes = [...steps.map(({ mutation, words }) => mistake(mutation.code, words())), ...wrong]
      if (mistakes.length > 0 && mistakes.length <= 2) return { mistakes, reading, base }
    }
    return undefined
  }
}

/** What `verify` tries: everything that would have been right. */
function* readingsOf({ hosts, parameters, path, secret, verb }: SignedRequest): Generator<Reading> {
  const common = { verb: verb.toUpperCase(), joint: '\n', ending: '', secret, digest: 'hmac' } as const
  for (const { how, query } of canonicalQueries(parameters)) {
    const signed = new SignedQuery(parameters, how, query)
    for (const signedPath of signedPaths(path)) {
      for (const host of hosts) yield { ...common, host, path: signedPath, query: signed }
    }
  }
}
