// JWTs (§1.3): their signature is verified once, their times each time they are shown.
import { compactVerify } from 'jose'
import type { World } from '../../world.ts'
import { unauthorized } from './errors.ts'
import { signatureMistakes, timeMistake } from './token-diagnosis.ts'

export interface Claims {
  /** Without it the token is a server's: Python's is `{}`, .NET's has times only. */
  readonly userId: string | undefined
  readonly role: string | undefined
  readonly callCids: readonly string[]
  /** Seconds since 1970. */
  readonly iat: number | undefined
  readonly nbf: number | undefined
  readonly exp: number | undefined
}

/** Seconds that a client's clock may be fast: Python and Java set `iat` back by five of them, others do not. */
const leeway = 10
const mostVerified = 1000
const verified = new WeakMap<World, Map<string, Claims>>()

/**
 * Verifies the signature, and answers what the token says; at once where it was verified before.
 * @throws {StreamError} 401/5 for what is no HS256 token, 401/43 for another signature
 */
export function readToken(world: World, token: string): Claims | Promise<Claims> {
  return verified.get(world)?.get(token) ?? verify(world, token)
}

async function verify(world: World, token: string): Promise<Claims> {
  const segments = token.split('.')
  if (segments.length !== 3)
    throw unauthorized(5, 'JWTAuth error: token contains an invalid number of segments', {
      mistakes: [
        {
          code: 'no-token',
          message: token === '' ? 'There is no Authorization header' : 'What is in Authorization is no JWT',
          hint: 'Authorization: the JWT alone, signed with the API secret by HS256; SDKs make it from key and secret',
        },
      ],
    })
  const header = decodeSegment(segments[0] ?? '')
  const payload = decodeSegment(segments[1] ?? '')
  if (!header || !payload) throw unauthorized(5, 'JWTAuth error: token is malformed')
  if (header.alg !== 'HS256') {
    throw unauthorized(5, `JWTAuth error: unexpected signing method: ${String(header.alg)}`, {
      mistakes: [
        { code: 'algorithm', message: `The token's alg is ${String(header.alg)}`, hint: 'Sign by HS256, and no other' },
      ],
    })
  }
  const { apiKey, apiSecret } = world.credentials.stream
  if (!(await signedWith(token, apiSecret))) {
    const message = `signature is not valid. Make sure the token is created using the secret for API key "${apiKey}"`
    const mistakes = await signatureMistakes(world, token, payload, signedWith)
    throw unauthorized(43, `JWTAuth error: ${message}`, { mistakes })
  }
  const claims = readClaims(payload)
  remember(world, token, claims)
  return claims
}

async function signedWith(token: string, secret: string): Promise<boolean> {
  if (secret === '') return false
  try {
    await compactVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] })
    return true
  } catch {
    // Whatever jose has against it, it is not signed with this secret.
    return false
  }
}

/** @throws {StreamError} 401/40, 41, 42 by the world's clock */
export function checkTimes(world: World, { exp, iat, nbf }: Claims): void {
  const now = world.clock.now() / 1000
  const diagnosis = (at: number, what: string) => ({ mistakes: [timeMistake(world, at, what)] })
  if (exp !== undefined && now > exp)
    throw unauthorized(40, 'JWTAuth error: token is expired (exp)', diagnosis(exp, 'exp'))
  if (nbf !== undefined && now + leeway < nbf)
    throw unauthorized(41, 'JWTAuth error: token is not valid yet (nbf)', diagnosis(nbf, 'nbf'))
  if (iat !== undefined && now + leeway < iat)
    throw unauthorized(42, 'JWTAuth error: token used before issue at (iat)', diagnosis(iat, 'iat'))
}

function remember(world: World, token: string, claims: Claims): void {
  let tokens = verified.get(world)
  if (!tokens) verified.set(world, (tokens = new Map()))
  const [oldest] = tokens.keys()
  if (tokens.size >= mostVerified && oldest !== undefined) tokens.delete(oldest)
  tokens.set(token, claims)
}

function readClaims(payload: Readonly<Record<string, unknown>>): Claims {
  const { call_cids: cids } = payload
  return {
    userId: textOf(payload.user_id),
    role: textOf(payload.role),
    callCids: Array.isArray(cids) ? cids.filter((cid) => typeof cid === 'string') : [],
    iat: numberOf(payload.iat),
    nbf: numberOf(payload.nbf),
    exp: numberOf(payload.exp),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)

function decodeSegment(segment: string): Record<string, unknown> | undefined {
  try {
    const bytes = Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    )
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    // Neither base64 nor JSON: the caller says that it is malformed.
    return undefined
  }
}
