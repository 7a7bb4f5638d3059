// A request on its way to the provider, and with what it is signed anew.
import type { Credentials } from '../../../emulator/credentials.ts'
import type { Misdeed } from '../../states/index.ts'
import type { IsLiteral } from '../placeholders.ts'

export interface OutgoingRequest {
  method: string
  /** Percent-encoded. */
  path: string
  /** Without `?`; empty where there is none. */
  query: string
  headers: Headers
  body: Uint8Array<ArrayBuffer>
}

export interface Signing {
  credentials: Partial<Credentials>
  /** `127.0.0.1:4600`: where the request goes. */
  host: string
  /** ms; what time it is for the provider. */
  now: number
  isLiteral: IsLiteral
  /** What the consumer does wrong on purpose. */
  misdeeds: readonly Misdeed[]
}

/** Credentials that a request needs and nobody gave. */
export class MissingCredentials extends Error {
  override name = 'MissingCredentials'
}

/** @throws {MissingCredentials} */
export function given<K extends keyof Credentials>(signing: Signing, service: K): Credentials[K] {
  const credentials = signing.credentials[service]
  if (credentials === undefined) throw new MissingCredentials(service)
  return credentials
}

/** The time as the consumer believes it to be, in ms. */
export function consumersNow({ now, misdeeds }: Signing): number {
  return misdeeds.reduce((at, misdeed) => (misdeed.kind === 'wrong-clock' ? at + misdeed.minutes * 60_000 : at), now)
}

/** The secret, or one that is none. */
export function consumersSecret(secret: string, { misdeeds }: Signing): string {
  return misdeeds.some(({ kind }) => kind === 'wrong-secret') ? `not-${secret}` : secret
}

/** The pairs of a query or a form, decoded. */
export function pairsOf(text: string): [string, string][] {
  return [...new URLSearchParams(text)]
}

/** RFC 3986: everything but the unreserved characters is `%XX`. */
export function encodePairs(pairs: Iterable<readonly [string, string]>): string {
  return [...pairs].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
