// Who is asking (§1.2 to §1.4): the application by its key, then how it authenticates, then by which token.
import { mistake } from '../../diagnosis/index.ts'
import type { Exchange } from '../../exchange.ts'
import { readAppSettings } from './app/model.ts'
import type { Caller } from './caller.ts'
import { deactivated, unauthorized } from './errors.ts'
import { queryValue } from './query-value.ts'
import { checkTimes, type Claims, readToken } from './token.ts'
import { users } from './users/model.ts'

/** The key that selects the world. */
export function credentialKey({ query }: Exchange): string | undefined {
  const apiKey = queryValue(query, 'api_key')
  return apiKey ? `stream/api-key/${apiKey}` : undefined
}

/** @throws {StreamError} 401, in the vendor's order */
export function authenticate(exchange: Exchange): Caller | Promise<Caller> {
  const { query, request } = exchange
  const { headers } = request
  const token = () =>
    (headers.get('authorization') ?? queryValue(query, 'authorization') ?? '').replace(/^bearer\s+/i, '').trim()
  const apiKey = queryValue(query, 'api_key')
  if (!apiKey || apiKey !== exchange.world.credentials.stream.apiKey) return refuseKey(exchange, apiKey, token())
  // Browsers put both into the query, where a header would cost a preflight.
  const type = (headers.get('stream-auth-type') ?? queryValue(query, 'stream-auth-type'))?.toLowerCase()
  if (type === 'anonymous') return { kind: 'anonymous' }
  if (type !== 'jwt') {
    throw unauthorized(5, 'stream-auth-type missing or invalid', {
      mistakes: [
        mistake('auth-type', {
          message: `stream-auth-type is ${type === undefined ? 'missing' : JSON.stringify(type.slice(0, 40))}`,
          hint: 'Send the header `stream-auth-type: jwt`, or `anonymous`',
        }),
      ],
    })
  }
  const claims = readToken(exchange.world, token())
  return claims instanceof Promise ? claims.then((read) => callerOf(exchange, read)) : callerOf(exchange, claims)
}

async function refuseKey({ world }: Exchange, apiKey: string | undefined, token: string): Promise<never> {
  const { diagnoseKey } = await import('./key-diagnosis.ts')
  const message = apiKey ? 'api_key not valid' : 'api_key or app_id not provided'
  throw unauthorized(2, message, diagnoseKey(world, apiKey, token))
}

function callerOf({ world }: Exchange, claims: Claims): Caller {
  checkTimes(world, claims)
  const { userId, role, callCids, iat } = claims
  if (userId === undefined) return { kind: 'server' }
  const user = world.state.table(users).get(userId)
  const revokedBefore = Math.max(
    readAppSettings(world).revokeTokensIssuedBefore ?? 0,
    user?.revokeTokensIssuedBefore ?? 0,
  )
  // What has no `iat` may be of any age. Server tokens are not revoked: most have none, and their app would be locked out.
  if ((iat ?? 0) * 1000 < revokedBefore)
    throw unauthorized(40, 'This token has been revoked, please generate a new token', {
      mistakes: [mistake('revoked')],
    })
  if (user?.deactivatedAt !== undefined) throw deactivated(userId)
  return { kind: 'user', userId, role, callCids }
}
