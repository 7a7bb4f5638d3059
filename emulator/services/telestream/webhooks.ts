// What a factory tells its owner's application (§6.1), and how long it insists.
import { OutboundRefused } from '../../outbound/index.ts'
import type { Service } from '../../service.ts'
import type { World } from '../../world.ts'
import { encodings, factories, type Encoding, type NotificationEvent, type Video, videos } from './model.ts'

interface Delivery {
  url: string
  body: string
  /** Of the first attempt, in ms of world time. */
  firstAt: number
  /** Seconds until the next attempt, if there must be one. */
  wait: number
}

/** Deliveries are tried for so long. */
const patience = 24 * 60 * 60_000
/** A receiver has so long to answer, in real time. */
const timeoutMs = 30_000

/** The value of `event` differs from the setting's name in one case (§6.1). */
const eventNames: Record<NotificationEvent, string> = {
  video_created: 'video-created',
  video_encoded: 'video-encoded',
  encoding_progress: 'encoding-progress',
  encoding_completed: 'encoding-complete',
}

/** The source was fetched and looked at, whether with success or not. */
export function notifyVideo(world: World, event: 'video_created' | 'video_encoded', video: Video): void {
  const ids = world.state
    .table(encodings)
    .list({ where: { videoId: video.id } })
    .map(({ id }, at): [string, string] => [`encoding_ids[${at}]`, id])
  notify(world, event, video, [['video_id', video.id], ...ids])
}

export function notifyEncoding(
  world: World,
  event: 'encoding_progress' | 'encoding_completed',
  encoding: Encoding,
  progress?: number,
): void {
  const video = world.state.table(videos).get(encoding.videoId)
  if (!video) return
  const fields: [string, string][] = [
    ['encoding_id', encoding.id],
    ['video_id', encoding.videoId],
  ]
  if (progress !== undefined) fields.push(['progress', String(progress)])
  notify(world, event, video, fields)
}

function notify(world: World, event: NotificationEvent, video: Video, fields: [string, string][]): void {
  const { url, events, delay, sendVideoPayload } =
    world.state.table(factories).get(video.factoryId)?.notifications ?? {}
  if (!url || !events?.[event]) return
  const body = new URLSearchParams([['event', eventNames[event]], ...fields])
  if (sendVideoPayload && video.payload !== null) body.set('payload', video.payload)
  const now = world.clock.now()
  const delivery: Delivery = { url, body: body.toString(), firstAt: now, wait: Math.max(delay ?? 0, 1) }
  world.jobs.schedule({ kind: 'telestream.webhook', dueAt: now, payload: delivery })
}

/** Anything but 200 is tried again: after `delay`, twice that, four times that, … for a day. */
export const webhookJobs: Service['jobs'] = {
  async 'telestream.webhook'(job, world) {
    const delivery = job.payload as Delivery
    if (await delivered(world, delivery)) return undefined
    const dueAt = job.dueAt + delivery.wait * 1000
    if (dueAt > delivery.firstAt + patience) return undefined
    return () => void world.jobs.schedule({ kind: job.kind, dueAt, payload: { ...delivery, wait: delivery.wait * 2 } })
  },
}

async function delivered(world: World, { url, body }: Delivery): Promise<boolean> {
  try {
    const response = await world.outbound.fetch('webhook', 'telestream', {
      url,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      maxBytes: 64 * 1024,
      timeoutMs,
    })
    await response.body?.cancel()
    return response.status === 200
  } catch (error) {
    if (error instanceof OutboundRefused) return false
    throw error
  }
}
