// The client's side: what an SDK adds to its parameters, and the query that it sends.
import { canonicalQuery, stringToSign } from './canonical.ts'
import { bodyChecksum } from './checksum.ts'
import { type Dialect, type DialectName, dialects } from './dialects.ts'
import type { Parameter } from './parameters.ts'
import { trimPath } from './path.ts'
import { sign } from './sign.ts'

export interface UnsignedRequest {
  readonly verb: string
  /** As the client is configured, without a port. */
  readonly host: string
  /** Without `/v2` or `/v3.0`. */
  readonly path: string
  /** Decoded pairs, nested ones as `base[key]`. What signing adds replaces what is there, so that a request can be signed anew. */
  readonly parameters?: Iterable<readonly [name: string, value: string]>
  readonly accessKey: string
  readonly secret: string
  /** V3.0; SDKs leave it out below `/factories`. */
  readonly factoryId?: string
  /** V2; SDKs leave it out below `/clouds`. */
  readonly cloudId?: string
  /** ISO 8601, such as `new Date(ms).toISOString()`. */
  readonly timestamp: string
  /** The exact bytes of a JSON body. With it the signature is of version 2 (§2.3). */
  readonly jsonBody?: Uint8Array
  /** Whose habits to sign with. Default: `python`, the reference. */
  readonly dialect?: DialectName
}

export interface SignedParameters {
  /** All pairs to send, `signature` last: as a query, an urlencoded body or multipart fields. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** The same, encoded as the dialect sends it. */
  readonly query: string
  readonly stringToSign: string
  readonly signature: string
}

/** Signs a request as an official SDK does (§2.1, §2.3). */
export function signRequest(request: UnsignedRequest): SignedParameters {
  const dialect: Dialect = dialects[request.dialect ?? 'python']
  const added = addedBy(request)
  const kept = [...(request.parameters ?? [])].filter(([name]) => name !== 'signature' && !added.has(name))
  const unsigned = [...kept, ...added]
  const text = stringToSign(
    request.verb.toUpperCase(),
    dialect.hostAsGiven ? request.host : request.host.toLowerCase(),
    trimPath(request.path),
    canonicalQuery(unsigned.map(asParameter), dialect.signs),
  )
  const signature = sign(request.secret, text)
  const parameters = [...unsigned, ['signature', signature] as const]
  const query = parameters.map((pair) => dialect.sends(asParameter(pair))).join('&')
  return { parameters, query, stringToSign: text, signature }
}

function addedBy({ accessKey, cloudId, factoryId, jsonBody, timestamp }: UnsignedRequest): Map<string, string> {
  const added = new Map([['access_key', accessKey]])
  if (cloudId !== undefined) added.set('cloud_id', cloudId)
  if (factoryId !== undefined) added.set('factory_id', factoryId)
  added.set('timestamp', timestamp)
  if (jsonBody === undefined) return added
  return added.set('signature_version', '2').set('checksum', bodyChecksum(jsonBody))
}

function asParameter([name, value]: readonly [string, string]): Parameter {
  return { name, value, raw: undefined, from: 'query' }
}
