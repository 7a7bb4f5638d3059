// Telestream: films are uploaded, whole and in parts, encoded, and told of.
import { mainCredentials } from '../../../emulator/credentials.ts'
import { sample } from '../../conformance/telestream.ts'
import { telestreamClient, type TelestreamClient, type Wire } from '../../telestream-client.ts'
import { enoughWrong, eventually, type Lane } from '../lane.ts'
import type { Receiver } from '../receiver.ts'
import type { RunningDouble } from '../running-double.ts'

const partSize = 5 * 2 ** 20

function clientOf({ url }: RunningDouble): TelestreamClient {
  return telestreamClient({
    fetch: (request) => fetch(request),
    url,
    credentials: mainCredentials.telestream,
    now: () => Date.now(),
  })
}

export async function films(receiver: Receiver): Promise<Lane> {
  const media = await sample('sample.mp4')
  const large = new Uint8Array(partSize + media.length)
  large.set(media)
  /** By their ids, how large they are. */
  const acknowledged = new Map<string, number>()
  const sessions = new Map<string, Set<number>>()

  async function uploadInParts(double: RunningDouble): Promise<void> {
    const client = clientOf(double)
    const asked = { file_name: 'large.mp4', file_size: String(large.length), multi_chunk: 'true', profiles: 'h264' }
    const { body: session } = await client.post('/videos/upload.json', asked)
    const parts = new Set<number>()
    sessions.set(new URL(session.location).search, parts)
    for (const part of [1, 0]) {
      const { status, body } = await client.send(session.location, {
        method: 'PUT',
        headers: { 'x-part': String(part) },
        body: large.slice(part * partSize, (part + 1) * partSize),
      })
      if (status < 300) parts.add(part)
      if (status === 200) acknowledged.set(body.id, large.length)
    }
  }

  let turn = 0
  return {
    name: 'films',
    acknowledged: () => acknowledged.size,
    async prepare(double) {
      const parameters = { url: receiver.url, events: JSON.stringify({ video_encoded: true, video_created: true }) }
      const { status, text } = await clientOf(double).put('/notifications.json', parameters)
      if (status !== 200) throw new Error(text)
    },
    async work(double) {
      turn += 1
      if (turn % 4 === 0) return uploadInParts(double)
      const { status, body } = await clientOf(double).upload(media, 'film.mp4', { profiles: 'h264' })
      if (status === 200) acknowledged.set(body.id, media.length)
    },
    async check(double) {
      const client = clientOf(double)
      const wrong: string[] = []
      for (const id of [...acknowledged.keys()].slice(-20)) {
        const { status } = await client.get(`/videos/${id}.json`)
        if (status !== 200) wrong.push(`the film ${id} is gone: ${status}`)
      }
      for (const [search, parts] of [...sessions].slice(-5)) {
        const { body, status } = await client.send(`${double.url}/upload/session${search}`)
        const missing: unknown = body.missing_parts ?? []
        const lost = [...parts].filter((part) => Array.isArray(missing) && missing.includes(part))
        if (status !== 200 || lost.length > 0) wrong.push(`parts ${lost.join()} of ${search} are gone (${status})`)
      }
      return wrong
    },
    async settle(double) {
      const client = clientOf(double)
      const wrong: string[] = []
      for (const [id, size] of acknowledged) {
        if (wrong.length >= enoughWrong) break
        const video = await eventually(
          () => client.get(`/videos/${id}.json`),
          ({ body }) => body.status === 'success',
        )
        if (!video) wrong.push(`the film ${id} was never looked at`)
        if (!video) continue
        const encodings = await eventually(
          () => client.get<Wire[]>(`/videos/${id}/encodings.json`),
          ({ body }) => body.length > 0 && body.every(({ status }) => status === 'success'),
        )
        if (encodings?.body.length !== 1)
          wrong.push(`the film ${id} has ${encodings?.body.length ?? 'no finished'} encodings`)
        if (video.body['file_size'] !== size)
          wrong.push(`the film ${id} has ${String(video.body['file_size'])} of ${size} bytes`)
        const original = await fetch(`${double.s3Url}/my-bucket/${video.body.path}.mp4`)
        const stored = (await original.arrayBuffer()).byteLength
        if (stored !== size)
          wrong.push(`of the film ${id} ${stored} of ${size} bytes are in the bucket (${original.status})`)
        for (const event of ['video-created', 'video-encoded']) {
          const heard = await eventually(
            async () => receiver.told(`event=${event}&video_id=${id}`),
            (count) => count > 0,
          )
          if (!heard) wrong.push(`nobody was told of ${event} of ${id}`)
        }
      }
      const { body: all } = await client.get<Wire[]>('/encodings.json', { per_page: '1000' })
      const twice = [...Map.groupBy(all, (encoding) => String(encoding['video_id']))].filter(([, of]) => of.length > 1)
      for (const [id, of] of twice) wrong.push(`the film ${id} was encoded ${of.length} times`)
      return wrong
    },
  }
}
