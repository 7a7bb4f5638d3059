import { expect, test } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { controlClient } from '../../harness/control-client.ts'
import { readState, setUp, states } from './index.ts'
import { webhookEvents } from './webhooks.ts'

test('names are sentences of their own, whatever their case', () => {
  const names = states.map(({ name }) => name.toLowerCase())
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name, name).toMatch(/^[a-z][a-z0-9’ -]+$/)
})

const required: Readonly<Record<string, Record<string, unknown>>> = {
  'the clock of the client is wrong': { minutes: 7 },
  'a webhook will be sent': { event: 'call.recording_ready' },
  'something goes wrong': { service: 'telestream', error: 'unavailable' },
}

test.each(states)('$name: sets a world up, and answers what it says it does', async ({ name, values, service }) => {
  await using emulator = await createEmulator()
  const answered = await setUp(emulator.worlds.main, emulator.url, name, required[name] ?? {})
  const { accessKey, factoryId, apiKey } = emulator.worlds.main.credentials.telestream
  const credentials = {
    telestream: { accessKey, factoryId, cloudId: factoryId, apiKey },
    duracloud: { username: 'root' },
    stream: { apiKey: 'your-api-key' },
    s3: { accessKeyId: 'my-access-key' },
    any: name === 'a webhook will be sent' ? { apiKey: 'your-api-key' } : {},
  }
  expect(Object.keys(answered).sort()).toEqual([...Object.keys(credentials[service]), ...Object.keys(values)].sort())
  expect(answered).toMatchObject(credentials[service])
  for (const [value, text] of Object.entries(answered)) expect(text, value).not.toBeUndefined()
})

test.each(webhookEvents)('a webhook will be sent: %s', async (event) => {
  await using emulator = await createEmulator()
  const { main } = emulator.worlds
  await setUp(main, emulator.url, 'a webhook will be sent', { event, url: `${emulator.url}/hooks` })
  const sent = main.journal.list({ direction: 'out' }).entries.filter(({ operation }) => operation === 'webhook')
  expect(new Set(sent.map(({ request }) => request.url))).toEqual(new Set([`${emulator.url}/hooks`]))
  for (const { request } of sent) expect(request.body).toMatch(new RegExp(`(event=|"type":")${event}`))
})

test('case, spaces and a full stop make no difference', () => {
  expect(readState('  A Video  exists. ').state.name).toBe('a video exists')
})

test.each([
  ['a vidoe exists', {}, 'the state "a vidoe exists": there is none of that name; did you mean "a video exists"'],
  ['a snapshot that has to be cleaned up', {}, 'did you mean "a snapshot is waiting to be cleaned up"'],
  ['xyz', {}, 'there is none of that name; docs/provider-states.md lists those that there are'],
  [
    'a video exists',
    { fileNane: 'x' },
    'the state "a video exists": "fileNane" is not known here; did you mean "fileName"?',
  ],
  ['a video exists', { status: 'proccessing' }, 'status: there is no "proccessing"; did you mean "processing"?'],
  ['several videos exist', { count: '3' }, 'count: Expected a whole number from 1 to 100'],
  ['a space exists', { spaceId: 'A B' }, 'spaceId: Expected 3 to 63 of a-z, 0-9, - and .'],
])('%s %o: says what there is', (name, parameters, message) => {
  expect(() => readState(name, parameters)).toThrow(message)
})

test('over HTTP: the world that the path names is set up, and answers flat values', async () => {
  await using emulator = await createEmulator()
  await emulator.worlds.create({ name: 'a' })
  const client = controlClient(emulator)
  const { status, body } = await client.of('a').call<Record<string, string>>('POST', '/states', {
    consumer: 'an uploader',
    state: 'a video is encoded',
    params: { profiles: ['h264', 'webm'] },
    action: 'setup',
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    accessKey: emulator.worlds.get('a')?.credentials.telestream.accessKey,
    encodingCount: 2,
    videoId: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
})

test('over HTTP: a teardown does nothing', async () => {
  await using emulator = await createEmulator()
  const answer = await controlClient(emulator).call('POST', '/states', { state: 'whatever', action: 'teardown' })
  expect(answer).toMatchObject({ status: 200, body: {} })
})

test.each([
  [{ state: 'a vidoe exists' }, 'did you mean "a video exists"'],
  [{ state: 'a space exists', params: { spaceid: 'x' } }, 'did you mean "spaceId"?'],
  [{ state: 'something goes wrong', params: { service: 'stream', error: 'x' } }, 'stream has no fault "x"'],
  [{ stat: 'a video exists' }, 'state'],
])('over HTTP: %o is refused in one line', async (request, message) => {
  await using emulator = await createEmulator()
  const { status, body } = await controlClient(emulator).call<{ error: { code: string; message: string } }>(
    'POST',
    '/states',
    request,
  )
  expect(status).toBe(400)
  expect(body.error.code).toBe('invalid-input')
  expect(body.error.message).toContain(message)
})
