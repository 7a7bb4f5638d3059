// GET /stores/{id}/object_url: a URL by which anybody may read one object for a while.
import { longestExpiry } from '../../../s3/presign.ts'
import type { World } from '../../../world.ts'
import { Fields } from './fields.ts'
import { findStore } from './find.ts'
import type { JsonCall } from './json-api.ts'
import type { Store } from './model.ts'

/** Whether the object is there is not looked at, as signing never does. */
export async function objectUrl({ world, query, exchange }: JsonCall, { id = '' }: Readonly<Record<string, string>>) {
  const store = findStore(world, id)
  const fields = new Fields(Object.fromEntries(query))
  const key = (fields.required('path') ?? '').replace(/^\/+/, '')
  if (key === '' && fields.problems.length === 0) fields.refuse('path', 'must name an object')
  if (fields.required('expires_in') === undefined) fields.end()
  const expiresIn = fields.integer('expires_in', { min: 1, max: longestExpiry }) ?? 1
  fields.end()
  return { url: await signedUrl(world, store, key, { expiresIn, origin: exchange.origin }) }
}

/** @param options.origin by which the client came, when it is a client that will use the URL */
export function signedUrl(
  world: World,
  { bucket, region }: Pick<Store, 'bucket' | 'region'>,
  key: string,
  options: { expiresIn: number; origin?: string },
): Promise<string> {
  return world.signedUrl({ bucket, key, region, ...options })
}
