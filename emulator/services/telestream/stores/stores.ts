// Stores (§3.9): where an account's media are read and written; provider and region decide where a job runs.
import type { World } from '../../../world.ts'
import { accountId } from './account.ts'
import { openBucket } from './bucket-access.ts'
import { conflict } from './errors.ts'
import { Fields, show } from './fields.ts'
import { findStore } from './find.ts'
import type { JsonCall } from './json-api.ts'
import { type Store, stores } from './model.ts'
import { parseProvider, type Provider, providerNames } from './providers.ts'
import { usersOf } from './references.ts'
import { watchAgain } from './watching.ts'
import { storeBody } from './wire.ts'

type Path = Readonly<Record<string, string>>

/** In the order of creation; `bucket_name` and `provider` leave some out. */
export function list({ world, query }: JsonCall) {
  const bucket = query.get('bucket_name') || undefined
  const asked = query.get('provider') || undefined
  const provider = asked === undefined ? undefined : parseProvider(asked)
  if (asked !== undefined && provider === undefined) return []
  return world.state
    .table(stores)
    .list({ where: { bucket, provider } })
    .map((store) => present(world, store))
}

export function get({ world }: JsonCall, { id = '' }: Path) {
  return present(world, findStore(world, id))
}

export async function create({ world, body }: JsonCall) {
  const fields = new Fields(body)
  const given = {
    name: fields.required('name', { max: 255 }),
    provider: readProvider(fields, fields.required('provider', { numbers: true })),
    bucket: fields.required('bucket_name'),
    region: fields.required('region'),
    accessKey: fields.required('access_key'),
    secretKey: fields.required('secret_key'),
  }
  const others = readOthers(fields)
  fields.end()
  const { name = '', provider = 'S3', bucket = '', region = '', accessKey = '', secretKey = '' } = given
  const store: NewStore = { name, provider, bucket, region, accessKey, secretKey, ...others }
  await openBucket(world, store)
  return present(world, addStore(world, store))
}

export async function update({ world, body }: JsonCall, { id = '' }: Path) {
  const store = findStore(world, id)
  const fields = new Fields(body)
  const changed: Store = {
    ...store,
    name: fields.text('name', { max: 255 }) ?? store.name,
    provider: readProvider(fields, fields.text('provider', { numbers: true })) ?? store.provider,
    bucket: fields.text('bucket_name') ?? store.bucket,
    region: fields.text('region') ?? store.region,
    accessKey: fields.text('access_key') ?? store.accessKey,
    secretKey: fields.text('secret_key') ?? store.secretKey,
    ...readOthers(fields),
    updatedAt: world.clock.now(),
  }
  fields.end()
  const moved = (['provider', 'bucket', 'region', 'accessKey', 'secretKey'] as const).some(
    (key) => changed[key] !== store[key],
  )
  if (moved) await openBucket(world, changed)
  world.state.transaction(() => {
    world.state.table(stores).put(changed)
    watchAgain(world, changed)
  })
  return present(world, changed)
}

/** Whoever still uses it would fail later, and elsewhere: so it is refused, and they are named. */
export function remove({ world }: JsonCall, { id = '' }: Path): undefined {
  const store = findStore(world, id)
  const users = usersOf(world, store)
  if (users.length > 0)
    throw conflict(users.map((user) => ({ field: 'id', message: `The store is still used by ${user}` })))
  world.state.table(stores).delete(store.id)
}

type NewStore = Pick<Store, 'name' | 'provider' | 'bucket' | 'region' | 'accessKey' | 'secretKey'> & Partial<Store>

/** Keeps a store whose bucket is there. */
export function addStore(world: World, given: NewStore): Store {
  const now = world.clock.now()
  return world.state.table(stores).insert({
    id: given.id ?? world.ids.hex('store'),
    privateAccess: false,
    settings: {},
    inputStore: false,
    watchInterval: null,
    baseUploadUrl: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  })
}

function readOthers(fields: Fields): Partial<Store> {
  const read = {
    privateAccess: fields.boolean('private_access'),
    settings: fields.object('provider_specific_settings'),
    inputStore: fields.boolean('input_store'),
    watchInterval: fields.integer('watch_interval', { min: 1, max: 525_600 }),
    baseUploadUrl: fields.text('base_upload_url'),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

export function readProvider(fields: Fields, sent: string | undefined): Provider | undefined {
  if (sent === undefined) return undefined
  return (
    parseProvider(sent) ?? fields.refuse('provider', `must be one of ${providerNames.join(', ')}, not ${show(sent)}`)
  )
}

function present(world: World, store: Store) {
  return storeBody(store, accountId(world))
}
