// Who may do what: the rules by path and verb, then the vote of the space's ACLs (§1.3).
import { addressOf, inRange } from '../../ip-range.ts'
import { type Caller, hasRole, type Role } from './auth.ts'
import { diagnoseOtherScheme } from './basic-diagnosis.ts'
import type { Call } from './call.ts'
import { forbidden, unauthorized } from './errors.ts'
import { findSpace, primaryStore, storeById } from './find.ts'
import type { Access, Space } from './model.ts'
import { snapshotMetadataSpace, spaceOfSnapshot } from './snapshot-ids.ts'

type Verbs = 'any' | readonly string[]

const reading = new Set(['GET', 'HEAD'])
const writing = new Set(['PUT', 'POST', 'DELETE'])

/** First match wins. `*` stands for one segment, also an empty one. */
const rules: readonly (readonly [pattern: string, verbs: Verbs, role: Role])[] = [
  ['/aux/cookies', 'any', 'ROLE_ANONYMOUS'],
  ['/acl', ['PUT'], 'ROLE_ROOT'],
  ['/acl/', ['PUT'], 'ROLE_ROOT'],
  ['/acl', ['POST'], 'ROLE_ADMIN'],
  ...['restore-snapshot', 'restore-content', 'set-storage-policy'].map(
    (task) => [`/task/${task}`, ['POST'], 'ROLE_ROOT'] as const,
  ),
  ...[
    'get-snapshot',
    'get-snapshots',
    'get-snapshot-history',
    'get-snapshot-contents',
    'get-restore',
    'get-url',
    'get-signed-url',
  ].map((task) => [`/task/${task}`, 'any', 'ROLE_USER'] as const),
  ['/task', 'any', 'ROLE_USER'],
  ['/task/*', 'any', 'ROLE_ADMIN'],
  ['/stores', ['GET'], 'ROLE_USER'],
  ['/stores', ['POST'], 'ROLE_ROOT'],
  ['/report/store', ['GET'], 'ROLE_USER'],
  ['/report/store/*', ['GET'], 'ROLE_USER'],
  ['/report/space/*', ['GET'], 'ROLE_USER'],
  ['/manifest/*', ['GET'], 'ROLE_USER'],
  ['/bit-integrity/*', ['GET'], 'ROLE_USER'],
  ['/audit/*', ['GET'], 'ROLE_ADMIN'],
]

/** @throws {DuraCloudError} 401 for nobody in particular, 403 for those who are known and may not */
export function authorize(call: Call): void {
  refuseElsewhere(call)
  const required = requiredRole(call.method, call.path)
  if (required !== undefined && hasRole(call.caller, required) && vote(call)) return
  const lacking =
    required === undefined || hasRole(call.caller, required)
      ? 'a READ or WRITE entry in the ACLs of the space, or the rights of an administrator'
      : required
  const diagnosis = {
    mistakes: [
      {
        code: call.caller.name === undefined ? 'no-credentials' : 'not-allowed',
        message: `${call.method} ${call.path} needs ${lacking}; ${call.caller.name ?? 'an anonymous caller'} has ${call.caller.role}`,
        hint:
          call.caller.name === undefined
            ? 'Send a name and password by HTTP Basic, of a user that `stuntdouble env` prints; or let POST /acl/SPACE open the space to everybody'
            : 'Ask as a user of a higher role, or let POST /acl/SPACE grant it',
      },
    ],
  }
  if (call.caller.name === undefined) {
    const other = diagnoseOtherScheme(call.exchange.request.headers.get('authorization') ?? '')
    throw unauthorized(
      'Full authentication is required to access this resource',
      other ? { mistakes: [other] } : diagnosis,
    )
  }
  throw forbidden(diagnosis)
}

/** A user whose account names addresses may ask from these alone, whatever the role (§1.2). @throws {DuraCloudError} 403 */
function refuseElsewhere({ caller, exchange }: Call): void {
  const { ipLimits = '' } = caller
  if (ipLimits === '') return
  const address = addressOf(exchange.peer)
  if (ipLimits.split(';').some((range) => inRange(address, range))) return
  throw forbidden({
    mistakes: [
      {
        code: 'other-address',
        message: `${caller.name ?? ''} may ask from ${ipLimits}; the request came from ${address}`,
        hint: 'The address is that of the connection: no forwarding header is heeded',
      },
    ],
  })
}

/** Undefined for a verb that nobody may use. */
function requiredRole(method: string, path: string): Role | undefined {
  if (!reading.has(method) && !writing.has(method)) return undefined
  const rule = rules.find(([pattern, verbs]) => (verbs === 'any' || verbs.includes(method)) && matches(pattern, path))
  if (rule) return rule[2]
  return reading.has(method) ? 'ROLE_ANONYMOUS' : 'ROLE_USER'
}

function matches(pattern: string, path: string): boolean {
  if (!pattern.endsWith('/*')) return pattern === path
  const parent = pattern.slice(0, -1)
  return path.startsWith(parent) && !path.slice(parent.length).includes('/')
}

function vote(call: Call): boolean {
  return reading.has(call.method) ? mayRead(call) : mayWrite(call)
}

/** Resources that are no spaces and decide for themselves. */
const open = new Set(['spaces', 'stores', 'acl', 'aux', 'task'])
/** Behind these stands the space that is asked about. */
const aboutSpace = new Set(['manifest', 'bit-integrity', 'audit'])

function mayRead(call: Call): boolean {
  const { caller, segments } = call
  const [first = '', second = '', third = ''] = segments
  if (hasRole(caller, 'ROLE_ADMIN') || open.has(first)) return true
  // The report on a store is about no space; its role is all that is asked.
  if (first === 'report' && second === 'store') return caller.name !== undefined
  const spaceId = aboutSpace.has(first) ? second : first === 'report' ? third : first
  const acls = votersSpace(call, spaceId)?.acls ?? {}
  if ('group-public' in acls) return true
  if (caller.name === undefined) return false
  return allows(acls, caller, 'READ') || mayReadMetadata(call) || isExempt(call)
}

/** `x-snapshot-metadata/SNAPSHOT.zip` may be read by those who may read what the snapshot was taken of. */
function mayReadMetadata({ world, caller, segments }: Call): boolean {
  const [spaceId, name = ''] = segments
  if (spaceId !== snapshotMetadataSpace || segments.length !== 2 || !name.endsWith('.zip')) return false
  const source = spaceOfSnapshot(world, name.slice(0, -4))
  return source !== undefined && allows(source.acls, caller, 'READ')
}

function isExempt({ path }: Call): boolean {
  return path.startsWith('/x-service-out/bit-integrity/') || path === '/x-duracloud-admin/bit-integrity-results.json'
}

function mayWrite(call: Call): boolean {
  const { caller, method, segments } = call
  const [first = '', second = ''] = segments
  if (caller.name === undefined) return false
  if (hasRole(caller, 'ROLE_ROOT') || first === 'task') return true
  if (method === 'DELETE' && first === snapshotMetadataSpace) return false
  const changesAcls = first === 'acl' && method === 'POST'
  const space = votersSpace(call, first === 'acl' || aboutSpace.has(first) ? second : first)
  if (!changesAcls && storeOf(call)?.type === 'CHRONOPOLIS' && space?.properties['snapshot-id'] !== undefined)
    return false
  if (hasRole(caller, 'ROLE_ADMIN')) return true
  const ofSpaceItself = segments.length === 1 && (method === 'PUT' || method === 'DELETE')
  if (ofSpaceItself || changesAcls) return false
  return allows(space?.acls ?? {}, caller, 'WRITE')
}

export function allows(acls: Readonly<Record<string, Access>>, { name, groups }: Caller, wanted: Access): boolean {
  return [...(name === undefined ? [] : [name]), ...groups].some((who) => {
    const access = Object.hasOwn(acls, who) ? acls[who] : undefined
    return access === 'WRITE' || (wanted === 'READ' && access === 'READ')
  })
}

/** The voter reads `storeID` in any spelling of its case, as no handler does (§1.4). */
function storeOf({ query }: Call) {
  const [, id] = [...query].find(([name]) => name.toLowerCase() === 'storeid') ?? []
  return id === undefined || id === '' ? primaryStore() : storeById(id)
}

function votersSpace(call: Call, spaceId: string): Space | undefined {
  const store = storeOf(call)
  return store && findSpace(call.world, store, spaceId)
}
