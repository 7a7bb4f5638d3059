// The end of an encoding, good or bad, and who hears of it.
import type { World } from '../../world.ts'
import { type Encoding, encodings, type ErrorClass, videos } from './model.ts'
import { notifyEncoding, notifyVideo } from './webhooks.ts'

/** To be called in a transaction. */
export function failEncoding(world: World, encoding: Encoding, errorClass: ErrorClass, errorMessage: string): void {
  endEncoding(world, encoding, { status: 'fail', errorClass, errorMessage })
}

/** With `changes`, which say how it ended. To be called in a transaction. */
export function endEncoding(world: World, encoding: Encoding, changes: Partial<Encoding>): void {
  const now = world.clock.now()
  // What ends before its time took no longer than it worked.
  const takes = Math.min(encoding.takes ?? Infinity, now - (encoding.startedAt ?? now))
  // What is still to be told of its progress.
  if (encoding.takes === null) world.jobs.cancel(encoding.id)
  tellEnd(world, world.state.table(encodings).put({ ...encoding, ...changes, takes, updatedAt: now }))
}

/** `video-encoded` follows when it was the last of its video. */
function tellEnd(world: World, encoding: Encoding): void {
  notifyEncoding(world, 'encoding_completed', encoding)
  const video = world.state.table(videos).get(encoding.videoId)
  const unfinished = world.state
    .table(encodings)
    .list({ where: { videoId: encoding.videoId } })
    .some(({ status }) => status === 'processing')
  if (video && !unfinished) notifyVideo(world, 'video_encoded', video)
}
