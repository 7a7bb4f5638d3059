// GET /videos/queued.json: videos that are on their way, as long as their source or one of their encodings is being processed.
import type { Call } from '../call.ts'
import { factoryOf } from '../find.ts'
import { encodings, type Video, videos } from '../model.ts'
import { pageOf } from '../page.ts'
import { pageBody } from './page.ts'
import { showVideo } from './videos.ts'

/** By the indexes of status, so that it costs what is under way, and not what there is. */
const underWay = `
  SELECT id FROM telestream_videos WHERE doc ->> 'factoryId' IS ? AND doc ->> 'status' IS 'processing'
  UNION SELECT doc ->> 'videoId' FROM telestream_encodings WHERE doc ->> 'factoryId' IS ? AND doc ->> 'status' IS 'processing'`

export function queued(call: Call) {
  const { state } = call.world
  const { id } = factoryOf(call)
  const { limit, offset } = pageOf(call)
  // The tables are there only once they have been asked for.
  const table = state.table(videos)
  state.table(encodings)
  const [counted] = state.query(`SELECT count(*) AS n FROM (${underWay})`, id, id)
  const rows = state
    .query(
      `SELECT id FROM telestream_videos WHERE id IN (${underWay}) ORDER BY seq DESC LIMIT ? OFFSET ?`,
      id,
      id,
      limit,
      offset,
    )
    .map((row): Video | undefined => table.get(String(row.id)))
  return pageBody(
    call,
    { videos: rows.flatMap((video) => (video ? [showVideo(call, video)] : [])) },
    Number(counted?.n ?? 0),
  )
}
