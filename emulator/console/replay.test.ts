import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ControlClient, controlClient } from '../../harness/control-client.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import type { JournalEntry, Recorded } from '../journal.ts'
import { CannotReplay, requestAgain } from './replay.ts'

interface Refusal {
  error: { code: string; message: string }
}

let emulator: Emulator
let control: ControlClient
beforeEach(async () => {
  emulator = await createEmulator()
  control = controlClient(emulator)
})
afterEach(() => emulator.close())

function telestream(world = emulator.worlds.main) {
  return telestreamClient({
    fetch: emulator.fetch,
    url: emulator.url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now(),
    api: 'v3.0',
  })
}

const newest = async (client = control) =>
  (await client.call<{ entries: JournalEntry[] }>('GET', '/journal')).body.entries[0]

describe('a request of the journal', () => {
  test('is sent again with the credential that the journal redacts', async () => {
    const { apiKey } = emulator.worlds.main.credentials.telestream
    const url = `${emulator.url}/stores/v1.1/stores`
    await emulator.fetch(new Request(url, { headers: { 'x-api-key': apiKey } }))
    const before = await newest()
    expect(before?.request.headers['x-api-key']).not.toBe(apiKey)
    const { status, body } = await control.call<JournalEntry>('POST', `/journal/${before?.id}/replay`)
    expect(status).toBe(200)
    expect(body.id).not.toBe(before?.id)
    expect(body.response).toEqual(before?.response)
    expect(JSON.stringify(body)).not.toContain(apiKey)
  })

  test('does again what it did, with its body', async () => {
    const { apiKey } = emulator.worlds.main.credentials.telestream
    await emulator.fetch(
      new Request(`${emulator.url}/stores/v1.1/stores`, {
        method: 'POST',
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
        body: '{"name": "again"}',
      }),
    )
    const before = await newest()
    expect(before?.request.body).toBe('{"name": "again"}')
    const replayed = await control.call<JournalEntry>('POST', `/journal/${before?.id}/replay`)
    expect(replayed.body).toMatchObject({ operation: before?.operation, request: { body: before?.request.body } })
  })

  test('goes to the world of its credential', async () => {
    const { name } = await emulator.createWorld({ name: 'other' })
    const other = emulator.worlds.get(name)
    await telestream(other).get('/factories.json')
    const before = await newest(control.of('other'))
    const { body } = await control.of('other').call<JournalEntry>('POST', `/journal/${before?.id}/replay`)
    expect(body).toMatchObject({ world: 'other', response: { status: 200 } })
  })

  test('is refused when its signature is over, as the client’s own would be', async () => {
    await telestream().get('/factories.json')
    const before = await newest()
    await control.call('POST', '/clock/advance', { ms: 3_600_000 })
    const { status, body } = await control.call<JournalEntry>('POST', `/journal/${before?.id}/replay`)
    expect(status).toBe(200)
    expect(body.response.status).toBe(401)
  })

  test('shows what a fault makes of it, also when the connection breaks', async () => {
    await telestream().get('/factories.json')
    const before = await newest()
    await control.call('POST', '/faults', { service: 'telestream', reset: true })
    const { body } = await control.call<JournalEntry>('POST', `/journal/${before?.id}/replay`)
    expect(body).toMatchObject({ error: 'the connection was reset', fault: { name: 'telestream: reset' } })
  })

  test('cannot be sent again when the double sent it itself, and the answer says so', async () => {
    const { main } = emulator.worlds
    main.journal.record({ ...recorded({}), direction: 'out', service: 'stream' })
    const { status, body } = await control.call<Refusal>('POST', `/journal/${(await newest())?.id}/replay`)
    expect({ status, ...body.error }).toMatchObject({ status: 409, code: 'conflict' })
    expect(body.error.message).toContain('The double sent this itself')
  })

  test('that is not there is 404', async () => {
    expect((await control.call('POST', '/journal/77/replay')).status).toBe(404)
  })
})

function recorded(change: Partial<Recorded>): Recorded {
  return {
    at: 0,
    service: 's3',
    direction: 'in',
    method: 'PUT',
    url: 'http://127.0.0.1:4601/bucket/key',
    status: 200,
    requestHeaders: [],
    responseHeaders: [],
    durationMs: 0,
    ...change,
  }
}

describe('a body', () => {
  test.each<[string, Partial<Recorded>]>([
    ['that was streamed into storage', { requestHeaders: [['content-length', '5']] }],
    [
      'that came in chunks',
      {
        requestHeaders: [
          ['host', 'h'],
          ['transfer-encoding', 'chunked'],
        ],
      },
    ],
    ['of which in-process nothing is known', {}],
    [
      'that is described and not kept',
      { requestHeaders: [['content-length', '900']], requestBody: '[900 bytes of x]' },
    ],
    ['that was no text', { requestHeaders: [['content-length', '2']], requestBody: '��' }],
    [
      'of a form with files',
      { requestHeaders: [['content-type', 'multipart/form-data; boundary=x']], requestBody: 'a=b' },
    ],
    ['that is too long', { requestHeaders: [['content-length', '70000']], requestBody: 'x'.repeat(70_000) }],
  ])('%s is not made up', (_, change) => {
    expect(() => requestAgain(recorded(change))).toThrow(CannotReplay)
  })

  test.each<[string, Partial<Recorded>, string]>([
    ['text', { requestHeaders: [['content-length', '3']], requestBody: 'ü!' }, 'ü!'],
    ['none, over a socket', { requestHeaders: [['host', 'h']], method: 'POST' }, ''],
    ['none of a DELETE', { method: 'DELETE' }, ''],
    ['an empty one', { requestHeaders: [['content-length', '0']] }, ''],
  ])('%s goes as it came', async (_, change, text) => {
    const again = requestAgain(recorded(change))
    expect(await again.text()).toBe(text)
    expect(again.headers.get('connection')).toBeNull()
  })
})
