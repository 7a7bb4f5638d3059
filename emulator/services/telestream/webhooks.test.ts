import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import type { TelestreamClient } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'

let emulator: Emulator
let world: World
let client: TelestreamClient
let server: Server
let received: Record<string, string>[]
let answer: () => number

beforeEach(async () => {
  emulator = await createEmulator({ telestream: { encodingTime: 25_000 } })
  world = emulator.worlds.main
  client = clientOf(emulator, world)
  received = []
  answer = () => 200
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push({ ...Object.fromEntries(new URLSearchParams(body)), type: request.headers['content-type'] ?? '' })
    response.writeHead(answer()).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await client.put('/notifications.json', {
    url: `http://127.0.0.1:${port}/hook`,
    delay: '4',
    send_video_payload: 'true',
    'events[video_created]': 'true',
    'events[video_encoded]': 'true',
    'events[encoding_progress]': 'true',
    'events[encoding_completed]': 'true',
  })
})
afterEach(async () => {
  await emulator.close()
  server.close()
})

const upload = async (name = 'a.mp4') =>
  (await client.upload(await sample('sample.mp4'), name, { profiles: 'h264,webm', payload: 'order 7' })).body

it('tells the life of a video, form-encoded: created, progress every 10 s, complete, encoded', async () => {
  const video = await upload()
  await world.jobs.advanceUntilIdle()
  expect(received.map(({ event }) => event)).toEqual([
    'video-created',
    'encoding-progress',
    'encoding-progress',
    'encoding-progress',
    'encoding-progress',
    'encoding-complete',
    'encoding-complete',
    'video-encoded',
  ])
  const [created, progress] = received
  const ids = (await client.get<{ id: string }[]>('/encodings.json')).body.map(({ id }) => id).toReversed()
  expect(created).toEqual({
    event: 'video-created',
    video_id: video.id,
    'encoding_ids[0]': ids[0],
    'encoding_ids[1]': ids[1],
    payload: 'order 7',
    type: 'application/x-www-form-urlencoded',
  })
  expect(progress).toMatchObject({ encoding_id: ids[0], video_id: video.id, progress: '40' })
  const deliveries = world.journal.list({ direction: 'out' }).entries
  expect(deliveries).toHaveLength(8)
  expect(deliveries.at(-1)).toMatchObject({
    operation: 'webhook',
    at: '2026-01-01T00:00:00.000Z',
    response: { status: 200 },
    request: { method: 'POST', body: expect.stringContaining('event=video-created') },
  })
})

it('tells of a video that failed too, and leaves out what nobody asked for', async () => {
  await client.put('/notifications.json', {
    'events[encoding_completed]': 'false',
    'events[video_encoded]': '0',
    send_video_payload: 'False',
  })
  await client.upload(await sample('not-media.txt'), 'no.mp4', { profiles: 'h264' })
  await world.jobs.advanceUntilIdle()
  expect(received.map(({ event, payload }) => [event, payload])).toEqual([['video-created', undefined]])
})

it('tries again after 4, 8, 16, … s until it is answered 200', async () => {
  let failures = 3
  answer = () => ((failures -= 1) >= 0 ? 503 : 200)
  await client.put('/notifications.json', {
    'events[encoding_completed]': 'false',
    'events[video_encoded]': 'false',
    'events[encoding_progress]': 'false',
  })
  await upload()
  await world.jobs.advanceUntilIdle()
  const times = world.journal
    .list({ direction: 'out' })
    .entries.map(({ at, response }) => [at.slice(11, 19), response.status])
    .toReversed()
  expect(times).toEqual([
    ['00:00:00', 503],
    ['00:00:04', 503],
    ['00:00:12', 503],
    ['00:00:28', 200],
  ])
})

it('gives up after a day of world time, and a receiver that is gone stops nothing else', async () => {
  server.close()
  server.closeAllConnections()
  await upload()
  await world.jobs.advanceUntilIdle()
  const attempts = world.journal.list({ direction: 'out', limit: 1000 }).entries
  const created = attempts.filter(({ request }) => request.body?.includes('event=video-created'))
  expect(created).toHaveLength(15)
  expect(attempts[0]).toMatchObject({ response: { status: 0 }, error: expect.stringContaining('connect') })
  expect(Date.parse(created[0]?.at ?? '') - Date.parse(created.at(-1)?.at ?? '')).toBeLessThan(24 * 60 * 60_000)
  expect((await client.get<{ status: string }[]>('/encodings.json')).body.map(({ status }) => status)).toEqual([
    'success',
    'success',
  ])
})

it('lets a receiver ask back during its delivery', async () => {
  const asked: number[] = []
  answer = () => 200
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    request.resume()
    void client.get('/videos.json').then(({ status }) => {
      asked.push(status)
      response.writeHead(200).end()
    })
  })
  await upload()
  await world.jobs.advanceUntilIdle()
  expect(asked).toHaveLength(8)
  expect(new Set(asked)).toEqual(new Set([200]))
})
