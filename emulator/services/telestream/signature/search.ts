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
export const searchBudget = 1_100_000
const perHmac = 300
/** With more parameters, mistakes in them are not looked for. */
const mostParameters = 1000

/** Parts in which two mistakes are made at once; a secret has one. */
const composable: readonly Part[] = ['host', 'path', 'query']
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
  readonly #request: SignedRequest
  readonly #context: Context
  readonly #forms: SignatureForms
  readonly #met = new WeakMap<SignedQuery, Map<Mutation, readonly Variant[]>>()
  #left = searchBudget

  constructor(request: SignedRequest, context: Context, forms: SignatureForms) {
    this.#request = request
    this.#context = context
    this.#forms = forms
  }

  run(): Explanation | undefined {
    const bases = [...this.#readings()]
    const [first] = bases
    if (first === undefined) return undefined
    // Nearly every client signs the host that it was given: its mistakes come before those under another name of the API.
    const likely = bases.filter(({ host }) => host === first.host)
    const others = bases.filter(({ host, query }) => host !== first.host && query === first.query)
    const rest = [...likely.slice(1), ...others]
    const plan = [
      () => this.#none(bases),
      () => this.#one([first]),
      () => this.#one(rest, 'common'),
      () => this.#two(first),
      () => this.#one(rest, 'rare'),
      ...[...likely.slice(1, 2), ...others.slice(0, 1)].map((base) => () => this.#two(base)),
    ]
    for (const look of plan) {
      const found = look()
      if (found !== undefined || this.#left <= 0) return found
    }
    return undefined
  }

  /** What would have been right; fewer of them of a request that is so large that each takes its time. */
  *#readings(): Generator<Reading> {
    let size = 0
    for (const reading of readingsOf(this.#request)) {
      yield reading
      size += reading.query.text.length
      if (size > searchBudget / 2) return
    }
  }

  /** Something may be wrong with the signature alone. */
  #none(bases: readonly Reading[]): Explanation | undefined {
    for (const base of bases) {
      const found = this.#fits(base, base, [], [...this.#forms.keys()])
      if (found !== undefined || this.#left <= 0) return found
    }
    return undefined
  }

  #one(bases: readonly Reading[], which?: 'common' | 'rare'): Explanation | undefined {
    for (const base of bases) {
      for (const single of this.#singles(base)) {
        if (which !== undefined && (single.rare === true) !== (which === 'rare')) continue
        const algorithms = single.changes.digest === undefined ? [...this.#forms.keys()] : (['sha256'] as const)
        const found = this.#fits({ ...base, ...single.changes }, base, [single], algorithms)
        if (found !== undefined || this.#left <= 0) return found
      }
    }
    return undefined
  }

  #two(base: Reading): Explanation | undefined {
    // A form that is a mistake already leaves room for one.
    const plain = [...(this.#forms.get('sha256')?.values() ?? [])].some((made) => made.length === 0)
    if (!plain) return undefined
    for (const [made, steps] of this.#pairs(base)) {
      const found = this.#fits(made, base, steps, ['sha256'])
      if (found !== undefined || this.#left <= 0) return found
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
    for (const part of composable) {
      for (const first of singles) {
        if (first.mutation.part !== part) continue
        const reading = { ...base, ...first.changes }
        for (const second of this.#following(reading, first)) yield [{ ...reading, ...second.changes }, [first, second]]
      }
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
      for (const variant of this.#variants(mutation, base)) {
        yield { ...variant, mutation, at }
        at += 1
      }
    }
  }

  /** Whatever the host and the path, the mistakes in a query are the same ones. */
  #variants(mutation: Mutation, reading: Reading): Iterable<Variant> {
    if (mutation.part !== 'query') return mutation.variants(reading, this.#context)
    if (reading.query.parameters.length > mostParameters) return []
    const met = this.#met.get(reading.query) ?? new Map<Mutation, readonly Variant[]>()
    this.#met.set(reading.query, met)
    const known = met.get(mutation)
    if (known !== undefined) return known
    const variants = [...mutation.variants(reading, this.#context)]
    met.set(mutation, variants)
    return variants
  }

  #fits(
    reading: Reading,
    base: Reading,
    steps: readonly Single[],
    algorithms: readonly Algorithm[],
  ): Explanation | undefined {
    this.#left -= reading.query.cost
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
