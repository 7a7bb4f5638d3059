import { expect, test } from 'vitest'
import { controlClient } from '../../harness/control-client.ts'
import { createEmulator } from '../index.ts'

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
