// Both generations of the vendor's own SDK for Node, over a socket, and with no socket at all.
import { StreamClient } from '@stream-io/node-sdk'
import { StreamClient as OlderClient } from 'stream-node-sdk-0.4'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator.ts'

let emulator: Emulator
let basePath: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  basePath = (await emulator.listen()).url
})
beforeEach(() => emulator.worlds.main.reset())
afterEach(() => void vi.unstubAllGlobals())
afterAll(() => emulator.close())

const clients: Record<string, () => StreamClient | OlderClient> = {
  '0.7': () => new StreamClient(...credentials(), { basePath, timeout: 60_000 }),
  '0.4': () => new OlderClient(...credentials(), { basePath, timeout: 60_000 }),
  '0.7 without a socket': () => {
    vi.stubGlobal('fetch', (input: string, init: RequestInit) => emulator.fetch(new Request(input, init)))
    return new StreamClient(...credentials(), { basePath: 'https://video.stream-io-api.com', timeout: 60_000 })
  },
}

function credentials(): [string, string] {
  const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
  return [apiKey, apiSecret]
}

describe.each(Object.keys(clients))('node-sdk %s', (name) => {
  let client: StreamClient | OlderClient
  beforeEach(() => {
    client = clients[name]?.() ?? new StreamClient(...credentials(), { basePath, timeout: 60_000 })
  })

  test('makes users, and finds them', async () => {
    const { users } = await client.upsertUsers([{ id: 'lisa', name: 'Lisa', custom: { color: 'red' } }])
    expect(users.lisa).toMatchObject({ name: 'Lisa', role: 'user', custom: { color: 'red' } })
    expect(Math.abs(Number(users.lisa?.created_at) - Date.now())).toBeLessThan(60_000)
    const found = await client.queryUsers({ payload: { filter_conditions: { id: { $eq: 'lisa' } } } })
    expect(found.users.map(({ id }) => id)).toEqual(['lisa'])
    const { task_id: id } = await client.deleteUsers({ user_ids: ['lisa'] })
    expect(await client.getTask({ id })).toMatchObject({ status: 'pending', created_at: expect.any(Date) })
  })

  test('makes, changes and deletes a call type', async () => {
    const created = await client.video.createCallType({
      name: 'mine',
      settings: { audio: { mic_default_on: true, default_device: 'speaker' }, geofencing: { names: ['canada'] } },
      grants: { admin: ['send-audio'] },
    })
    expect(created).toMatchObject({ name: 'mine', created_at: expect.any(Date), grants: { admin: ['send-audio'] } })
    await client.video.updateCallType({
      name: 'mine',
      grants: { host: ['join-backstage'] },
      external_storage: 'stream-s3',
    })
    const { call_types: types } = await client.video.listCallTypes()
    expect(types.mine).toMatchObject({ external_storage: 'stream-s3', grants: { host: ['join-backstage'] } })
    await client.video.deleteCallType({ name: 'mine' })
    await expect(client.video.getCallType({ name: 'mine' })).rejects.toThrow(
      'Stream error code 16: GetCallType failed with error: "mine: call type does not exist"',
    )
  })

  test('reads limits of rate from answers and errors', async () => {
    const { metadata } = await client.getApp()
    expect(metadata.rateLimit).toMatchObject({ rateLimit: 60_000, rateLimitReset: expect.any(Date) })
    const refused = client.queryUsers()
    await expect(refused).rejects.toMatchObject({
      code: 4,
      metadata: { responseCode: 400, rateLimit: { rateLimit: 60_000 } },
    })
    await expect(refused).rejects.toThrow('QueryUsers failed with error: "invalid json data"')
    const rates = await client.getRateLimits({ server_side: true, endpoints: 'QueryChannels,GetOrCreateChannel' })
    expect(Object.keys(rates.server_side ?? {})).toEqual(['QueryChannels', 'GetOrCreateChannel'])
  })
})

test('a user’s token, as the SDK makes it, is not for what servers do', async () => {
  const server = new StreamClient(...credentials(), { basePath, timeout: 60_000 })
  const token = server.generateUserToken({ user_id: 'lisa', validity_in_seconds: 60 })
  const answer = await fetch(`${basePath}/video/calltypes?api_key=${credentials()[0]}`, {
    headers: { authorization: token, 'stream-auth-type': 'jwt' },
  })
  expect(answer.status).toBe(403)
})

test('the SDK with another secret hears which one it should be', async () => {
  const stranger = new StreamClient(credentials()[0], 'another-secret-of-32-bytes-at-least', {
    basePath,
    timeout: 60_000,
  })
  await expect(stranger.getApp()).rejects.toThrow(
    'Stream error code 43: GetApp failed with error: "JWTAuth error: signature is not valid. Make sure the token is created using the secret for API key "your-api-key""',
  )
})
