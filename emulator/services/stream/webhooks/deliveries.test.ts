import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serve } from '../../../../harness/clients/local-server.ts'
import { type StreamClient, streamClient } from '../../../../harness/stream-client.ts'
import { createEmulator, type Emulator } from '../../../emulator.ts'
import { OutboundRefused } from '../../../outbound/refused.ts'
import { emit } from './emit.ts'

interface Told {
  at: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** An application that answers its first deliveries with `statuses`, and those after them with 200. */
async function application(emulator: Emulator, statuses: number[] = []) {
  const told: Told[] = []
  const server = await serve(async (request, response) => {
    told.push({ at: emulator.worlds.main.clock.now(), headers: request.headers, body: await buffer(request) })
    response.writeHead(statuses[told.length - 1] ?? 200).end()
  })
  return { ...server, told, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

const typeOf = ({ body }: Told) => (JSON.parse(body.toString()) as { type: string }).type

let emulator: Emulator
let client: StreamClient
beforeEach(async () => {
  emulator = await createEmulator()
  client = await streamClient(emulator, emulator.worlds.main)
})
afterEach(() => emulator.close())

const happen = (...types: string[]) => {
  const { main } = emulator.worlds
  main.state.transaction(() => {
    for (const type of types) emit(main, { type, callCid: 'default:a' })
  })
  return main.jobs.advanceUntilIdle()
}

describe('webhooks', () => {
  it('tell what happened in a call one after the other, each signed and with an id of its own', async () => {
    await using app = await application(emulator)
    await client.patch('/api/v2/app', { webhook_url: app.url })
    await happen('call.created', 'call.session_started', 'call.ended')
    expect(app.told.map(typeOf)).toEqual(['call.created', 'call.session_started', 'call.ended'])
    const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
    for (const { headers, body } of app.told) {
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'x-signature': createHmac('sha256', apiSecret).update(body).digest('hex'),
        'x-api-key': apiKey,
        'x-webhook-attempt': '1',
      })
    }
    expect(new Set(app.told.map(({ headers }) => headers['x-webhook-id'])).size).toBe(3)
  })

  it('are tried three times with one id, and what comes after waits for that', async () => {
    await using app = await application(emulator, [503, 429, 500])
    await client.patch('/api/v2/app', { webhook_url: app.url })
    await happen('call.created', 'call.ended')
    expect(app.told.map((one) => `${typeOf(one)} ${one.headers['x-webhook-attempt']}`)).toEqual([
      'call.created 1',
      'call.created 2',
      'call.created 3',
      'call.ended 1',
    ])
    expect(new Set(app.told.map(({ headers }) => headers['x-webhook-id'])).size).toBe(2)
    const [first] = app.told
    expect(app.told.map(({ at }) => at - (first?.at ?? 0))).toEqual([0, 1000, 4000, 4000])
  })

  it('wait 6 s for an answer, and 15 s at all attempts together', async () => {
    const { main } = emulator.worlds
    await client.patch('/api/v2/app', { webhook_url: 'http://127.0.0.1:9' })
    const waited = vi.fn<(ms: number | undefined) => void>()
    vi.spyOn(main.outbound, 'fetch').mockImplementation((_, __, { timeoutMs }) => {
      waited(timeoutMs)
      return Promise.reject(new OutboundRefused('timeout', 'no answer'))
    })
    await happen('call.created')
    expect(waited.mock.calls).toEqual([[6000], [6000], [3000]])
  })

  it('are not tried again where the application will not have them', async () => {
    await using app = await application(emulator, [401])
    await client.patch('/api/v2/app', { webhook_url: app.url })
    await happen('call.created')
    expect(app.told).toHaveLength(1)
  })

  it('are of the events that were asked for', async () => {
    await using app = await application(emulator)
    await client.patch('/api/v2/app', { webhook_url: app.url, webhook_events: ['call.ended'] })
    await happen('call.created', 'call.ended')
    expect(app.told.map(typeOf)).toEqual(['call.ended'])
  })

  it('are signed before they are compressed', async () => {
    await using app = await application(emulator)
    await client.patch('/api/v2/app', { webhook_url: app.url, enable_hook_payload_compression: true })
    await happen('call.created')
    const [told] = app.told
    const plain = gunzipSync(told?.body ?? '')
    const { apiSecret } = emulator.worlds.main.credentials.stream
    expect(told?.headers).toMatchObject({
      'content-encoding': 'gzip',
      'x-signature': createHmac('sha256', apiSecret).update(plain).digest('hex'),
    })
  })
})
