// Encodings, as Flip 3.1 lists, counts and changes them.
import type { Call } from '../call.ts'
import { encodeAgain } from '../encode-again.ts'
import {
  askedProfile,
  encodingFilter,
  type EncodingOwner,
  makeEncoding,
  showEncoding,
  videoFilter,
} from '../encodings.ts'
import { recordNotFound } from '../errors.ts'
import { factoryOf, findEncoding, findProfile, findVideo, profilesOf } from '../find.ts'
import { type Encoding, encodings, type Factory, videos } from '../model.ts'
import { pageOf } from '../page.ts'
import type { PathParameters } from '../routes.ts'
import { pageBody } from './page.ts'
import { preciseStatus } from './wire.ts'

export function list(call: Call) {
  return listPage(call, videoFilter(call))
}

export function ofVideo(call: Call, { id = '' }: PathParameters) {
  return listPage(call, { videoId: findVideo(call, id).id })
}

export function ofProfile(call: Call, { id = '' }: PathParameters) {
  return listPage(call, { profileId: findProfile(call, id).id })
}

export function count(call: Call) {
  return { total: call.world.state.table(encodings).count({ factoryId: factoryOf(call).id }) }
}

export function get(call: Call, { id = '' }: PathParameters) {
  return show(call, findEncoding(call, id))
}

export function create(call: Call) {
  return show(call, makeEncoding(call))
}

/** With another profile it is encoded anew; without one, or with its own, it stays as it is. */
export async function update(call: Call, { id = '' }: PathParameters) {
  const { world } = call
  const encoding = findEncoding(call, id)
  const asked = askedProfile(call)
  const [profile] = asked === undefined ? [] : profilesOf(world, factoryOf(call), [asked])
  if (!profile || profile.id === encoding.profileId) return show(call, encoding)
  const video = world.state.table(videos).get(encoding.videoId)
  if (!video) throw recordNotFound('Video', encoding.videoId)
  return show(call, await encodeAgain(world, encoding, video, profile))
}

function listPage(call: Call, owner: EncodingOwner) {
  const factory = factoryOf(call)
  const table = call.world.state.table(encodings)
  const where = encodingFilter(call, owner)
  const rows = table.list({ where, ...pageOf(call) }).map((encoding) => show(call, encoding, factory))
  return pageBody(call, { encodings: rows }, table.count(where))
}

function show(call: Call, encoding: Encoding, factory?: Factory) {
  const precise = call.input.boolean('precise_status') ?? false
  return {
    ...showEncoding(call, encoding, factory),
    status: precise ? preciseStatus(encoding) : encoding.status,
  }
}
