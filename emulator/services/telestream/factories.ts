// Factories, which V2 calls clouds (§3.1): where a team's videos, profiles and outputs belong.
import { defined } from '../../defined.ts'
import type { World } from '../../world.ts'
import { bucketUrl, defaultBucket, prepareBucket } from './buckets.ts'
import type { Call } from './call.ts'
import { badRequest, missingParameters } from './errors.ts'
import { findFactory } from './find.ts'
import type { Input } from './input.ts'
import { encodings, factories, type Factory, type NotificationSettings, profiles, videos } from './model.ts'
import { pageOf } from './page.ts'
import { checkPathFormat } from './path-format.ts'
import type { PathParameters } from './routes.ts'
import { deleteVideo } from './sources.ts'
import { factoryBody } from './wire.ts'

export function list(call: Call) {
  const { world } = call
  return world.state
    .table(factories)
    .list(pageOf(call))
    .map((factory) => show(call, factory))
}

export function get(call: Call, { id = '' }: PathParameters) {
  return show(call, findFactory(call, id))
}

export async function create(call: Call) {
  const { world, input } = call
  const bucket = input.filled('s3_videos_bucket')
  // gem: the README makes a cloud of an existing bucket and keys, without a name.
  const name = input.filled('name') ?? bucket
  if (name === undefined) throw missingParameters('name')
  const { state } = world
  const settings = readSettings(input)
  const id = world.ids.hex('factory')
  const factory = await createFactory(world, {
    id,
    name,
    bucket: bucket ?? defaultBucket(name, id),
    ...settings,
  })
  state.table(factories).insert(factory)
  return show(call, factory)
}

export async function update(call: Call, { id = '' }: PathParameters) {
  const { world, input } = call
  const factory = findFactory(call, id)
  const bucket = input.filled('s3_videos_bucket') ?? factory.bucket
  const changed: Factory = {
    ...factory,
    name: input.text('name') ?? factory.name,
    bucket,
    ...readSettings(input),
    updatedAt: world.clock.now(),
  }
  if (bucket !== factory.bucket || changed.privateAccess !== factory.privateAccess) await prepareBucket(world, changed)
  world.state.table(factories).put(changed)
  return show(call, changed)
}

export async function remove(call: Call, { id = '' }: PathParameters) {
  const { world } = call
  const factory = findFactory(call, id)
  for (const video of world.state.table(videos).list({ where: { factoryId: factory.id } }))
    await deleteVideo(world, video)
  world.state.transaction(() => {
    for (const profile of world.state.table(profiles).list({ where: { factoryId: factory.id } }))
      world.state.table(profiles).delete(profile.id)
    for (const encoding of world.state.table(encodings).list({ where: { factoryId: factory.id } }))
      world.state.table(encodings).delete(encoding.id)
    world.state.table(factories).delete(factory.id)
  })
  world.unclaim(`telestream/token/${factory.token}`)
  return { deleted: true }
}

export const initialNotifications: NotificationSettings = {
  url: null,
  delay: 10,
  sendVideoPayload: false,
  events: { video_created: false, video_encoded: false, encoding_progress: false, encoding_completed: false },
}

/** A factory with its bucket and token; the caller stores it. */
export async function createFactory(
  world: World,
  given: Pick<Factory, 'id' | 'name' | 'bucket'> & Partial<Factory>,
): Promise<Factory> {
  const now = given.createdAt ?? world.clock.now()
  const factory: Factory = {
    privateAccess: false,
    url: null,
    uploadOriginalVideo: true,
    outputsPathFormat: null,
    priority: 99,
    token: `clou_${world.ids.hex('token')}`,
    notifications: initialNotifications,
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  await prepareBucket(world, factory)
  world.claim(`telestream/token/${factory.token}`)
  return factory
}

function show({ world, exchange }: Call, factory: Factory) {
  return factoryBody(factory, bucketUrl(world, factory, exchange.origin))
}

/** Where the outputs of its videos go that name no `path_format` of their own. */
const outputsPathFormat = 'outputs_path_format'

/** Keys of the client's own cloud account (aws_access_key, aws_secret_key) are accepted and forgotten: the double's buckets need none. */
function readSettings(input: Input): Partial<Factory> {
  const url = input.text('url')
  const pathFormat = input.filled(outputsPathFormat)
  return {
    ...defined({
      privateAccess: input.boolean('s3_private_access'),
      uploadOriginalVideo: input.boolean('upload_original_video'),
      priority: input.integer('priority', { min: 2, max: 200 }),
      outputsPathFormat: pathFormat === undefined ? undefined : checkPathFormat(pathFormat, outputsPathFormat),
    }),
    ...(url === undefined ? {} : { url: url === '' ? null : checkUrl(url) }),
  }
}

/** The gem appends paths to it. */
export function checkUrl(url: string): string {
  if (!/^https?:\/\/[^\s/]+/.test(url)) throw badRequest('url must be an http or https URL')
  return url.endsWith('/') ? url : `${url}/`
}
