// Links between stores and what uses them: `/stores/{store_id}/service/{service_name}/id/{service_id}`, and the look-up the other way.
import type { World } from '../../../world.ts'
import { notFound } from './errors.ts'
import { findStore } from './find.ts'
import type { JsonCall } from './json-api.ts'
import { type StoreLink, storeLinks } from './model.ts'

type Path = Readonly<Record<string, string>>

/** Once is as good as twice. */
export function create({ world }: JsonCall, { store = '', service = '', id = '' }: Path): undefined {
  linkStore(world, findStore(world, store).id, service, id)
}

export function remove({ world }: JsonCall, { store = '', service = '', id = '' }: Path): undefined {
  const linkId = idOf(findStore(world, store).id, service, id)
  if (!world.state.table(storeLinks).delete(linkId)) throw notFound('Link', `${service}/${id}`, 'service_id')
}

/** Ids of the stores that a resource uses, in the order of linking; of one that nobody knows, none. */
export function storesOfService({ world }: JsonCall, { service = '', id = '' }: Path): string[] {
  return world.state
    .table(storeLinks)
    .list({ where: { serviceName: service, serviceId: id } })
    .map(({ storeId }) => storeId)
}

/** Notes that a resource of a service uses a store, so that it is not deleted. */
export function linkStore(world: World, storeId: string, serviceName: string, serviceId: string): StoreLink {
  return world.state
    .table(storeLinks)
    .put({ id: idOf(storeId, serviceName, serviceId), storeId, serviceName, serviceId })
}

function idOf(...parts: [storeId: string, serviceName: string, serviceId: string]): string {
  return parts.map(encodeURIComponent).join('/')
}
