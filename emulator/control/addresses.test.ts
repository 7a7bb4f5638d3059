import { expect, test } from 'vitest'
import { controlClient } from '../../harness/control-client.ts'
import { streamClient } from '../../harness/stream-client.ts'
import { createEmulator } from '../index.ts'
import { events } from '../services/stream/webhooks/model.ts'

async function started() {
  const emulator = await createEmulator()
  const control = controlClient({ fetch: emulator.fetch, url: emulator.url })
  return { emulator, control, [Symbol.asyncDispose]: () => emulator.close() }
}

test('says where the buckets are', async () => {
  await using double = await started()
  const { status, body } = await double.control.call('GET', '/addresses')
  expect({ status, body }).toEqual({
    status: 200,
    body: { url: double.emulator.url, s3Url: double.emulator.s3Url },
  })
})

test('is told where the buckets are published, and hands out their URLs so from then on', async () => {
  await using double = await started()
  const s3Url = 'http://localhost:32769'
  const told = await double.control.call('PUT', '/addresses', { s3Url: `${s3Url}/` })
  expect(told).toMatchObject({ status: 200, body: { s3Url } })
  const { body } = await double.control.call<{ env: Record<string, string> }>('GET', '/worlds/main')
  expect(body.env['AWS_ENDPOINT_URL_S3']).toBe(s3Url)
  const { token } = double.emulator.worlds.main.credentials.telestream
  const cloud = await double.emulator.fetch(new Request(`${double.emulator.url}/v2/clouds.json?token=${token}`))
  expect(await cloud.text()).toContain(s3Url)
  const bucket = await double.emulator.fetch(new Request(`${s3Url}/my-bucket/none`))
  expect(bucket.headers.get('content-type')).toContain('xml')
})

test.each(['localhost:9000', 'ftp://localhost', 'http://localhost:9000/path', 'http://u:p@localhost', 5])(
  'refuses %s, which is no address of buckets',
  async (s3Url) => {
    await using double = await started()
    const before = double.emulator.s3Url
    const { status, body } = await double.control.call('PUT', '/addresses', { s3Url })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { code: 'invalid-input' } } })
    expect(double.emulator.s3Url).toBe(before)
  },
)

test('is told where the APIs are published, and webhooks speak of files there from then on', async () => {
  await using double = await started()
  const { control, emulator } = double
  const url = 'http://localhost:32768'
  expect((await control.call('PUT', '/addresses', { url: `${url}/` })).status).toBe(200)
  const { main } = emulator.worlds
  const server = await streamClient(emulator, main)
  const call = '/api/v2/video/call/default/demo'
  await server.post(call, { data: { created_by_id: 'john' } })
  await (await streamClient(emulator, main, 'john')).post(`${call}/join`, { location: 'AMS' })
  await server.post(`${call}/start_frame_recording`, {})
  await main.jobs.advanceTo(main.clock.now() + 2000)
  const told = main.state
    .table(events)
    .list({ orderBy: 'number' })
    .find(({ type }) => type === 'call.frame_recording_ready')
  expect(told?.body).toContain(`"url":"${url}/stream-io-cdn/`)
  const file = (JSON.parse(told?.body ?? '{}') as { url: string }).url
  expect((await emulator.fetch(new Request(file))).status).toBe(200)
})

test('refuses to be told nothing', async () => {
  await using double = await started()
  expect((await double.control.call('PUT', '/addresses', {})).status).toBe(400)
})
