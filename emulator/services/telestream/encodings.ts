// Encodings (§3.3): one output of one video by one profile.
import type { Where } from '../../state/table.ts'
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
  return listEncodings(call, videoFilter(call))
}

export function get(call: Call, { id = '' }: PathParameters) {
  return showEncoding(call, findEncoding(call, id))
}

export function create(call: Call) {
  return showEncoding(call, makeEncoding(call))
}

/** @throws {TelestreamError} 400, 404 */
export function makeEncoding(call: Call): Encoding {
  const { input, world } = call
  const videoId = input.filled('video_id')
  const profile = askedProfile(call)
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
    return encoding
  })
}

/** By id or name; the .NET SDK says profileName, the gem's README profile (§3.3). */
export function askedProfile({ input }: Call): string | undefined {
  return ['profile_id', 'profile_name', 'profileName', 'profile']
    .map((name) => input.filled(name))
    .find((value) => value !== undefined)
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

/** A page of those that the call's filters and `owner` leave. */
export function listEncodings(call: Call, owner: EncodingOwner) {
  const factory = factoryOf(call)
  const screenshots = call.input.boolean('screenshots') ?? false
  // A call that names no factory may be about a video of another one than the credentials' own.
  const factoryIfOwn = ({ factoryId }: Encoding) => (factoryId === factory.id ? factory : undefined)
  return call.world.state
    .table(encodings)
    .list({ where: encodingFilter(call, owner), ...pageOf(call) })
    .map((encoding) => showEncoding(call, encoding, factoryIfOwn(encoding), screenshots))
}

export type EncodingOwner = Partial<Pick<Encoding, 'videoId' | 'profileId'>>

export function videoFilter(call: Call): EncodingOwner {
  const videoId = call.input.filled('video_id')
  return videoId === undefined ? {} : { videoId: findVideo(call, videoId).id }
}

/** @throws {TelestreamError} 400, 404 */
export function encodingFilter(call: Call, owner: EncodingOwner): Where<Encoding> {
  const { input } = call
  const asked = input.filled('profile_id')
  const profileId = asked === undefined ? undefined : findProfile(call, asked).id
  const where = { status: statusFilter(call), profileId, profileName: input.filled('profile_name'), ...owner }
  // What belongs to a video or profile belongs to its factory: named as well, it would only lead the search a long way round.
  return where.videoId === undefined && where.profileId === undefined
    ? { factoryId: factoryOf(call).id, ...where }
    : where
}

export function showEncoding(
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
