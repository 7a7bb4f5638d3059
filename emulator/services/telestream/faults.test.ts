// What Telestream's failures look like to its clients, in each API's dialect, and what becomes of what it does by itself.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serve } from '../../../harness/clients/local-server.ts'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import type { TelestreamClient, Wire } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'
import { referencedBlobs } from '../../objects/pieces.ts'

let emulator: Emulator
let world: World
let client: TelestreamClient
beforeEach(async () => {
  emulator = await createEmulator()
  world = emulator.worlds.main
  client = clientOf(emulator, world)
})
afterEach(() => emulator.close())

const byKey = async (path: string, init: RequestInit = {}) => {
  const headers = { 'x-api-key': world.credentials.telestream.apiKey }
  return emulator.fetch(new Request(`${emulator.url}${path}`, { headers, ...init }))
}

describe('an answer', () => {
  it.each([
    ['unavailable', 503, 'ServiceUnavailable'],
    ['internal', 500, 'InternalError'],
    ['not-authorized', 401, 'NotAuthorized'],
    ['expired', 401, 'NotAuthorized'],
    ['bad-request', 400, 'BadRequest'],
    ['not-found', 404, 'RecordNotFound'],
    ['rate-limited', 429, 'TooManyRequests'],
    ['storage-failed', 500, 'S3Error'],
  ])('of %s is %i of each API', async (error, status, errorClass) => {
    await world.faults.add({ service: 'telestream', error })
    expect(await client.get('/videos.json')).toMatchObject({ status, body: { error: errorClass } })
    const { factoryId } = world.credentials.telestream
    const flip = await byKey(`/flip/3.1/videos.json?factory_id=${factoryId}`)
    expect([flip.status, await flip.json()]).toEqual([status, expect.objectContaining({ error: errorClass })])
    const stores = await byKey('/stores/v1.1/stores')
    expect([stores.status, await stores.json()]).toEqual([
      status,
      { errors: [{ field: expect.any(String), message: expect.any(String) }] },
    ])
  })

  it('of the proxy is a page', async () => {
    await world.faults.add({ service: 'telestream', error: 'bad-gateway' })
    const { status, headers, text } = await client.get('/videos.json')
    expect([status, headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(text).toContain('<h1>502 Bad Gateway</h1>')
  })

  it('may be nothing', async () => {
    await world.faults.add({ service: 'telestream', error: 'internal-empty' })
    expect(await client.get('/videos.json')).toMatchObject({ status: 500, text: '' })
  })

  it('beyond a limit says when to come back', async () => {
    await world.faults.add({ service: 'telestream', operation: 'videos.list', rateLimit: { limit: 1 } })
    expect((await client.get('/videos.json')).status).toBe(200)
    const { status, headers } = await client.get('/videos.json')
    expect([status, headers.get('retry-after')]).toEqual([429, '60'])
    await world.jobs.advanceTo(world.clock.now() + 60_000)
    expect((await client.get('/videos.json')).status).toBe(200)
  })

  it('comes before the credential is looked at, and leaves no file behind', async () => {
    await client.get('/videos.json')
    const before = [...referencedBlobs(world.state)]
    await world.faults.add({ service: 'telestream', operation: 'videos.create', error: 'unavailable', times: 1 })
    const video = () => sample('sample.mp4').then((file) => client.upload(file, 'a.mp4', { profiles: 'h264' }))
    expect((await video()).status).toBe(503)
    expect((await client.get<Wire[]>('/videos.json')).body).toEqual([])
    expect([...referencedBlobs(world.state)]).toEqual(before)
    expect((await video()).status).toBe(200)
  })

  it('may be lost when the video is made: a client that tries again has two', async () => {
    await world.faults.add({
      service: 'telestream',
      operation: 'videos.create',
      error: 'internal',
      when: 'after',
      times: 1,
    })
    const file = await sample('sample.mp4')
    expect((await client.upload(file, 'a.mp4')).status).toBe(500)
    expect((await client.upload(file, 'a.mp4')).status).toBe(200)
    expect((await client.get<Wire[]>('/videos.json')).body).toHaveLength(2)
  })
})

describe('an upload', () => {
  const size = 11 * 1024 * 1024
  const bytes = new Uint8Array(size).map((_, at) => at % 251)
  const partSize = 5 * 1024 * 1024
  const session = async (multiChunk: boolean) =>
    (
      await client.post('/videos/upload.json', {
        file_name: 'a.mp4',
        file_size: String(size),
        ...(multiChunk && { multi_chunk: 'true' }),
      })
    ).body.location
  const part = (location: string, index: number) =>
    client.send(location, {
      method: 'PUT',
      headers: { 'x-part': String(index), 'content-type': 'application/octet-stream' },
      body: bytes.subarray(index * partSize, (index + 1) * partSize),
    })
  const missing = async (location: string) =>
    (await client.send<{ missing_parts?: number[] }>(location)).body.missing_parts

  it('that breaks off keeps what arrived: it goes on from there', async () => {
    const location = await session(false)
    await world.faults.add({
      service: 'telestream',
      operation: 'uploads.stream',
      reset: { afterBytes: 6_000_000 },
      times: 1,
    })
    const send = (start: number) =>
      client.send(location, {
        method: 'PUT',
        headers: { 'content-range': `bytes ${start}-${size - 1}/${size}` },
        body: bytes.subarray(start),
      })
    await expect(send(0)).rejects.toThrow('fetch failed')
    const status = await client.send(location, { method: 'PUT', headers: { 'content-range': `bytes */${size}` } })
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-5999999'])
    expect((await send(6_000_000)).status).toBe(200)
  })

  it('loses a part that it has taken: the session tells, and the part is sent again', async () => {
    const location = await session(true)
    await world.faults.add({ service: 'telestream', error: 'part-lost', path: '1', times: 1 })
    const answers = [await part(location, 0), await part(location, 1), await part(location, 2)]
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
    expect(await missing(location)).toEqual([1])
    expect((await part(location, 1)).body.status).toBe('processing')
  })

  it('has parts that break off, of which nothing counts', async () => {
    const location = await session(true)
    await world.faults.add({ preset: 'an upload breaks off' })
    await expect(part(location, 0)).rejects.toThrow('fetch failed')
    expect(await missing(location)).toEqual([0, 1, 2])
    expect((await part(location, 0)).status).toBe(204)
  })
})

describe('an encoding', () => {
  const encode = async () => {
    const { body } = await client.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264,webm' })
    await world.jobs.advanceUntilIdle()
    return (await client.get<Wire[]>(`/videos/${body.id}/encodings.json`)).body
  }

  it('fails at 40 %, with the class that is asked for, and succeeds when it is tried again', async () => {
    await world.faults.add({
      service: 'telestream',
      error: 'encoding-fails',
      path: '*.mp4',
      times: 1,
      details: { errorClass: 'CommandInvalid', message: 'no such filter' },
    })
    const encodings = await encode()
    expect(encodings.map(({ status }) => status).toSorted()).toEqual(['fail', 'success'])
    const failed = encodings.find(({ status }) => status === 'fail')
    expect(failed).toMatchObject({
      error_class: 'CommandInvalid',
      error_message: 'no such filter',
      encoding_progress: 40,
    })
    expect((await client.post(`/encodings/${failed?.id}/retry.json`)).status).toBe(200)
    await world.jobs.advanceUntilIdle()
    expect((await client.get(`/encodings/${failed?.id}.json`)).body.status).toBe('success')
  })

  it('fails with S3Error when the disk of the buckets is gone', async () => {
    const { body } = await client.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264' })
    // The source is there, and the encoding has begun.
    await world.jobs.advanceTo(world.clock.now() + 5000)
    await world.faults.add({ preset: 'the disk of the buckets is gone' })
    await world.jobs.advanceUntilIdle()
    world.faults.clear()
    const { body: encodings } = await client.get<Wire[]>(`/videos/${body.id}/encodings.json`)
    expect(encodings).toMatchObject([{ status: 'fail', error_class: 'S3Error' }])
  })

  it('is of a source that cannot be fetched', async () => {
    await using server = await serve((_, response) => void response.end('never asked'))
    await world.faults.add({ service: 'source', error: 'not-found' })
    const { body } = await client.post('/videos.json', { source_url: `${server.url}/a.mp4` })
    await world.jobs.advanceUntilIdle()
    expect((await client.get(`/videos/${body.id}.json`)).body).toMatchObject({
      status: 'fail',
      error_class: 'DownloadFailed',
    })
  })
})

describe('its webhooks', () => {
  it('are lost, twice, or late; what fails is tried again', async () => {
    const told: string[] = []
    await using app = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      told.push(new URLSearchParams(body).get('event') ?? '')
      response.end()
    })
    await client.put('/notifications.json', {
      url: app.url,
      'events[video_created]': 'true',
      'events[video_encoded]': 'true',
    })
    const heard = async (fault: Parameters<World['faults']['add']>[0]) => {
      told.length = 0
      world.faults.clear()
      await world.faults.add({ service: 'webhook', vendor: 'telestream', times: 1, ...fault })
      await client.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264' })
      await world.jobs.advanceUntilIdle()
      return [...told]
    }
    expect(await heard({ lose: true })).toEqual(['video-encoded'])
    expect(await heard({ duplicate: true })).toEqual(['video-created', 'video-created', 'video-encoded'])
    expect(await heard({ disorder: { by: '1m' } })).toEqual(['video-encoded', 'video-created'])
    expect(await heard({ error: 'timeout' })).toEqual(['video-created', 'video-encoded'])
    expect(world.faults.list()).toMatchObject([{ fired: 1 }])
  })
})
