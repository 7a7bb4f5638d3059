import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { sample } from '../../../harness/conformance/telestream.ts'
import { telestreamClient, type TelestreamClient, type Wire } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

/** Every answer of a long flow, to the byte, and every object. */
async function transcript(emulator: Emulator, fetch: (request: Request) => Promise<Response>): Promise<string> {
  const world = emulator.worlds.main
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
    url: emulator.url,
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
  await world.jobs.advanceTo(world.clock.now() + 5000)
  await client.get(`/videos/${video.id}/encodings.json`)
  const { body: session } = await client.post('/videos/upload.json', {
    file_name: 'part.mp4',
    file_size: String(bytes.length),
    multi_chunk: 'true',
    profiles: profile.id,
  })
  await client.send(session.location)
  await client.send(session.location, { method: 'POST', headers: { 'x-part': '0' }, body: bytes })
  await world.jobs.advanceTo(world.clock.now() + 60_000)
  const { body: encodings } = await client.get<Wire[]>('/encodings.json', { screenshots: 'true' })
  await client.get(`/videos/${video.id}/metadata.json`)
  await client.delete(`/encodings/${encodings[0]?.id}.json`)
  await client.get('/encodings/nope.json')
  await client.get('/profiles.json', { expand: 'true' })
  for (const { key } of (await world.objects.list('my-bucket')).objects) {
    const response = await (fetch === emulator.fetch ? emulator.fetchS3 : fetch)(
      new Request(`${emulator.s3Url}/my-bucket/${key}`),
    )
    lines.push(
      `${key} ${response.status} ${response.headers.get('etag')} ${Buffer.from(await response.arrayBuffer()).toString('base64')}`,
    )
  }
  return lines.join('\n\n')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it('the same seed, requests and clock give byte-identical answers and objects in-process and over HTTP', async () => {
  const ports = { port: await freePort(), s3Port: await freePort(), seed: 77 }
  await using inProcess = await createEmulator(ports)
  await using server = await createEmulator(ports)
  await server.listen()
  const expected = await transcript(inProcess, inProcess.fetch)
  expect(await transcript(server, (request) => fetch(request))).toBe(expected)
  expect(expected.length).toBeGreaterThan(100_000)
})
