// Looks for the mistakes under which a signature would have been right: none, one, then two; for a few milliseconds at most.
import { sha256Hex } from '#platform'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { signerByKey, type Signer } from '../auth/signing-key.ts'
import type { RequestMistake, SigningMistake } from './alternative.ts'
import { canonicalText, type Reading, signedText, type Signing, type SigningKey } from './reading.ts'

export interface Searched {
  /** Lower-case hex. */
  readonly signature: string
  /** As the double reads the request; more than one where it takes either. */
  readonly readings: readonly Reading[]
  readonly signings: readonly Signing[]
  readonly requestMistakes: Iterable<RequestMistake>
  readonly signingMistakes: Iterable<SigningMistake>
  /** How many at most. */
  readonly most: 1 | 2
}

export interface Found {
  readonly mistakes: readonly (RequestMistake | SigningMistake)[]
  readonly canonical: string
  readonly stringToSign: string
  /** Which of `signings` it was made by, or is a variant of. */
  readonly signing: number
}

/** What a search may spend on one mistake, and then on two, in characters that are hashed, with a share for each hash's own cost: some 2 ms each. */
const budget = 900_000
const perCanonical = 200
const perSignature = 450
const perKey = 2400
/** Of a request that is longer, only the likely mistakes are tried, and each alone. */
const longest = 16_384

export function search(searched: Searched): Found | undefined {
  try {
    return find(searched, new Costs())
  } catch (error) {
    if (error instanceof Exhausted) return undefined
    throw error
  }
}

class Exhausted extends Error {}

class Costs {
  #left = budget

  begin(): void {
    this.#left = budget
  }

  /** @throws {Exhausted} */
  spend(cost: number): void {
    this.#left -= cost
    if (this.#left < 0) throw new Exhausted('The search is over')
  }
}

interface Form {
  readonly mistakes: readonly RequestMistake[]
  readonly reading: Reading
  /** Which of `readings` it is a variant of. */
  readonly of: number
  readonly canonical: string
  readonly hash: string
}

interface Way {
  readonly mistakes: readonly SigningMistake[]
  readonly signing: Signing
  readonly sign: () => Signer
  readonly of: number
}

function find({ signature, readings, signings, ...searched }: Searched, costs: Costs): Found | undefined {
  const signerOf = (key: SigningKey) => keptSigner(key, costs)
  const wayOf = (signing: Signing, of: number, mistakes: readonly SigningMistake[]): Way => ({
    mistakes,
    signing,
    of,
    sign: () => signerOf(signing.key),
  })
  const match = (form: Form, way: Way): Found | undefined => {
    const text = signedText(way.signing, form.hash, form.canonical)
    const sign = way.sign()
    costs.spend(perSignature + text.length)
    if (sign(text) !== signature) return undefined
    return {
      mistakes: [...form.mistakes, ...way.mistakes],
      canonical: form.canonical,
      stringToSign: text,
      signing: way.of,
    }
  }
  const matchAny = (forms: Iterable<Form>, ways: readonly Way[]): Found | undefined => {
    for (const form of forms)
      for (const way of ways) {
        const found = match(form, way)
        if (found) return found
      }
    return undefined
  }

  const seen = new Set<string>()
  const formsOf = function* (reading: Reading, of: number, mistakes: readonly RequestMistake[]): Generator<Form> {
    const canonical = canonicalText(reading)
    costs.spend(perCanonical + canonical.length)
    if (seen.has(canonical)) return
    seen.add(canonical)
    yield { mistakes, reading, of, canonical, hash: sha256Hex(canonical) }
  }
  const right = readings.flatMap((reading, of) => [...formsOf(reading, of, [])])
  const ways = signings.map((signing, of) => wayOf(signing, of, []))
  const found = matchAny(right, ways)
  if (found) return found

  const isLong = right.some(({ canonical }) => canonical.length > longest)
  const forms: Form[] = []
  for (const mistake of searched.requestMistakes) {
    if (isLong && !mistake.likely) continue
    for (const { reading, of } of right)
      for (const form of formsOf(mistake.apply(reading), of, [mistake])) {
        const one = matchAny([form], ways)
        if (one) return one
        forms.push(form)
      }
  }
  const others: Way[] = []
  for (const mistake of searched.signingMistakes)
    for (const [of, signing] of signings.entries()) {
      const way = wayOf(mistake.apply(signing), of, [mistake])
      const one = matchAny(right, [way])
      if (one) return one
      others.push(way)
    }
  if (searched.most === 1 || isLong) return undefined
  costs.begin()
  return findTwo()

  /** Of the likely ones only: the others are too many to be tried with each other. */
  function findTwo(): Found | undefined {
    const likelyForms = forms.filter(({ mistakes, of }) => of === 0 && mistakes.every(({ likely }) => likely))
    const likelyWays = others.filter(({ mistakes }) => mistakes.every(({ likely }) => likely))
    return twoOfSigning(likelyWays) ?? matchAny(likelyForms, likelyWays) ?? twoOfRequest(likelyForms)
  }

  function twoOfSigning(likely: readonly Way[]): Found | undefined {
    for (const [at, { mistakes, signing, of }] of likely.entries())
      for (const { mistakes: later, of: same } of likely.slice(at + 1)) {
        const [[first], [second]] = [mistakes, later]
        if (!first || !second || same !== of || first.about === second.about) continue
        const two = matchAny(right, [wayOf(second.apply(signing), of, [first, second])])
        if (two) return two
      }
    return undefined
  }

  function twoOfRequest(likely: readonly Form[]): Found | undefined {
    for (const [at, { mistakes, reading }] of likely.entries())
      for (const { mistakes: later } of likely.slice(at + 1)) {
        const [[first], [second]] = [mistakes, later]
        if (!first || !second || first.about === second.about) continue
        const two = matchAny(formsOf(second.apply(reading), 0, [first, second]), ways)
        if (two) return two
      }
    return undefined
  }
}

/** Of a client that tries again and again, the keys are the same all day. */
const mostKept = 1024
const kept = new Map<string, Signer>()

export function keptSigner(key: SigningKey, costs?: Costs): Signer {
  const name = [key.prefix, key.secret, ...key.steps].join('\0')
  const known = kept.get(name)
  if (known) return known
  costs?.spend(perKey)
  if (kept.size >= mostKept) kept.clear()
  const bytes = key.steps.reduce(
    (secret, text) => hmac(sha256, secret, utf8ToBytes(text)),
    utf8ToBytes(`${key.prefix}${key.secret}`.toWellFormed()),
  )
  const signer = signerByKey(bytes)
  kept.set(name, signer)
  return signer
}
