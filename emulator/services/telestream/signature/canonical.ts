// What is signed: the canonical query in each form that the SDKs sign (§2.2), and the string to sign.
import { encode } from './encode.ts'
import { encodeName, withBrackets } from './name.ts'
import { byBase, byName, byteOrder } from './order.ts'
import type { Parameter } from './parameters.ts'

/** A to E as §2.2 names them. */
export type Candidate = 'A' | 'B' | 'C' | 'D' | 'E'

/** Which parameters are signed, in which order, and how one is written. */
export interface Canonicalisation {
  readonly keepsFile: boolean
  readonly order: (a: Parameter, b: Parameter) => number
  readonly pair: (parameter: Parameter) => string
}

/** §2.1 to the letter: what every official SDK signs for plain parameters. */
export const strict: Canonicalisation = {
  keepsFile: false,
  order: byBase,
  pair: ({ name, value }) => `${encodeName(name)}=${encode(value)}`,
}

/** Every form of §2.2 in the order of trying. For most requests they coincide; `canonicalQueries` leaves out what repeats. */
const candidates: readonly (readonly [Candidate, Canonicalisation])[] = [
  ['A', strict],
  // PHP: ksort over flat keys, which are then encoded whole.
  ['B', { ...strict, order: byName, pair: ({ name, value }) => `${encode(name)}=${encode(value)}` }],
  // Node: `delete index['file']` removes nothing from an array. Its keys are sorted flat.
  ['C', { ...strict, order: byName, keepsFile: true }],
  // Java signs what it sends, sorted as whole pairs; other odd encoders sort by key.
  ['D', { ...strict, order: byName, pair: rawPair }],
  ['D', { ...strict, order: (a, b) => byteOrder(rawPair(a), rawPair(b)), pair: rawPair }],
  ['D', { ...strict, order: byName, pair: (parameter) => withBrackets(rawPair(parameter)) }],
  // Go, xabbuh: brackets are put back in the whole query, values included.
  ['E', { ...strict, order: byName, pair: ({ name, value }) => `${encodeName(name)}=${withBrackets(encode(value))}` }],
]

/** The canonical query of the parameters without `signature` and, mostly, `file`. */
export function canonicalQuery(parameters: readonly Parameter[], how: Canonicalisation = strict): string {
  const kept: Parameter[] = []
  let sorted = true
  let previous: Parameter | undefined
  for (const parameter of parameters) {
    if (parameter.name === 'signature' || (parameter.name === 'file' && !how.keepsFile)) continue
    if (previous !== undefined && sorted) sorted = how.order(previous, parameter) <= 0
    previous = parameter
    kept.push(parameter)
  }
  if (!sorted) kept.sort(how.order)
  let query = ''
  let joint = ''
  for (const parameter of kept) {
    query += joint + how.pair(parameter)
    joint = '&'
  }
  return query
}

/** Every distinct canonical query, the strict one first: at most seven. */
export function* canonicalQueries(
  parameters: readonly Parameter[],
): Generator<{ candidate: Candidate; how: Canonicalisation; query: string }> {
  const seen = new Set<string>()
  for (const [candidate, how] of candidates) {
    const query = canonicalQuery(parameters, how)
    if (seen.has(query)) continue
    seen.add(query)
    yield { candidate, how, query }
  }
}

/** The four parts of §2.1, joined by LF. They are taken as they are given. */
export function stringToSign(verb: string, host: string, path: string, query: string): string {
  return `${verb}\n${host}\n${path}\n${query}`
}

/** The pair as it was sent, but with `%20` for `+` and literal brackets in the name. */
function rawPair({ name, value, raw }: Parameter): string {
  if (raw === undefined) return `${encodeName(name)}=${encode(value)}`
  const pair = raw.replaceAll('+', '%20')
  const equalsAt = pair.indexOf('=')
  return equalsAt < 0 ? withBrackets(pair) : withBrackets(pair.slice(0, equalsAt)) + pair.slice(equalsAt)
}
