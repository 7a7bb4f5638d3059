// What Flip 3.1 says of a factory beyond the other APIs (§3.7): its region, its input bucket, its storage.
import { defined } from '../../../defined.ts'
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { badRequest } from '../errors.ts'
import { findStore } from '../find.ts'
import { isObject, quote } from '../input.ts'
import type { Factory, FlipSettings } from '../model.ts'

const initial: FlipSettings = {
  region: 'us-east-1',
  serverSideEncryption: false,
  inputBucket: null,
  inputWatch: false,
  inputRecursive: false,
  inputEvery: 5,
  inputPattern: null,
  inputFiles: {},
  storageProvider: 0,
  providerSettings: null,
  storeId: null,
}

/** With the defaults filled in, of which no document speaks. */
export function flipOf(factory: Pick<Factory, 'flip'>): FlipSettings {
  return { ...initial, ...factory.flip }
}

/** §3.7 */
const storageProviders = [0, 1, 2, 5, 7, 8, 9]

/**
 * Keys and passwords of somebody's own storage are accepted and forgotten: the double's buckets need none.
 * @throws {TelestreamError} 400, 404
 */
export async function readFlipSettings(call: Call): Promise<Partial<FlipSettings>> {
  const { input, world } = call
  const inputBucket = nullable(input.text('input_bucket_name'))
  if (inputBucket) await requireBucket(world, inputBucket)
  const storeId = nullable(input.text('store_id'))
  if (storeId) findStore(world, storeId)
  return defined({
    region: input.filled('factory_region'),
    serverSideEncryption: input.boolean('server_side_encryption'),
    inputBucket,
    inputWatch: input.boolean('input_bucket_watch'),
    inputRecursive: input.boolean('input_bucket_recursive'),
    inputEvery: input.integer('input_bucket_sync_every_n_min', { min: 1, max: 10_080 }),
    inputPattern: nullable(input.text('input_bucket_file_pattern')),
    storageProvider: readProvider(input.integer('storage_provider')),
    providerSettings: readProviderSettings(input.json('provider_specific_settings')),
    storeId,
  })
}

/** `public` or `private`. */
export function readAcl({ input }: Call): boolean | undefined {
  const acl = input.filled('acl')
  if (acl !== undefined && acl !== 'public' && acl !== 'private')
    throw badRequest(`acl must be public or private, not ${quote(acl)}`)
  return acl === undefined ? undefined : acl === 'private'
}

/** An empty text takes back what was set. */
function nullable(text: string | undefined): string | null | undefined {
  return text === '' ? null : text
}

function readProvider(provider: number | undefined): number | undefined {
  if (provider !== undefined && !storageProviders.includes(provider))
    throw badRequest(`storage_provider must be one of ${storageProviders.join(', ')}, not ${provider}`)
  return provider
}

function readProviderSettings(settings: unknown): Record<string, unknown> | undefined {
  if (settings === undefined || settings === null) return undefined
  if (!isObject(settings)) throw badRequest('provider_specific_settings must be an object')
  return settings
}

async function requireBucket(world: World, name: string): Promise<void> {
  try {
    await world.objects.headBucket(name)
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket') || isObjectStoreError(error, 'InvalidBucketName'))
      throw badRequest(`input_bucket_name: there is no bucket ${quote(name)}`)
    throw error
  }
}
