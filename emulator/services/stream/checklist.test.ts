// What a double of Stream has to do, line by line; each line's own tests are named beside it.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { streamToken } from '../../../harness/stream-client.ts'
import { hours, type Json, minutes, type StreamDouble, storage, streamDouble } from '../../../harness/stream-double.ts'

let double: StreamDouble
beforeEach(async () => {
  double = await streamDouble()
})
afterEach(() => double[Symbol.asyncDispose]())

const statuses = async (requests: [string, string, unknown?][]) => {
  const found: number[] = []
  for (const [method, path, body] of requests) found.push((await double.server.send(method, path, { body })).status)
  return found
}

// transcripts/, faces.test.ts, documentation.test.ts
it('1. both mounts, aliases C and D, the check without a name, new and legacy routes of recordings', async () => {
  await double.join()
  expect(
    await statuses([
      ['GET', '/api/v2/external_storage'],
      ['GET', '/video/external_storage'],
      ['GET', '/api/v2/video/external_storage'],
      ['GET', '/external_storage'],
      ['GET', '/video/external_storage/check'],
      ['POST', `${double.call}/recordings/composite/start`, {}],
      ['POST', '/video/call/default/demo-1/stop_recording', {}],
      ['POST', '/video/call/default/demo-1/start_recording', {}],
      ['POST', `${double.call}/recordings/composite/stop`, {}],
      ['GET', `${double.call}/recordings`],
    ]),
  ).toEqual([200, 200, 200, 200, 200, 201, 201, 201, 201, 200])
})

// api.test.ts, wire.test.ts
it('2. successes have their duration and are JSON; dates are integers or texts by mount', async () => {
  for (const [mount, type] of [
    ['/api/v2', 'number'],
    ['', 'string'],
  ]) {
    const { json, headers } = await double.server.get(`${mount}/video/call/default/demo-1`)
    expect([typeof json['duration'], headers.get('content-type'), typeof (json['call'] as Json)['created_at']]).toEqual(
      ['string', 'application/json; charset=utf-8', type],
    )
  }
})

// api.test.ts, bad-input.test.ts
it('3. empty, null, [] and missing bodies; bodies of GET and DELETE; a content type without a body', async () => {
  for (const body of [undefined, '', 'null', '[]', '{}'])
    expect((await double.server.send('POST', '/api/v2/video/calls', { body })).status).toBe(201)
  // fetch sends no body with a GET; api.test.ts has those.
  expect((await double.server.send('DELETE', '/api/v2/external_storage/mine', { body: 'null' })).status).toBe(200)
})

// auth.test.ts, transcripts/errors.transcript.txt
it('4. tokens of all SDKs; refusals 401/2, 401/5, 401/40, 401/43; 404/16 for unknown routes', async () => {
  const { world } = double
  const seconds = Math.floor(world.clock.now() / 1000)
  const ask = async (authorization: string) => {
    const { status, json } = await double.server.send('GET', '/api/v2/app', { headers: { authorization } })
    return status === 200 ? status : `${status}/${String(json['code'])}`
  }
  for (const payload of [{}, { server: true }, { iat: seconds, nbf: seconds, exp: seconds + 3600 }])
    expect(await ask(await streamToken(world, payload))).toBe(200)
  expect(await ask('x.y')).toBe('401/5')
  expect(await ask(await streamToken(world, { exp: seconds - 1 }))).toBe('401/40')
  expect(await ask(await streamToken(world, {}, 'another-secret-of-32-bytes-at-least'))).toBe('401/43')
  expect(world.credentials.stream.apiSecret.length).toBeGreaterThanOrEqual(32)
  const unknown = await double.server.get('/api/v2/nothing')
  expect([unknown.status, unknown.json['code'], unknown.json['message']]).toEqual([
    404,
    16,
    'Request failed with error: "Not Found"',
  ])
})

// storages/storages.test.ts, vendor-suites.test.ts
it('5. storages are kept without looking at their credentials, which no answer has; stream-s3 is reserved; the list is a map', async () => {
  const { status, text } = await double.server.get('/api/v2/external_storage')
  expect([status, text.includes('my-secret'), text.includes('my-access-key')]).toEqual([200, false, false])
  expect(
    await statuses([
      ['POST', '/api/v2/external_storage', { name: 'bare', storage_type: 's3', bucket: 'new bucket' }],
      ['PUT', '/api/v2/external_storage/bare', { storage_type: 'abs', bucket: 'b' }],
      ['POST', '/api/v2/external_storage', { name: 'stream-s3', storage_type: 's3', bucket: 'b' }],
    ]),
  ).toEqual([201, 201, 400])
  const { json } = await double.server.get('/api/v2/external_storage')
  expect(Object.keys(json['external_storages'] as Json)).toEqual(['mine', 'bare'])
})

// storages/storages.test.ts; harness/clients/stream-azurite, stream-gcs
it('6. a check writes another file each time, in less than 3 s', async () => {
  const took: number[] = []
  for (let check = 0; check < 3; check += 1) {
    const began = performance.now()
    await double.server.get('/api/v2/external_storage/mine/check')
    took.push(performance.now() - began)
  }
  expect(Math.min(...took)).toBeLessThan(3000)
  expect(new Set(await double.keys()).size).toBe(3)
})

// egress/recording.test.ts, egress/speech.test.ts, calls/live.test.ts
it('7. the storage is the call’s, the type’s, Stream’s own; for recordings and transcriptions each by itself', async () => {
  await double.server.post('/api/v2/external_storage', storage('words', 'words/'))
  await double.server.put('/api/v2/video/calltypes/default', { external_storage: 'mine' })
  await double.join()
  await double.server.post(`${double.call}/recordings/composite/start`, {})
  await double.server.post(`${double.call}/start_transcription`, { transcription_external_storage: 'words' })
  await double.server.post(`${double.call}/recordings/raw/start`, { recording_external_storage: 'stream-s3' })
  await double.wait(minutes)
  await double.server.post(`${double.call}/mark_ended`)
  await double.wait(minutes)
  expect(await double.keys()).toHaveLength(1)
  expect(await double.keys('my-bucket', 'words/')).toHaveLength(1)
  expect(await double.keys('stream-s3', '')).toHaveLength(1)
})

// egress/recording.test.ts, node-sdk-recording.test.ts
it('8. files are two hours long, by the world’s clock; each has its event and its entry; a failed upload has its event', async () => {
  await double.join()
  await double.server.post(`${double.call}/recordings/composite/start`, { recording_external_storage: 'mine' })
  await double.wait(4.5 * hours)
  await double.server.delete('/api/v2/external_storage/mine')
  await double.server.post(`${double.call}/mark_ended`)
  await double.wait(minutes)
  const { json } = await double.server.get(`${double.call}/recordings`)
  expect(json['recordings']).toHaveLength(2)
  expect(double.told(/recording_(ready|failed)/)).toEqual([
    'call.recording_ready',
    'call.recording_ready',
    'call.recording_failed',
  ])
})

// call-types/call-types.test.ts; the SDKs' parsers: vendor-suites.test.ts and harness/clients/stream-*
it('9. settings are merged, lists of grants are replaced by role', async () => {
  const { json } = await double.server.put('/api/v2/video/calltypes/default', {
    settings: { backstage: { enabled: true } },
    grants: { host: ['join-backstage'] },
  })
  expect(json).toMatchObject({
    settings: { backstage: { enabled: true, join_ahead_time_seconds: 0 }, recording: { mode: 'available' } },
    grants: { host: ['join-backstage'], user: expect.arrayContaining(['join-call']) },
  })
})

// webhooks/deliveries.test.ts, webhooks/receivers.test.ts, node-sdk-recording.test.ts
it('10. webhooks are signed before they are compressed; their dates have a switch', async () => {
  await using other = await streamDouble({ stream: { webhookDates: 'nanoseconds' } })
  expect([double, other].map((each) => typeof each.events('call.created')[0]?.['created_at'])).toEqual([
    'string',
    'number',
  ])
})
