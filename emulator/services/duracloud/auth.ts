// Who is asking: HTTP Basic, checked against the users of the world (§1.2).
import { constantTimeEqual } from '../../constant-time.ts'
import type { DuraCloudUser } from '../../credentials.ts'
import type { Exchange } from '../../exchange.ts'
import { diagnoseBasic } from './basic-diagnosis.ts'
import { unauthorized } from './errors.ts'

/** Each holds what those before it may do (§1.3). */
export const roles = ['ROLE_ANONYMOUS', 'ROLE_USER', 'ROLE_ADMIN', 'ROLE_OWNER', 'ROLE_ROOT'] as const
export type Role = (typeof roles)[number]

export interface Caller {
  /** Undefined when nobody presented a name and password. */
  readonly name: string | undefined
  readonly role: Role
  /** As ACLs name them: `group-curators`. */
  readonly groups: readonly string[]
  /** CIDR ranges with `;` between them, outside of which the caller may nothing. */
  readonly ipLimits?: string | undefined
}

export const anonymous: Caller = { name: undefined, role: 'ROLE_ANONYMOUS', groups: [] }

export function hasRole({ role }: Pick<Caller, 'role'>, required: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(required)
}

/** The key that selects the world; undefined for an anonymous request. */
export function credentialKey({ request }: Exchange): string | undefined {
  const presented = basicCredentials(request.headers.get('authorization'))
  return typeof presented === 'object' ? `duracloud/user/${presented.username}` : undefined
}

/** @throws {DuraCloudError} 401 for credentials that are not right; those that are missing make an anonymous caller */
export function authenticate({ request, world }: Exchange): Caller {
  const authorization = request.headers.get('authorization')
  const presented = basicCredentials(authorization)
  if (authorization === null || presented === undefined) return anonymous
  if (presented === 'malformed')
    throw unauthorized('Invalid basic authentication token', { mistakes: diagnoseBasic(world, authorization) })
  const user = world.credentials.duracloud.find(({ username }) => username === presented.username)
  // Both are compared in any case, so that the time taken does not tell whether there is such a user.
  const matches = constantTimeEqual(user?.password ?? '', presented.password)
  if (!user || !matches) throw unauthorized('Bad credentials', { mistakes: diagnoseBasic(world, authorization) })
  return { name: user.username, role: highestRole(user), groups: user.groups ?? [], ipLimits: user.ipLimits }
}

function highestRole(user: DuraCloudUser): Role {
  return roles.findLast((role) => user.roles.includes(role)) ?? 'ROLE_ANONYMOUS'
}

type Presented = { readonly username: string; readonly password: string } | 'malformed' | undefined

/**
 * Headers that were read before: a client sends the same each time, and it is asked for twice. What one says is only what it says, of whatever
 * world: the password is compared with the user's for each request, in a time that does not tell how much of it is right. Whether a header is
 * known here does show in the time, to somebody who sends that very header.
 */
const read = new Map<string, Presented>()
const mostRead = 256
const longestRead = 1024

function basicCredentials(header: string | null): Presented {
  if (header === null) return undefined
  const known = read.get(header)
  if (known !== undefined) return known
  const presented = readBasic(header)
  if (presented === undefined || header.length > longestRead) return presented
  if (read.size >= mostRead) read.clear()
  read.set(header, presented)
  return presented
}

/** Another scheme than Basic is nobody's concern here, and so anonymous. */
function readBasic(header: string): Presented {
  const [scheme, token = ''] = /^basic(?:\s+(.*))?$/is.exec(header.trim()) ?? []
  if (scheme === undefined) return undefined
  const text = decodeBase64(token)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon === -1) return 'malformed'
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

function decodeBase64(token: string): string | undefined {
  try {
    const bytes = atob(token.trim())
    if (/^[\x20-\x7e]*$/.test(bytes)) return bytes
    return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)))
  } catch {
    // Not base64: the caller refuses it in the vendor's words.
    return undefined
  }
}
