// Headers `Authorization` that were taken apart before: what a client says in them is the same for a day, but for the signature at the end.
import type { Presented } from './presented.ts'

/** What stands before the signature. Nothing of it is believed: a secret is asked for each request anew. */
export type Said = Pick<Presented, 'accessKeyId' | 'scope' | 'signedHeaders'>

/** Of some hundred worlds; clients that say more begin anew. */
const most = 256
const longest = 1024
const known = new Map<string, Said>()

/** Hex. */
const signatureLength = 64
/** As all SDKs begin, so that there is no other Credential to be found. */
const usual = 'AWS4-HMAC-SHA256 Credential='

/** What a header says before its signature; undefined where it has to be read. */
export function saidBefore(authorization: string): Said | undefined {
  return known.get(authorization.slice(0, -signatureLength))
}

/** To be called with what was found right, and is to be known again where it ends with `Signature=` and 64 characters. */
export function remember(authorization: string, { accessKeyId, scope, signedHeaders, signature }: Presented): void {
  const said = authorization.slice(0, -signatureLength)
  const isUsual = said.startsWith(usual) && /[ ,]Signature=$/.test(said) && said.length <= longest
  if (!isUsual || signature !== authorization.slice(-signatureLength)) return
  if (known.size >= most) known.clear()
  known.set(said, { accessKeyId, scope, signedHeaders })
}

/** What stands behind what was said before. Undefined when it is no signature: then the header is malformed, or refused in any case. */
export function signatureOf(authorization: string): string | undefined {
  const signature = authorization.slice(-signatureLength)
  return /^[0-9a-f]{64}$/.test(signature) ? signature : undefined
}
