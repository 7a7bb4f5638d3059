// Why a request was refused: the mutation under which its signature fits proves the client's mistake.
import { canonicalQueries, canonicalQuery, stringToSign } from './canonical.ts'
import { type Clock, clockMistake, type Mistake } from './clock-mistake.ts'
import { constantTimeEqual } from '../../../constant-time.ts'
import { type Mutation, mutations, type Reading } from './mutations.ts'
import { type Parameter, parameterValue } from './parameters.ts'
import { signedPaths } from './path.ts'
import { sign, signHex } from './sign.ts'
import { type Attempt, type SignedRequest, verify } from './verify.ts'

export interface RefusedRequest extends SignedRequest {
  /** The port that the request came in at. */
  readonly port?: number
  /** Left out where timestamps are not checked. */
  readonly clock?: Clock
}

export interface Diagnosis {
  /** Only what is certain; empty when nothing explains the refusal. */
  readonly mistakes: readonly Mistake[]
  readonly expected: { readonly stringToSign: string }
  /** What the client signed, where that is known. */
  readonly received?: { readonly stringToSign: string }
  readonly tried: readonly Attempt[]
}

/** How many mistakes at once are looked for: a client that encodes nothing breaks signature and timestamp together. */
const mostMistakes = 2

/** How much is hashed for one diagnosis, in characters with a share for each HMAC's own cost: some 5 ms. */
const budget = 1_000_000
const perHmac = 256

/** Explains a refusal. The secret appears in no part of the answer. */
export function diagnose(request: RefusedRequest): Diagnosis {
  const verdict = verify(request)
  if (verdict.ok) {
    const said = { stringToSign: verdict.stringToSign }
    return { mistakes: clockMistakes(request, request.parameters), expected: said, received: said, tried: [] }
  }
  const { expected, tried } = verdict
  const found = explain(request)
  if (found === undefined) return { mistakes: clockMistakes(request, request.parameters), expected, tried }
  const mistakes = [...found.mistakes, ...clockMistakes(request, found.reading.parameters)]
  return { mistakes, expected, received: { stringToSign: signedText(found.reading) }, tried }
}

function clockMistakes({ clock }: RefusedRequest, parameters: readonly Parameter[]): Mistake[] {
  const mistake = clock && clockMistake(parameterValue(parameters, 'timestamp'), clock)
  return mistake === undefined ? [] : [mistake]
}

interface Explanation {
  readonly reading: Reading
  readonly mistakes: readonly Mistake[]
}

/** The fewest mistakes under which the signature fits. */
function explain(request: RefusedRequest): Explanation | undefined {
  const readings = [...readingsOf(request)]
  let spent = 0
  for (let count = 1; count <= mostMistakes; count++) {
    for (const reading of readings) {
      for (const { made, steps } of mutated(reading, request.port, mutations, count)) {
        const text = signedText(made)
        spent += text.length + perHmac
        if (spent > budget) return undefined
        if (fits(made, text)) return { reading: made, mistakes: steps.map((step) => step()) }
      }
    }
  }
  return undefined
}

/** What `verify` tries, as readings that mutations can change. */
function* readingsOf({ hosts, parameters, path, secret, signature, verb }: SignedRequest): Generator<Reading> {
  for (const { how } of canonicalQueries(parameters)) {
    for (const signedPath of signedPaths(path)) {
      for (const host of hosts) {
        const asSent = { verb: verb.toUpperCase(), host, path: signedPath, parameters, how }
        yield { ...asSent, ending: '', secret, signature, digest: 'base64' }
      }
    }
  }
}

/** Every reading that `count` different mutations lead to, with what explains each step. */
function* mutated(
  reading: Reading,
  port: number | undefined,
  choice: readonly Mutation[],
  count: number,
): Generator<{ made: Reading; steps: readonly (() => Mistake)[] }> {
  if (count === 0) {
    yield { made: reading, steps: [] }
    return
  }
  for (const [at, { apply, code, explain }] of choice.entries()) {
    const later = choice.slice(at + 1)
    for (const changed of apply(reading, port)) {
      const step = (): Mistake => ({ code, ...explain(changed, reading) })
      for (const { made, steps } of mutated(changed, port, later, count - 1)) yield { made, steps: [step, ...steps] }
    }
  }
}

function signedText({ ending, host, how, parameters, path, verb }: Reading): string {
  return stringToSign(verb, host, path, canonicalQuery(parameters, how)) + ending
}

function fits({ digest, secret, signature }: Reading, text: string): boolean {
  return constantTimeEqual(digest === 'hex' ? signHex(secret, text) : sign(secret, text), signature)
}
