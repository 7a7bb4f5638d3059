// What Stream's failures look like to its own SDK, and what becomes of what it does by itself.
import { StreamClient } from '@stream-io/node-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serve } from '../../../harness/clients/local-server.ts'
import { streamClient } from '../../../harness/stream-client.ts'
import { storage, streamDouble } from '../../../harness/stream-double.ts'
import { createEmulator, type Emulator, type FaultInput, type WorldHandle } from '../../index.ts'
import { emit } from './webhooks/emit.ts'

let emulator: Emulator
let world: WorldHandle
let client: StreamClient
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  await emulator.listen()
})
beforeEach(async () => {
  world = await emulator.createWorld()
  const { apiKey, apiSecret } = world.credentials.stream
  client = new StreamClient(apiKey, apiSecret, { basePath: world.url, timeout: 60_000 })
  return () => world[Symbol.asyncDispose]()
})
afterAll(() => emulator.close())

describe('node-sdk', () => {
  it.each([
    ['internal', 500, -1],
    ['timeout', 408, 23],
    ['token-expired', 401, 40],
    ['not-allowed', 403, 17],
    ['app-suspended', 403, 99],
    ['not-found', 404, 16],
    ['input-error', 400, 4],
    ['no-sfu', 500, 101],
  ])('throws its StreamError for %s', async (error, status, code) => {
    await world.faults.add({ service: 'stream', operation: 'ListCallTypes', error, times: 1 })
    await expect(client.video.listCallTypes()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^Stream error code .*ListCallTypes failed with error/),
      metadata: { responseCode: status },
    })
    expect((await client.video.listCallTypes()).call_types).toHaveProperty('default')
  })

  it('is told of a limit of rate, with what its headers say', async () => {
    await world.faults.add({ service: 'stream', rateLimit: { limit: 2, window: '1h' } })
    const first = await client.video.listCallTypes()
    expect(first.metadata.rateLimit).toMatchObject({ rateLimit: 2, rateLimitRemaining: 1 })
    await client.video.listCallTypes()
    await expect(client.video.listCallTypes()).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining('Too many requests for user: server'),
      metadata: {
        responseCode: 429,
        rateLimit: { rateLimit: 2, rateLimitRemaining: 0, rateLimitReset: expect.any(Date) },
      },
    })
  })

  it('does not understand what the load balancer says', async () => {
    await world.faults.preset('stream is down for ten minutes')
    await expect(client.video.listCallTypes()).rejects.toThrow(/JSON|Stream error|503/)
    expect(world.journal.entries().at(-1)).toMatchObject({ response: { status: 503 }, operation: 'ListCallTypes' })
  })

  it('gives up waiting, and the double goes on', async () => {
    const { apiKey, apiSecret } = world.credentials.stream
    const hasty = new StreamClient(apiKey, apiSecret, { basePath: world.url, timeout: 200 })
    await world.faults.add({ service: 'stream', latency: '1s', times: 1 })
    await expect(hasty.video.listCallTypes()).rejects.toThrow(/timed out|aborted|timeout/i)
    expect((await client.video.listCallTypes()).call_types).toHaveProperty('default')
  })

  it('is chosen by the user of its token', async () => {
    await world.faults.add({ service: 'stream', credential: 'lisa', error: 'not-allowed' })
    const asked = (token: string) =>
      world.fetch(`/api/v2/video/calls?api_key=${world.credentials.stream.apiKey}`, {
        method: 'POST',
        headers: { authorization: token, 'stream-auth-type': 'jwt', 'content-type': 'application/json' },
        body: '{}',
      })
    await client.upsertUsers([{ id: 'lisa' }, { id: 'tom' }])
    expect((await asked(client.generateUserToken({ user_id: 'lisa' }))).status).toBe(403)
    expect((await asked(client.generateUserToken({ user_id: 'tom' }))).status).toBe(201)
  })

  it('sees the check of a storage fail once', async () => {
    await world.objects.createBucket('my-bucket')
    await client.createExternalStorage({
      bucket: 'my-bucket',
      name: 'mine',
      storage_type: 's3',
      path: '',
      aws_s3: {
        s3_region: 'us-east-1',
        s3_api_key: world.credentials.s3.accessKeyId,
        s3_secret: world.credentials.s3.secretAccessKey,
      },
    })
    await world.faults.preset('stream check fails once')
    await expect(client.checkExternalStorage({ name: 'mine' })).rejects.toMatchObject({
      code: 4,
      message: expect.stringContaining('failed to upload test file: AccessDenied'),
    })
    expect(world.journal.entries().find(({ operation }) => operation === 'storage-check')).toMatchObject({
      fault: { name: 'stream check fails once' },
    })
    expect((await client.checkExternalStorage({ name: 'mine' })).file_url).toContain('my-bucket')
  })
})

describe('its webhooks', () => {
  /** What an app hears of three calls, of which something happens in each. */
  async function told(fault: FaultInput) {
    const heard: { types: string[]; attempts: string[] } = { types: [], attempts: [] }
    await using app = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      heard.types.push((JSON.parse(body) as { type: string }).type)
      heard.attempts.push(String(request.headers['x-webhook-attempt']))
      response.end()
    })
    await using double = await createEmulator()
    const { main } = double.worlds
    await (await streamClient(double, main)).patch('/api/v2/app', { webhook_url: app.url })
    await main.faults.add(fault)
    main.state.transaction(() => {
      for (const type of all) emit(main, { type, callCid: `default:${type}` })
    })
    await main.jobs.advanceUntilIdle()
    return { ...heard, journal: main.journal.list().entries.filter(({ fault: fired }) => fired !== undefined) }
  }

  const all = ['call.created', 'call.session_started', 'call.ended']

  it('are lost, and nobody tries again', async () => {
    const { journal, types } = await told({ service: 'webhook', vendor: 'stream', lose: true, times: 1 })
    expect(types).toEqual(all.slice(1))
    expect(journal).toMatchObject([{ direction: 'out', operation: 'webhook', error: expect.stringContaining('lost') }])
  })

  it('come twice', async () => {
    const { types } = await told({ service: 'webhook', duplicate: true, times: 1 })
    expect(types).toEqual(['call.created', ...all])
  })

  it('come out of order, whole', async () => {
    const { types } = await told({ service: 'webhook', disorder: { by: '30s' }, times: 1 })
    expect(types).toEqual(['call.session_started', 'call.ended', 'call.created'])
  })

  it('are tried again when the receiver is not there, or fails', async () => {
    const refused = await told({ service: 'webhook', error: 'connection-refused', times: 1 })
    expect(refused.types.toSorted()).toEqual(all.toSorted())
    expect(refused.attempts).toContain('2')
    const failing = await told({ service: 'webhook', error: 'unavailable', times: 2, path: '*' })
    expect(failing.attempts).toContain('2')
  })

  it('of another vendor are left alone', async () => {
    const { types } = await told({ service: 'webhook', vendor: 'telestream', lose: true })
    expect(types).toEqual(all)
  })
})

describe('a recording', () => {
  it('whose upload fails is told as failed, and is nowhere', async () => {
    await using double = await streamDouble()
    const { call, server, world: own } = double
    await own.faults.add({ preset: 'the next recording is not uploaded' })
    await double.join()
    await server.post(`${call}/recordings/composite/start`, { recording_external_storage: 'mine' })
    await double.wait(60_000)
    await server.post(`${call}/mark_ended`)
    await double.wait(60_000)
    expect(double.told(/recording_(ready|failed)/)).toEqual(['call.recording_failed'])
    expect(await double.keys()).toEqual([])
  })

  it('does not get into a bucket that is gone, and the journal names the fault', async () => {
    await using double = await streamDouble()
    const { call, server, world: own } = double
    await own.faults.add({ service: 'storage', operation: 'put', error: 'unavailable', name: 'an outage' })
    await double.join()
    await server.post(`${call}/recordings/composite/start`, { recording_external_storage: 'mine' })
    await double.wait(60_000)
    await server.post(`${call}/mark_ended`)
    await double.wait(60_000)
    expect(double.told(/recording_(ready|failed)/)).toEqual(['call.recording_failed'])
    const entry = own.journal.list().entries.find(({ operation }) => operation === 'upload')
    expect(entry).toMatchObject({
      error: expect.stringContaining('ObjectStoreUnavailable'),
      fault: { name: 'an outage' },
    })
  })

  it('does not get into a storage elsewhere that is down', async () => {
    await using double = await streamDouble()
    const { server, world: own } = double
    await server.post('/api/v2/external_storage', {
      ...storage('elsewhere', ''),
      aws_s3: {
        s3_region: 'us-east-1',
        s3_api_key: 'a',
        s3_secret: 'b',
        s3_custom_endpoint_url: 'http://127.0.0.1:1',
      },
    })
    await own.faults.add({ service: 'storage', vendor: 'stream', operation: 'request', error: 'unavailable' })
    const { status, json } = await server.get('/api/v2/external_storage/elsewhere/check')
    expect([status, json['message']]).toEqual([
      400,
      expect.stringContaining('failed to upload test file: RequestError'),
    ])
    expect(own.faults.list()).toMatchObject([{ fired: 1 }])
  })
})
