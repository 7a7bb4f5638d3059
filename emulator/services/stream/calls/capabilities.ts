// What a caller may do in a call: what the call's type grants to each of their roles (§2.3).
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { findCallType } from '../call-types/model.ts'
import { defaultGrants, type Grants } from '../call-types/grants.ts'
import { missingCapability } from '../errors.ts'
import { users } from '../users/model.ts'
import { calls, members, type VideoCall } from './model.ts'

interface Scope {
  type: string
  /** The call, when there is one already: its members have more roles. */
  cid?: string
}

/** Sorted; a server's are those of an admin, which the vendor does not document (§8.3). */
export function capabilitiesOf({ caller, world }: Pick<Call, 'caller' | 'world'>, scope: Scope): readonly string[] {
  const grants = findCallType(world, scope.type)?.grants ?? defaultGrants
  const roles =
    caller.kind === 'server' ? ['admin'] : caller.kind === 'user' ? rolesOf(world, caller, scope) : ['anonymous']
  const byRole = grantedTo(grants, roles)
  // What was given to, or taken from, this user in this call alone.
  const own =
    caller.kind === 'user' && scope.cid !== undefined
      ? world.state.table(calls).get(scope.cid)?.permissions?.[caller.userId]
      : undefined
  if (!own) return byRole
  const granted = new Set([...byRole, ...own.granted])
  for (const capability of own.revoked) granted.delete(capability)
  return [...granted].toSorted()
}

const remembered = new WeakMap<Grants, Map<string, readonly string[]>>()

/** Every answer about a call lists them; as long as the grants are the same, they are not sorted anew. */
function grantedTo(grants: Grants, roles: readonly string[]): readonly string[] {
  const key = JSON.stringify(roles)
  let known = remembered.get(grants)
  if (!known) remembered.set(grants, (known = new Map()))
  const before = known.get(key)
  if (before) return before
  const granted = [...new Set(roles.flatMap((role) => grants[role] ?? []))].toSorted()
  // Roles are free text: whoever makes up many of them shall not fill the memory.
  if (known.size < 100) known.set(key, granted)
  return granted
}

function rolesOf(
  world: World,
  caller: { userId: string; role: string | undefined; callCids: readonly string[] },
  { cid }: Scope,
): string[] {
  const roles = [caller.role ?? world.state.table(users).get(caller.userId)?.role ?? 'user']
  const member = cid === undefined ? undefined : world.state.table(members).get(`${cid}/${caller.userId}`)
  // A token that names the call gives access to it as a member has it.
  if (member || (cid !== undefined && caller.callCids.includes(cid))) roles.push('call_member')
  if (member?.role !== undefined) roles.push(member.role)
  return roles
}

/**
 * @param action as the refusal calls it: `JoinCall`
 * @throws {StreamError} 403/17 for a user whose roles do not have the capability
 */
export function requireCapability(
  call: Pick<Call, 'caller' | 'world'>,
  capability: string,
  action: string,
  scope: Scope,
): void {
  const { caller, world } = call
  if (caller.kind === 'server' || capabilitiesOf(call, scope).includes(capability)) return
  const id = caller.kind === 'user' ? caller.userId : '!anon'
  const role = (caller.kind === 'user' && caller.role) || world.state.table(users).get(id)?.role
  throw missingCapability({ id, role: role ?? (id === '!anon' ? 'anonymous' : 'user') }, action, `video:${scope.type}`)
}

/** For answers that list them. */
export function ownCapabilities(call: Pick<Call, 'caller' | 'world'>, row: VideoCall): readonly string[] {
  return capabilitiesOf(call, { type: row.type, cid: row.id })
}
