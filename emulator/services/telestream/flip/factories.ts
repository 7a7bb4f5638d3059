// Factories, as Flip 3.1 makes and changes them.
import { defined } from '../../../defined.ts'
import { bucketUrl, defaultBucket, prepareBucket } from '../buckets.ts'
import type { Call } from '../call.ts'
import { missingParameters } from '../errors.ts'
import { checkUrl, createFactory } from '../factories.ts'
import { findFactory, findStore } from '../find.ts'
import { factories, type Factory } from '../model.ts'
import { pageOf } from '../page.ts'
import { checkPathFormat } from '../path-format.ts'
import type { PathParameters } from '../routes.ts'
import { linkStore } from '../stores/links.ts'
import { readAcl, readFlipSettings } from './factory-settings.ts'
import { scheduleSync } from './factory-sync.ts'
import { pageBody } from './page.ts'
import { flipFactoryBody } from './wire.ts'

export function list(call: Call) {
  const table = call.world.state.table(factories)
  const rows = table.list(pageOf(call)).map((factory) => show(call, factory))
  return pageBody(call, { factories: rows }, table.count())
}

export function get(call: Call, { id = '' }: PathParameters) {
  return show(call, findFactory(call, id))
}

export async function create(call: Call) {
  const { world, input } = call
  const name = input.filled('name')
  if (name === undefined) throw missingParameters('name')
  const changes = await readChanges(call)
  const id = world.ids.hex('factory')
  const factory = await createFactory(world, {
    id,
    name,
    ...changes,
    bucket: changes.bucket ?? defaultBucket(name, id),
  })
  return store(call, factory)
}

export async function update(call: Call, { id = '' }: PathParameters) {
  const { world, input } = call
  const factory = findFactory(call, id)
  const changes = await readChanges(call)
  const changed: Factory = {
    ...factory,
    name: input.filled('name') ?? factory.name,
    ...changes,
    flip: { ...factory.flip, ...changes.flip },
    updatedAt: world.clock.now(),
  }
  await prepareBucket(world, changed)
  return store(call, changed)
}

/** @throws {TelestreamError} 400, 404 */
async function readChanges(call: Call): Promise<Partial<Factory>> {
  const { input } = call
  const url = input.text('url')
  const pathFormat = input.text('outputs_path_format')
  const flip = await readFlipSettings(call)
  const store = flip.storeId ? findStore(call.world, flip.storeId) : undefined
  return defined({
    bucket: input.filled('output_bucket_name') ?? store?.bucket,
    privateAccess: readAcl(call) ?? store?.privateAccess,
    url: url === '' ? null : url === undefined ? undefined : checkUrl(url),
    outputsPathFormat:
      pathFormat === ''
        ? null
        : pathFormat === undefined
          ? undefined
          : checkPathFormat(pathFormat, 'outputs_path_format'),
    flip,
  })
}

function store(call: Call, factory: Factory) {
  const { state } = call.world
  state.transaction(() => {
    state.table(factories).put(factory)
    const { storeId } = factory.flip ?? {}
    if (storeId) linkStore(call.world, storeId, 'flip', factory.id)
    scheduleSync(call.world, factory)
  })
  return show(call, factory)
}

function show(call: Call, factory: Factory) {
  const { world, input, exchange } = call
  return flipFactoryBody(
    factory,
    bucketUrl(world, factory, exchange.origin),
    input.boolean('with_storage_provider') ?? false,
  )
}
