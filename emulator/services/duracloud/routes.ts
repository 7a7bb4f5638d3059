// Every resource of DuraStore: its path, and what its verbs do (§1.1).
import * as acls from './acls.ts'
import * as auditLog from './audit-log.ts'
import { put } from './add-content.ts'
import * as bitIntegrity from './bit-integrity.ts'
import type { Call } from './call.ts'
import * as content from './content.ts'
import { errorPage, methodNotAllowed } from './errors.ts'
import * as manifest from './manifest.ts'
import * as reports from './reports.ts'
import * as spaces from './spaces.ts'
import * as stores from './stores.ts'
import * as tasks from './tasks/endpoint.ts'
import { getCookies } from './tasks/signed-cookies.ts'

/** Those that a resource's path does not have are empty; they are asked for by the handlers of those that have them. */
export interface PathParameters {
  readonly spaceId: string
  readonly contentId: string
  readonly taskName: string
  readonly date: string
}

type Handler = (call: Call, path: PathParameters) => Response | Promise<Response>
type Verb = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
type Resource = readonly [path: string, verbs: { readonly [V in Verb]?: readonly [operation: string, Handler] }]

/** The first whose path matches answers. `:contentId` takes all that is left. */
export const resources: readonly Resource[] = [
  ['/stores', { GET: ['stores.list', stores.list] }],
  ['/spaces', { GET: ['spaces.list', spaces.list] }],
  ['/acl/:spaceId', { HEAD: ['acls.get', acls.get], POST: ['acls.update', acls.update] }],
  ['/task', { GET: ['tasks.list', tasks.list] }],
  ['/task/:taskName', { POST: ['tasks.perform', tasks.perform] }],
  ['/aux/cookies', { GET: ['aux.cookies', getCookies] }],
  ['/manifest/:spaceId', { GET: ['manifest.get', manifest.get], POST: ['manifest.generate', manifest.generate] }],
  ['/audit/:spaceId', { GET: ['audit.get', auditLog.get] }],
  ['/bit-integrity/:spaceId', { GET: ['bit-integrity.get', bitIntegrity.get] }],
  ['/report/space/:spaceId', { GET: ['reports.space', reports.ofSpace] }],
  ['/report/store', { GET: ['reports.store', reports.ofStore] }],
  ['/report/store/:date', { GET: ['reports.store-by-day', reports.ofStoreByDay] }],
  [
    '/:spaceId',
    {
      GET: ['spaces.get', spaces.get],
      HEAD: ['spaces.head', spaces.head],
      PUT: ['spaces.create', spaces.create],
      DELETE: ['spaces.delete', spaces.remove],
    },
  ],
  [
    '/:spaceId/:contentId',
    {
      GET: ['content.get', content.get],
      HEAD: ['content.head', content.head],
      PUT: ['content.put', put],
      POST: ['content.update', content.update],
      DELETE: ['content.delete', content.remove],
    },
  ],
]

/** Of each path; taken apart once, for every request goes along them. */
const namesOf = new Map(resources.map(([pattern]) => [pattern, pattern.slice(1).split('/')]))

/** First segments behind which there is no space: JAX-RS has chosen their resource already. */
const reserved = new Set(['stores', 'spaces', 'acl', 'manifest', 'bit-integrity', 'audit', 'report', 'task', 'aux'])

/** What the journal calls a request; undefined for one that no resource answers. */
export function operationOf(asked: Pick<Call, 'method' | 'path' | 'segments'>): string | undefined {
  for (const [pattern, verbs] of resources) {
    const path = match(pattern, asked)
    if (!path) continue
    const named = Object.hasOwn(verbs, asked.method) ? verbs[asked.method as Verb] : undefined
    const [operation, handler] = named ?? (asked.method === 'HEAD' ? verbs.GET : undefined) ?? []
    // Each task is an operation of its own.
    return handler === tasks.perform ? `tasks.${path.taskName}` : operation
  }
  return undefined
}

/** @throws {DuraCloudError} 404, 405, as the container says them; and what the handler throws */
export function route(call: Call): Response | Promise<Response> {
  for (const [pattern, verbs] of resources) {
    const path = match(pattern, call)
    if (!path) continue
    const named = Object.hasOwn(verbs, call.method) ? verbs[call.method as Verb] : undefined
    // JAX-RS answers HEAD by GET where nothing else is said.
    const found = named ?? (call.method === 'HEAD' ? verbs.GET : undefined)
    if (!found) throw methodNotAllowed(allowed(verbs))
    const [operation, handler] = found
    call.exchange.operation = operation
    return handler(call, path)
  }
  throw errorPage(404, 'Not Found')
}

function match(
  pattern: string,
  { path: whole, segments }: Pick<Call, 'path' | 'segments'>,
): PathParameters | undefined {
  const names = namesOf.get(pattern) ?? []
  const [first = ''] = names
  if (first !== segments[0] && !first.startsWith(':')) return undefined
  const rest = names.at(-1) === ':contentId'
  if (rest ? segments.length < names.length : segments.length !== names.length) return undefined
  if (first === ':spaceId' && (segments[0] === '' || (reserved.has(segments[0] ?? '') && segments[0] !== 'acl')))
    return undefined
  if (rest && segments[0] === 'acl') return undefined
  const path = { spaceId: '', contentId: '', taskName: '', date: '' }
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? ''
    // All that is left, with a slash at the end if there is one.
    if (name === ':contentId') path.contentId = whole.slice(1 + segments.slice(0, index).join('/').length + 1)
    else if (name === ':spaceId') path.spaceId = segment
    else if (name === ':taskName') path.taskName = segment
    else if (name === ':date') path.date = segment
    else if (name !== segment) return undefined
  }
  return path
}

function allowed(verbs: Resource[1]): string[] {
  const named = Object.keys(verbs)
  return [...new Set([...named, ...(named.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])]
}
