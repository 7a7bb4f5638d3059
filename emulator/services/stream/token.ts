// JWTs (§1.3): their signature is verified once, their times each time they are shown.
import { compactVerify } from 'jose'
import { mistake } from '../../diagnosis/index.ts'
import type { World } from '../../world.ts'
import { plainText } from '../../plain-text.ts'
import { unauthorized } from './errors.ts'
import { decodeSegment } from './token-shape.ts'
import { leeway, timeMistakes } from './token-times.ts'

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

const mostVerified = 1000
const verified = new WeakMap<World, Map<string, Claims>>()

/**
 * Verifies the signature, and answers what the token says; at once where it was verified before.
 * @throws {StreamError} 401/5 for what is no HS256 token, or has claims of other types, 401/43 for another signature
 */
export function readToken(world: World, token: string): Claims | Promise<Claims> {
  return verified.get(world)?.get(token) ?? verify(world, token)
}

async function verify(world: World, token: string): Promise<Claims> {
  const segments = token.split('.')
  if (segments.length !== 3)
    throw unauthorized(5, 'JWTAuth error: token contains an invalid number of segments', await diagnosis(world, token))
  const header = decodeSegment(segments[0] ?? '')
  const payload = decodeSegment(segments[1] ?? '')
  if (!header || !payload) throw unauthorized(5, 'JWTAuth error: token is malformed', await diagnosis(world, token))
  if (header.alg !== 'HS256') {
    const method = plainText(header.alg)
    throw unauthorized(5, `JWTAuth error: unexpected signing method: ${method}`, await diagnosis(world, token))
  }
  const { apiKey, apiSecret } = world.credentials.stream
  if (!(await signedWith(token, apiSecret))) {
    const message = `signature is not valid. Make sure the token is created using the secret for API key "${apiKey}"`
    throw unauthorized(43, `JWTAuth error: ${message}`, await diagnosis(world, token))
  }
  const claims = readClaims(payload)
  remember(world, token, claims)
  return claims
}

async function diagnosis(world: World, token: string) {
  return (await import('./token-diagnosis.ts')).diagnoseToken(world, token)
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
  const diagnosis = () => ({ mistakes: timeMistakes(world, { exp, iat, nbf }) })
  if (exp !== undefined && now > exp) throw unauthorized(40, 'JWTAuth error: token is expired (exp)', diagnosis())
  if (nbf !== undefined && now + leeway < nbf)
    throw unauthorized(41, 'JWTAuth error: token is not valid yet (nbf)', diagnosis())
  if (iat !== undefined && now + leeway < iat)
    throw unauthorized(42, 'JWTAuth error: token used before issue at (iat)', diagnosis())
}

function remember(world: World, token: string, claims: Claims): void {
  let tokens = verified.get(world)
  if (!tokens) verified.set(world, (tokens = new Map()))
  const [oldest] = tokens.keys()
  if (tokens.size >= mostVerified && oldest !== undefined) tokens.delete(oldest)
  tokens.set(token, claims)
}

/** @throws {StreamError} 401/5 for an id that is none, which would make a server of a user, and for a time that would count for nothing */
function readClaims(payload: Readonly<Record<string, unknown>>): Claims {
  const { call_cids: cids, role } = payload
  return {
    userId: claim(payload, 'user_id', isId, 'a text that is not empty'),
    role: typeof role === 'string' && role !== '' ? role : undefined,
    callCids: Array.isArray(cids) ? cids.filter((cid) => typeof cid === 'string') : [],
    iat: claim(payload, 'iat', isNumber, 'a number of seconds since 1970'),
    nbf: claim(payload, 'nbf', isNumber, 'a number of seconds since 1970'),
    exp: claim(payload, 'exp', isNumber, 'a number of seconds since 1970'),
  }
}

function claim<T>(
  payload: Readonly<Record<string, unknown>>,
  name: string,
  isIt: (value: unknown) => value is T,
  wanted: string,
): T | undefined {
  const value = payload[name]
  if (value === undefined || value === null) return undefined
  if (isIt(value)) return value
  throw unauthorized(5, `JWTAuth error: token has an invalid ${name} claim`, {
    mistakes: [
      mistake('malformed-credentials', {
        message: `The token's ${name} is ${JSON.stringify(value).slice(0, 60)}`,
        hint: `${name} is ${wanted}, or left out`,
      }),
    ],
  })
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isNumber = (value: unknown): value is number => typeof value === 'number'
