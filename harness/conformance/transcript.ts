// What every face answers to one long flow: under the same seed and clock the same, to the byte.
import { type DuraCloudClient, duraCloudClient } from '../duracloud-client.ts'
import { streamClient } from '../stream-client.ts'
import { storage } from '../stream-double.ts'
import { telestreamClient, type TelestreamClient, type Wire } from '../telestream-client.ts'
import type { Face } from './face.ts'
import { sample } from './telestream.ts'

/** Every answer of a long flow, to the byte, and every object. */
export async function transcript({ fetch, fetchS3, url, world }: Face): Promise<string> {
  const lines: string[] = []
  const told: typeof fetch = async (request) => {
    const response = await fetch(request)
    const text = await response.clone().text()
    lines.push(
      `${request.method} ${request.url}\n${response.status} ${response.headers.get('content-type')} ${response.headers.get('range') ?? ''}\n${text}`,
    )
    return response
  }
  const client: TelestreamClient = telestreamClient({
    fetch: told,
    url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now(),
  })
  const bytes = await sample('sample.mp4')
  await client.get('/factories.json')
  await client.put('/notifications.json', { 'events[video_created]': 'True', url: 'http://127.0.0.1:9/nobody' })
  const { body: profile } = await client.post('/profiles.json', {
    preset_name: 'thumbnail',
    name: 'stills',
    frame_count: '2',
  })
  const { body: video } = await client.upload(bytes, 'film.mp4', { payload: 'ü' })
  await client.get(`/videos/${video.id}.json`)
  await world.wait(5000)
  await client.get(`/videos/${video.id}/encodings.json`)
  const { body: session } = await client.post('/videos/upload.json', {
    file_name: 'part.mp4',
    file_size: String(bytes.length),
    multi_chunk: 'true',
    profiles: profile.id,
  })
  await client.send(session.location)
  await client.send(session.location, { method: 'POST', headers: { 'x-part': '0' }, body: bytes })
  await world.wait(60_000)
  const { body: encodings } = await client.get<Wire[]>('/encodings.json', { screenshots: 'true' })
  await client.get(`/videos/${video.id}/metadata.json`)
  await client.delete(`/encodings/${encodings[0]?.id}.json`)
  await client.get('/encodings/nope.json')
  await client.get('/profiles.json', { expand: 'true' })
  lines.push(...(await objectsOf({ fetchS3, world }, 'my-bucket')))
  return lines.join('\n\n')
}

/** The same of DuraCloud: spaces, content, a task, reports, and a refusal; with the headers that it answers by itself. */
export async function duraCloudTranscript({ fetch, url, world }: Face): Promise<string> {
  const lines: string[] = []
  const told: typeof fetch = async (request) => {
    const response = await fetch(request)
    const headers = [...response.headers].filter(
      ([name]) => !/^(date|connection|keep-alive|transfer-encoding|content-length)$/.test(name),
    )
    const bytes = Buffer.from(await response.clone().arrayBuffer()).toString('latin1')
    lines.push(`${request.method} ${request.url}\n${response.status} ${JSON.stringify(headers)}\n${bytes}`)
    return response
  }
  const client = (user: 'root' | 'user'): DuraCloudClient => duraCloudClient({ fetch: told, url }, world, user)
  const root = client('root')
  await root.get('/stores')
  await root.put('/films')
  await root.put('/films/a b.txt', 'The first.', { 'content-type': 'text/plain', 'x-dura-meta-creator': 'Jane' })
  await root.put('/films/b.mp4', await sample('sample.mp4'), { 'content-type': 'video/mp4' })
  await root.get('/films')
  await root.get('/films/b.mp4', { range: 'bytes=10-99' })
  await root.head('/films/a%20b.txt')
  await client('user').get('/films/a%20b.txt')
  await root.task('enable-hls', { spaceId: 'films', secure: false })
  await root.task('get-supported')
  await world.settle()
  await root.get('/manifest/films')
  await root.get('/audit/films')
  await root.delete('/films')
  await root.get('/films')
  return lines.join('\n\n')
}

/** The same of Stream: a storage, a call that is recorded, transcribed and captioned, what is told of it, its files, and refusals. */
export async function streamTranscript({ fetch, fetchS3, url, world }: Face): Promise<string> {
  const lines: string[] = []
  const told: typeof fetch = async (request) => {
    const response = await fetch(request)
    const headers = [...response.headers].filter(
      ([name]) => !/^(date|connection|keep-alive|transfer-encoding|content-length|etag|last-modified)$/.test(name),
    )
    const bytes = Buffer.from(await response.clone().arrayBuffer()).toString('latin1')
    lines.push(`${request.method} ${request.url}\n${response.status} ${JSON.stringify(headers)}\n${bytes}`)
    return response
  }
  const face = { fetch: told, url }
  const server = await streamClient(face, world)
  const john = await streamClient(face, world, 'john')
  const call = '/api/v2/video/call/default/demo'
  // Nobody listens: what would have been told is in the journal.
  await server.patch('/api/v2/app', { webhook_url: 'http://127.0.0.1:9/nobody' })
  await server.post('/api/v2/external_storage', storage('mine', 'films/'))
  await server.get('/api/v2/external_storage/mine/check')
  await server.put('/video/calltypes/default', { external_storage: 'mine' })
  await server.post('/api/v2/users', { users: { john: { id: 'john' }, mary: { id: 'mary', custom: { color: 'ü' } } } })
  await server.post(call, { ring: true, data: { created_by_id: 'john', members: [{ user_id: 'mary' }] } })
  await john.post(`${call}/join`, { location: 'AMS' })
  for (const type of ['composite', 'individual', 'raw']) await server.post(`${call}/recordings/${type}/start`, {})
  await server.post(`${call}/start_frame_recording`, { recording_external_storage: 'stream-s3' })
  await server.post(`${call}/start_closed_captions`, { enable_transcription: true })
  await world.wait(10_000)
  await server.get('/video/call/default/demo')
  await server.post(`${call}/mark_ended`)
  await world.settle()
  const { json } = await server.get(`${call}/recordings`)
  for (const { url } of json['recordings'] as { url: string }[]) await told(new Request(url))
  await server.get(`${call}/transcriptions`)
  await server.post('/api/v2/video/calls', { filter_conditions: { ended_at: { $exists: true } }, limit: 1 })
  await server.post('/api/v2/video/calls', { filter_conditions: { colour: 'red' } })
  await server.delete(`${call}/x/recordings/y`)
  await john.delete('/api/v2/external_storage/mine')
  for (const { request } of await world.journal('out')) lines.push(`${request.method} ${request.url}\n${request.body}`)
  lines.push(...(await objectsOf({ fetchS3, world }, 'my-bucket')))
  return lines.join('\n\n')
}

/** The objects of a bucket that anybody may read, to the byte. */
async function objectsOf({ fetchS3, world }: Pick<Face, 'fetchS3' | 'world'>, bucket: string): Promise<string[]> {
  const lines: string[] = []
  for (const key of await world.keys(bucket)) {
    const response = await fetchS3(new Request(`${world.bucketUrl(bucket)}/${key}`))
    const bytes = Buffer.from(await response.arrayBuffer()).toString('base64')
    lines.push(`${key} ${response.status} ${response.headers.get('etag')} ${bytes}`)
  }
  return lines
}
