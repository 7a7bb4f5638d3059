import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { serve } from '../../../../harness/clients/local-server.ts'
import { type Json, minutes, type StreamDouble, streamDouble } from '../../../../harness/stream-double.ts'
import type { EmulatorOptions } from '../../../options.ts'

interface Heard {
  path: string
  headers: IncomingHttpHeaders
  event: Json
}

/** An app's server; what it answers by path, 200 if nothing else is said. */
async function listening(statuses: Record<string, number> = {}) {
  const heard: Heard[] = []
  const server = await serve(async (request, response) => {
    const path = request.url ?? ''
    heard.push({ path, headers: request.headers, event: JSON.parse(await text(request)) as Json })
    if (statuses[path] === 0) request.socket.destroy()
    else if (statuses[path] !== -1) response.writeHead(statuses[path] ?? 200).end()
  })
  return { heard, url: server.url, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

const hook = (url: string, more: Json = {}): Json => ({
  hook_type: 'webhook',
  enabled: true,
  webhook_url: url,
  ...more,
})

async function withHooks(hooks: Json[], options: EmulatorOptions = {}): Promise<StreamDouble> {
  const double = await streamDouble(options)
  await double.server.patch('/api/v2/app', { event_hooks: hooks })
  return double
}

describe('event hooks', () => {
  it('hear of the events that they ask for, and others of theirs do not concern them', async () => {
    await using app = await listening()
    await using double = await withHooks([
      hook(`${app.url}/all`),
      hook(`${app.url}/some`, { event_types: ['call.updated'], product: 'video' }),
      hook(`${app.url}/chat`, { product: 'chat' }),
      hook(`${app.url}/off`, { enabled: false }),
      { hook_type: 'sqs', enabled: true, sqs_queue_url: 'https://sqs.us-east-1.amazonaws.com/1/q' },
    ])
    await double.server.patch(double.call, { custom: { a: 1 } })
    await double.server.post(`${double.call}/mark_ended`)
    await double.wait(0)
    expect(app.heard.map(({ path, event }) => `${path} ${String(event['type'])}`).toSorted()).toEqual([
      '/all call.ended',
      '/all call.updated',
      '/some call.updated',
    ])
    const { json } = await double.server.get('/api/v2/app')
    expect((json['app'] as Json)['event_hooks']).toHaveLength(5)
  })

  it('of one call do not wait for those of another, nor one receiver for another', async () => {
    await using app = await listening({ '/bad': 503 })
    await using double = await withHooks([hook(`${app.url}/bad`), hook(`${app.url}/good`)])
    await double.server.post('/api/v2/video/call/default/other', { data: { created_by_id: 'john' } })
    await double.server.post(`${double.call}/mark_ended`)
    await double.wait(0)
    expect(app.heard.map(({ path, event }) => `${path} ${String(event['call_cid'])}`).toSorted()).toEqual([
      '/bad default:demo-1',
      '/bad default:other',
      '/good default:demo-1',
      '/good default:other',
    ])
    await double.wait(minutes)
    expect(app.heard.filter(({ path }) => path === '/bad')).toHaveLength(6)
  })

  it('whose connection fails are tried twice, and those that do not answer three times', async () => {
    await using app = await listening({ '/gone': 0, '/silent': -1 })
    await using double = await withHooks([hook(`${app.url}/gone`), hook(`${app.url}/silent`, { timeout_ms: 100 })])
    await double.server.post(`${double.call}/mark_ended`)
    await double.wait(minutes)
    const attempts = (path: string) =>
      app.heard.filter((one) => one.path === path).map(({ headers }) => headers['x-webhook-attempt'])
    expect(attempts('/gone')).toEqual(['1', '2'])
    expect(attempts('/silent')).toEqual(['1', '2', '3'])
    const { entries } = double.world.journal.list({ direction: 'out' })
    expect(entries.filter(({ operation }) => operation === 'webhook')).toHaveLength(5)
  })
})

describe('dates in webhooks', () => {
  it.each([
    ['rfc3339', '2026-01-01T00:00:00.000Z'],
    ['nanoseconds', Date.parse('2026-01-01') * 1e6],
  ] as const)('are of the form %s', async (webhookDates, date) => {
    await using app = await listening()
    await using double = await withHooks([hook(app.url)], { stream: { webhookDates } })
    await double.server.post(`${double.call}/mark_ended`)
    await double.wait(0)
    expect(app.heard.map(({ event }) => event)).toMatchObject([
      { type: 'call.ended', created_at: date, call: { ended_at: date } },
    ])
  })
})
