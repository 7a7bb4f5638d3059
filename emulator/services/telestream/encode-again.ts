// What was encoded is encoded once more: one encoding with another profile, or a whole video from its source on.
import type { World } from '../../world.ts'
import { begin, deleteOutputs, newEncoding, unbegun } from './encode.ts'
import { type Encoding, encodings, noMedia, type Profile, profiles, type Video, videos } from './model.ts'

/** With `profile` in place of its own; what it had written goes. */
export async function encodeAgain(world: World, encoding: Encoding, video: Video, profile: Profile): Promise<Encoding> {
  world.jobs.cancel(encoding.id)
  await deleteOutputs(world, encoding)
  return world.state.transaction(() => {
    const again = reset(world, encoding, video, profile)
    begin(world, video, [again])
    return again
  })
}

/**
 * A video as if it had just been sent, with the encodings that it has: its source is fetched again, unless it is still kept, and
 * looked at; then its encodings begin.
 */
export async function resubmitVideo(world: World, video: Video): Promise<void> {
  const { state, jobs, clock } = world
  const all = state.table(encodings).list({ where: { videoId: video.id } })
  for (const encoding of all) {
    jobs.cancel(encoding.id)
    await deleteOutputs(world, encoding)
  }
  jobs.cancel(video.id)
  const now = clock.now()
  state.transaction(() => {
    const again: Video = {
      ...video,
      ...noMedia,
      status: 'processing',
      errorClass: null,
      errorMessage: null,
      metadata: {},
      updatedAt: now,
    }
    state.table(videos).put(again)
    for (const encoding of all) reset(world, encoding, again, state.table(profiles).get(encoding.profileId))
    jobs.schedule({ kind: 'telestream.ingest', dueAt: now, payload: { videoId: video.id }, subject: video.id })
  })
}

/** @param profile undefined when it was deleted meanwhile */
function reset(world: World, encoding: Encoding, video: Video, profile: Profile | undefined): Encoding {
  const { id, createdAt } = encoding
  return world.state
    .table(encodings)
    .put(profile ? { ...newEncoding(world, video, profile, id), createdAt } : unbegun(world, encoding))
}
