// How each SDK signs and sends, where it is not how the documentation says (§2.2). Clients under test speak these.
import type { Canonicalisation } from './canonical.ts'
import { strict } from './canonical.ts'
import { encode } from './encode.ts'
import { encodeName, withBrackets } from './name.ts'
import { byName, byteOrder } from './order.ts'
import type { Parameter } from './parameters.ts'

export interface Dialect {
  readonly signs: Canonicalisation
  /** One pair as it stands in the URL or the urlencoded body. */
  readonly sends: Canonicalisation['pair']
  /** Whether the host is signed as it was configured, not lower-cased. */
  readonly hostAsGiven: boolean
}

const encodedWhole: Canonicalisation['pair'] = ({ name, value }) => `${encode(name)}=${encode(value)}`
const keyAsIs: Canonicalisation['pair'] = ({ name, value }) => `${name}=${encode(value)}`
const bracketsBack: Canonicalisation['pair'] = (parameter) => withBrackets(encodedWhole(parameter))
const urlencoded: Canonicalisation['pair'] = (parameter) => encodedWhole(parameter).replaceAll('%20', '+')

// URLEncoder leaves `*` and makes a space `+`, which becomes `%2B`: a space is sent as a plus.
const javaPair: Canonicalisation['pair'] = ({ name, value }) =>
  `${encodeName(name)}=${encode(value).replaceAll('%2A', '*').replaceAll('%20', '%2B')}`

const withTilde = (pair: string): string => pair.replaceAll('~', '%7E')

/** By the name of the SDK's language; `xabbuh` is the third-party PHP client. */
export const dialects = {
  // requests with a current urllib3 turns `[` into `%5B`.
  python: { signs: strict, sends: encodedWhole, hostAsGiven: false },
  ruby: { signs: strict, sends: urlencoded, hostAsGiven: false },
  php: { signs: { ...strict, order: byName, pair: encodedWhole }, sends: encodedWhole, hostAsGiven: false },
  node: {
    signs: { keepsFile: true, order: byName, pair: keyAsIs },
    sends: ({ name, value }) => `${name}=${encodeURIComponent(value)}`,
    hostAsGiven: true,
  },
  java: {
    signs: { ...strict, order: byPair(javaPair), pair: javaPair },
    sends: javaPair,
    hostAsGiven: false,
  },
  go: { signs: { ...strict, order: byName, pair: bracketsBack }, sends: urlencoded, hostAsGiven: true },
  dotnet: { signs: { ...strict, order: byName, pair: keyAsIs }, sends: keyAsIs, hostAsGiven: true },
  xabbuh: {
    signs: { ...strict, order: byName, pair: (parameter) => withTilde(bracketsBack(parameter)) },
    sends: (parameter) => withTilde(urlencoded(parameter)),
    hostAsGiven: true,
  },
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof dialects

function byPair(pair: Canonicalisation['pair']): Canonicalisation['order'] {
  return (a: Parameter, b: Parameter) => byteOrder(pair(a), pair(b))
}
