// Encodings (§3.3): one output of one video by one profile.
import { bucketUrl } from './buckets.ts'
import type { Call } from './call.ts'
import { begin, cancelEncoding, createEncodings, deleteEncoding, retryEncoding } from './encode.ts'
import { missingParameters } from './errors.ts'
import { factoryOf, findEncoding, findProfile, findVideo, profilesOf } from './find.ts'
import { type Encoding, encodings, factories, type Factory } from './model.ts'
import { pageOf, statusFilter } from './page.ts'
import type { PathParameters } from './routes.ts'
import { encodingBody } from './wire.ts'

export function list(call: Call) {
  const { input } = call
  const videoId = input.filled('video_id')
  return listEncodings(call, videoId === undefined ? {} : { videoId: findVideo(call, videoId).id })
}

export function get(call: Call, { id = '' }: PathParameters) {
  return show(call, findEncoding(call, id))
}

export function create(call: Call) {
  const { input, world } = call
  const videoId = input.filled('video_id')
  // The .NET SDK says profileName, the gem's README profile (§3.3).
  const profile = ['profile_id', 'profile_name', 'profileName', 'profile']
    .map((name) => input.filled(name))
    .find((value) => value !== undefined)
  if (videoId === undefined || profile === undefined) {
    throw missingParameters(
      ...(videoId === undefined ? ['video_id'] : []),
      ...(profile === undefined ? ['profile_id'] : []),
    )
  }
  const video = findVideo(call, videoId)
  const factory = world.state.table(factories).get(video.factoryId) ?? factoryOf(call)
  const chosen = profilesOf(world, factory, [profile])
  return world.state.transaction(() => {
    const [encoding] = createEncodings(world, video, chosen)
    if (!encoding) throw missingParameters('profile_id')
    begin(world, video, [encoding])
    return show(call, encoding)
  })
}

export function cancel(call: Call, { id = '' }: PathParameters) {
  return { canceled: cancelEncoding(call.world, findEncoding(call, id)) }
}

export function retry(call: Call, { id = '' }: PathParameters) {
  return { retried: retryEncoding(call.world, findEncoding(call, id)) }
}

export async function remove(call: Call, { id = '' }: PathParameters) {
  await deleteEncoding(call.world, findEncoding(call, id))
  return { deleted: true }
}

/** A page of those that the call's filters and `where` leave. */
export function listEncodings(call: Call, where: Partial<Pick<Encoding, 'videoId' | 'profileId'>>) {
  const { input, world } = call
  const factory = factoryOf(call)
  const profileId = input.filled('profile_id')
  const screenshots = input.boolean('screenshots') ?? false
  return world.state
    .table(encodings)
    .list({
      where: {
        factoryId: factory.id,
        status: statusFilter(call),
        profileId: profileId === undefined ? undefined : findProfile(call, profileId).id,
        profileName: input.filled('profile_name'),
        ...where,
      },
      ...pageOf(call),
    })
    .map((encoding) => show(call, encoding, factory, screenshots))
}

function show(
  call: Call,
  encoding: Encoding,
  factory = factoryById(call, encoding.factoryId),
  screenshots = call.input.boolean('screenshots') ?? false,
) {
  const url = factory ? bucketUrl(call.world, factory, call.exchange.origin) : ''
  return encodingBody(encoding, {
    now: call.world.clock.now(),
    bucketUrl: url,
    screenshotsUrl: screenshots ? url : undefined,
  })
}

function factoryById({ world }: Call, id: string): Factory | undefined {
  return world.state.table(factories).get(id)
}
