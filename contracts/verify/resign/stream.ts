// Stream: the app's key, and a token like the one in the file, made now.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import {
  consumersNow,
  consumersSecret,
  encodePairs,
  given,
  type OutgoingRequest,
  pairsOf,
  type Signing,
} from './request.ts'

type Claims = Record<string, unknown>

/** How long a token is good, in s. */
const lifetime = 3600

/** Who the token is for stays; its times are those of now. What is no token is sent as it is. */
export function resignStream(request: OutgoingRequest, signing: Signing): OutgoingRequest {
  const { apiKey } = signing.credentials.stream ?? {}
  const query = pairsOf(request.query).map(([name, value]): [string, string] => {
    if (name === 'api_key' && apiKey !== undefined && !signing.isLiteral('api_key')) return [name, apiKey]
    return [name, name === 'authorization' && !signing.isLiteral(name) ? renewed(value, signing) : value]
  })
  const headers = new Headers(request.headers)
  const token = headers.get('authorization')
  if (token !== null && !signing.isLiteral('authorization')) headers.set('authorization', renewed(token, signing))
  return { ...request, query: encodePairs(query), headers }
}

function renewed(header: string, signing: Signing): string {
  const [, scheme = '', token = ''] = /^(Bearer\s+)?(\S+)$/i.exec(header) ?? []
  const claims = claimsOf(token)
  if (!claims) return header
  const { apiSecret } = given(signing, 'stream')
  const now = Math.floor(consumersNow(signing) / 1000)
  const expired = signing.misdeeds.some(({ kind }) => kind === 'expired-token')
  const times = {
    ...('iat' in claims && { iat: expired ? now - lifetime : now }),
    ...('nbf' in claims && { nbf: expired ? now - lifetime : now }),
    ...(('exp' in claims || expired) && { exp: expired ? now - 60 : now + lifetime }),
  }
  return scheme + sign({ ...claims, ...times }, consumersSecret(apiSecret, signing))
}

/** Undefined where it is no JSON Web Token. */
function claimsOf(token: string): Claims | undefined {
  const [, payload = '', signature] = token.split('.')
  if (signature === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : undefined
  } catch {
    // Three words with dots between them, and no token.
    return undefined
  }
}

function sign(claims: Claims, secret: string): string {
  const text = `${base64Url(utf8ToBytes('{"alg":"HS256","typ":"JWT"}'))}.${base64Url(utf8ToBytes(JSON.stringify(claims)))}`
  return `${text}.${base64Url(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(text)))}`
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
