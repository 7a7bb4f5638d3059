// Videos, as Flip 3.1 shows them, and what only it does with them.
import type { Call } from '../call.ts'
import { cancelEncoding } from '../encode.ts'
import { resubmitVideo } from '../encode-again.ts'
import { badRequest, missingParameters } from '../errors.ts'
import { factoryOf, findVideo } from '../find.ts'
import { encodings, type Video, videos } from '../model.ts'
import { pageOf, statusFilter } from '../page.ts'
import type { PathParameters } from '../routes.ts'
import { makeVideo } from '../videos.ts'
import { pageBody } from './page.ts'
import { flipVideoBody } from './wire.ts'

export function list(call: Call) {
  const table = call.world.state.table(videos)
  const where = { factoryId: factoryOf(call).id, status: statusFilter(call) }
  const rows = table.list({ where, ...pageOf(call) }).map((video) => showVideo(call, video))
  return pageBody(call, { videos: rows }, table.count(where))
}

export function get(call: Call, { id = '' }: PathParameters) {
  return showVideo(call, findVideo(call, id))
}

export async function create(call: Call) {
  return showVideo(call, await makeVideo(call))
}

/** Cancels all of its encodings; answers whether there was anything to cancel. */
export function cancel(call: Call, { id = '' }: PathParameters) {
  const { world } = call
  const canceled = world.state
    .table(encodings)
    .list({ where: { videoId: findVideo(call, id).id } })
    .filter((encoding) => cancelEncoding(world, encoding))
  return { canceled: canceled.length > 0 }
}

/** The clients ignore what is answered. */
export async function resubmit(call: Call) {
  const id = call.input.filled('video_id')
  if (id === undefined) throw missingParameters('video_id')
  const video = findVideo(call, id)
  if (!video.hasSource && video.sourceUrl === null)
    throw badRequest('The source of the video was deleted, and it has no source_url to fetch it from again')
  await resubmitVideo(call.world, video)
  return {}
}

export function showVideo({ world }: Call, video: Video) {
  return flipVideoBody(video, world.state.table(encodings).count({ videoId: video.id }))
}
