// Spaces: listing, creating, deleting, their properties and ACLs (§3.3).
import { answerText } from '../../exchange.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import type { Effect, Job } from '../../time/jobs.ts'
import type { World } from '../../world.ts'
import { grow, record } from './audit.ts'
import { hasRole } from './auth.ts'
import type { Call } from './call.ts'
import { zonelessDate } from './dates.ts'
import { attempting, Cause, errorPage, refuse, refuseAsXml } from './errors.ts'
import { causeOf, findSpace, requireSpace, requireStore } from './find.ts'
import { propertiesOfRequest, setProperties } from './headers.ts'
import { type Access, type Space, spaces, type Store, stores } from './model.ts'
import type { PathParameters } from './routes.ts'
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
  const ids = visibleSpaces(call, store).map(({ spaceId }) => element('space', { id: spaceId }))
  return answerText(call.exchange, 200, xmlDocument(element('spaces', {}, ids.join(''))), xml)
}

export function visibleSpaces({ world, caller }: Call, store: Store): Space[] {
  const all = world.state.table(spaces).list({ where: { storeId: store.id }, orderBy: 'spaceId' })
  if (hasRole(caller, 'ROLE_ADMIN')) return all
  return all.filter(({ acls }) => 'group-public' in acls || allows(acls, caller, 'READ'))
}

/** `GET /SPACE`: a page of content ids, in the order of their bytes, strictly behind `marker`. */
export async function get(call: Call, { spaceId }: PathParameters): Promise<Response> {
  const asked = call.query.get('maxResults')
  // JAX-RS: a query parameter that is no number is a resource that does not exist.
  if (asked !== null && !/^[+-]?\d+$/.test(asked)) throw errorPage(404, 'Not Found')
  const wanted = Number(asked ?? 0)
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

/** `HEAD /SPACE` */
export async function head(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`retrieve space properties for '${spaceId}'`, async () => {
    const space = requireSpace(call.world, requireStore(call), spaceId)
    return new Response(null, { headers: await propertyHeaders(call.world, space) })
  })
}

/** `PUT /SPACE`: 201 also for one that exists (6.1+). */
export async function create(call: Call, { spaceId }: PathParameters): Promise<Response> {
  const created = new Response(null, { status: 201, headers: { location: call.request.url } })
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

/** Makes a space and its bucket; one that is there already is answered as it is. */
export async function createSpace(
  world: World,
  store: Store,
  spaceId: string,
  { acls, username, createdAt }: { acls: Record<string, Access>; username: string; createdAt?: number },
): Promise<Space> {
  const bucket = await createBucket(world, store, spaceId)
  return world.state.transaction(() => {
    const known = findSpace(world, store, spaceId)
    if (known) return known
    const space = world.state.table(spaces).insert({
      id: `${store.id}/${spaceId}`,
      storeId: store.id,
      spaceId,
      bucket,
      createdAt: createdAt ?? world.clock.now(),
      properties: {},
      acls,
      usage: { bytes: 0, items: 0 },
    })
    record(world, space, { action: 'CREATE_SPACE', acls, username })
    return space
  })
}

/** A bucket may not end in a period, as a space may; two that would share one are told apart by a number. */
async function createBucket(world: World, store: Store, spaceId: string): Promise<string> {
  const plain = `duracloud-${store.id}.${spaceId.replace(/\.$/, '')}`
  for (let number = 1; ; number += 1) {
    const bucket = number === 1 ? plain : `${plain}-${number}`
    const owner = world.state.table(spaces).find({ bucket })
    if (owner && owner.id !== `${store.id}/${spaceId}`) continue
    try {
      await world.objects.createBucket(bucket)
      return bucket
    } catch (error) {
      // Left by a process that was killed before the space was written down, or made by another request just now.
      if (isObjectStoreError(error, 'BucketAlreadyExists')) return bucket
      throw error
    }
  }
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

/** Marks a space and has it deleted; belongs in a transaction. */
export function deleteSpace(world: World, space: Space, username: string): void {
  if (space.properties['is-delete'] === 'true') return
  world.state.table(spaces).update(space.id, { properties: { ...space.properties, 'is-delete': 'true' } })
  record(world, space, { action: 'DELETE_SPACE', username })
  world.jobs.schedule({ kind: 'duracloud.delete-space', dueAt: world.clock.now(), payload: { id: space.id } })
}

async function doDeleteSpace(job: Job, world: World): Promise<Effect | void> {
  const { id } = job.payload as { id: string }
  const space = world.state.table(spaces).get(id)
  if (!space) return
  await emptySpace(world, space)
  await deleteBucket(world, space.bucket)
  return () => void world.state.table(spaces).delete(id)
}

/** Deletes all content of a space. */
export async function emptySpace(world: World, space: Space): Promise<void> {
  await emptyBucket(world, space.bucket)
  const { bytes, items } = world.state.table(spaces).get(space.id)?.usage ?? { bytes: 0, items: 0 }
  world.state.transaction(() => grow(world, space, { bytes: -bytes, items: -items }))
}

/** Deletes all objects, a page at a time; a bucket that is gone is as empty as any. */
async function emptyBucket(world: World, bucket: string): Promise<void> {
  try {
    for (;;) {
      const { objects } = await world.objects.list(bucket, { limit: pageSize })
      if (objects.length === 0) return
      await world.objects.deleteMany(
        bucket,
        objects.map(({ key }) => key),
      )
    }
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
  }
}

/** Deletes a bucket with all that is in it, if there is one. */
export async function deleteBucket(world: World, bucket: string): Promise<void> {
  await emptyBucket(world, bucket)
  try {
    await world.objects.deleteBucket(bucket)
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
  }
}

/** `HEAD /acl/SPACE` */
export function acls(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`retrieve space ACLs for '${spaceId}'`, () => {
    const space = requireSpace(call.world, requireStore(call), spaceId)
    const headers = new Headers()
    const named = Object.entries(space.acls).map(([name, access]) => [`acl-${name}`, access])
    setProperties(headers, Object.fromEntries(named))
    return new Response(null, { headers })
  })
}

/** `POST /acl/SPACE`: what the headers say takes the place of all that was said before. */
export function updateAcls(call: Call, { spaceId }: PathParameters): Promise<Response> {
  return attempting(`update space ACLs for '${spaceId}'`, () => {
    const { world, caller } = call
    const acls = aclsOfRequest(call.request.headers)
    const space = requireSpace(world, requireStore(call), spaceId)
    world.state.transaction(() => {
      world.state.table(spaces).update(space.id, { acls })
      record(world, space, { action: 'UPDATE_SPACE_ACLS', acls, username: caller.name ?? '' })
    })
    return answerText(call.exchange, 200, `Space ${spaceId} ACLs updated successfully`, {
      'content-type': 'text/plain',
    })
  })
}

/** @throws {DuraCloudError} 500, for a value that is neither READ nor WRITE */
function aclsOfRequest(headers: Headers): Record<string, Access> {
  const acls: Record<string, Access> = {}
  for (const [name, value] of Object.entries(propertiesOfRequest(headers))) {
    if (!name.startsWith('acl-')) continue
    if (value !== 'READ' && value !== 'WRITE')
      throw refuse(500, `No enum constant org.duracloud.common.model.AclType.${value}`)
    Object.defineProperty(acls, name.slice('acl-'.length), {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return acls
}

export function storeOf(space: Space): Store {
  const store = stores.find(({ id }) => id === space.storeId)
  if (!store) throw new Error(`No store ${space.storeId}`)
  return store
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

export const spaceJobs = { 'duracloud.delete-space': doDeleteSpace }
