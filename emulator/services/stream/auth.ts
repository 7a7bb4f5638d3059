// Who is asking (§1.2 to §1.4): the application by its key, then how it authenticates, then by which token.
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
  checkKey(exchange, queryValue(query, 'api_key'))
  const { headers } = request
  // Browsers put both into the query, where a header would cost a preflight.
  const type = (headers.get('stream-auth-type') ?? queryValue(query, 'stream-auth-type'))?.toLowerCase()
  if (type === 'anonymous') return { kind: 'anonymous' }
  if (type !== 'jwt') {
    throw unauthorized(5, 'stream-auth-type missing or invalid', {
      mistakes: [
        {
          code: 'auth-type',
          message: `stream-auth-type is ${type === undefined ? 'missing' : JSON.stringify(type)}`,
          hint: 'Send the header `stream-auth-type: jwt`, or `anonymous`',
        },
      ],
    })
  }
  const token = (headers.get('authorization') ?? queryValue(query, 'authorization') ?? '')
    .replace(/^bearer\s+/i, '')
    .trim()
  const claims = readToken(exchange.world, token)
  return claims instanceof Promise ? claims.then((read) => callerOf(exchange, read)) : callerOf(exchange, claims)
}

function checkKey({ world }: Exchange, apiKey: string | undefined): void {
  const hint = '`stuntdouble env` prints STREAM_API_KEY; POST /_stuntdouble/worlds gives a world the key of your app'
  if (!apiKey) {
    const message = 'There is no api_key in the query'
    throw unauthorized(2, 'api_key or app_id not provided', { mistakes: [{ code: 'no-key', message, hint }] })
  }
  if (apiKey !== world.credentials.stream.apiKey) {
    const message = `${JSON.stringify(apiKey.slice(0, 40))} is not the key of the world ${world.name}`
    throw unauthorized(2, 'api_key not valid', { mistakes: [{ code: 'unknown-key', message, hint }] })
  }
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
    throw unauthorized(40, 'This token has been revoked, please generate a new token')
  if (user?.deactivatedAt !== undefined) throw deactivated(userId)
  return { kind: 'user', userId, role, callCids }
}
