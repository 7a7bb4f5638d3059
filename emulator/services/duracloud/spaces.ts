// Spaces: listing, creating, deleting, their properties and ACLs (§3.3).
import { answerText } from '../../exchange.ts'
import type { World } from '../../world.ts'
import { type Caller, hasRole } from './auth.ts'
import type { Call } from './call.ts'
import { zonelessDate } from './dates.ts'
import { attempting, Cause, errorPage, refuse, refuseAsXml } from './errors.ts'
import { causeOf, findSpace, requireSpace, requireStore } from './find.ts'
import { setProperties } from './headers.ts'
import { type Space, spaces, type Store } from './model.ts'
import type { PathParameters } from './routes.ts'
import { createSpace, deleteSpace } from './space-life.ts'
import { spaceNameMistake } from './space-names.ts'
import { allows } from './voter.ts'
import { element, escapeText, xmlDocument } from './xml.ts'

const xml = { 'content-type': 'application/xml' }
/** S3's listing ends there, and so do DuraStore's. */
const pageSize = 1000

/** `GET /spaces`: all to administrators, to others those whose ACLs name them, a group of theirs, or everybody. */
export function list(call: Call): Response {
  let store: Store
  try {
    store = requireStore(call)
  } catch (error) {
    if (error instanceof Cause) throw refuseAsXml(500, 'Error attempting to build spaces XML')
    throw error
  }
  const ids = visibleSpaces(call.world, call.caller, store).map(({ spaceId }) => element('space', { id: spaceId }))
  return answerText(call.exchange, 200, xmlDocument(element('spaces', {}, ids.join(''))), xml)
}

/** By name. */
export function visibleSpaces(world: World, caller: Caller, store: Store): Space[] {
  const all = world.state.table(spaces).list({ where: { storeId: store.id }, orderBy: 'spaceId' })
  if (hasRole(caller, 'ROLE_ADMIN')) return all
  return all.filter(({ acls }) => 'group-public' in acls || allows(acls, caller, 'READ'))
}

/** `GET /SPACE`: a page of content ids, in the order of their bytes, strictly behind `marker`. */
export async function get(call: Call, { spaceId }: PathParameters): Promise<Response> {
  const given = call.query.get('maxResults') ?? ''
  const asked = given.trim() === '' ? '0' : given
  // JAX-RS: a query parameter that is no number is a resource that does not exist; one that is empty was not sent.
  if (!isLong(asked)) throw errorPage(404, 'Not Found')
  const wanted = Number(asked)
  const limit = wanted >= 1 && wanted < pageSize ? wanted : pageSize
  return attempting(
    `build space XML for '${spaceId}'`,
    async () => {
      const space = requireSpace(call.world, requireStore(call), spaceId)
      const page = await listed(call.world, space, {
        prefix: call.query.get('prefix') ?? '',
        after: call.query.get('marker') ?? '',
        limit,
      })
      const items = page.map(({ key }) => `<item>${escapeText(key)}</item>`).join('')
      const headers = await propertyHeaders(call.world, space)
      headers.set('content-type', 'application/xml')
      const body = xmlDocument(element('space', { id: spaceId }, items))
      call.exchange.responseBody = body
      return new Response(body, { headers })
    },
    refuseAsXml,
  )
}

/** As Java reads a `long`. */
function isLong(text: string): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false
  const value = BigInt(text.replace('+', ''))
  return BigInt.asIntN(64, value) === value
}

/** `HEAD /SPACE` */
export async function head(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`retrieve space properties for '${spaceId}'`, async () => {
    const space = requireSpace(call.world, requireStore(call), spaceId)
    return new Response(null, { headers: await propertyHeaders(call.world, space) })
  })
}

/** `PUT /SPACE`: 201 also for one that exists (6.1+). */
export async function create(call: Call, { spaceId }: PathParameters): Promise<Response> {
  const created = new Response(null, { status: 201, headers: { location: call.request.url, 'content-length': '0' } })
  let store: Store
  try {
    store = requireStore(call)
  } catch (error) {
    if (error instanceof Cause) throw refuse(400, error.message)
    throw error
  }
  if (findSpace(call.world, store, spaceId)) return created
  const mistake = spaceNameMistake(spaceId)
  if (mistake !== undefined) throw refuse(400, mistake)
  const { name = '' } = call.caller
  await createSpace(call.world, store, spaceId, { acls: { [name]: 'WRITE' }, username: name })
  return created
}

/** `DELETE /SPACE`: marked at once, gone with its content a little later. */
export function remove(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`delete space '${spaceId}'`, () => {
    const { world, caller } = call
    const space = requireSpace(world, requireStore(call), spaceId)
    world.state.transaction(() => deleteSpace(world, space, caller.name ?? ''))
    return answerText(call.exchange, 200, `Space ${spaceId} deleted successfully`, { 'content-type': 'text/plain' })
  })
}

async function propertyHeaders(world: World, space: Space): Promise<Headers> {
  const counted = (await listed(world, space, { limit: pageSize })).length
  const headers = new Headers()
  setProperties(headers, {
    'space-created': zonelessDate(space.createdAt),
    'space-count': counted < pageSize ? String(counted) : `${pageSize}+`,
    ...space.properties,
  })
  return headers
}

async function listed(world: World, space: Space, options: { prefix?: string; after?: string; limit: number }) {
  try {
    return (await world.objects.list(space.bucket, options)).objects
  } catch (error) {
    throw causeOf(error, space, '')
  }
}
