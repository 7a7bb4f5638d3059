// Whatever a client has a service fetch or tell, it is not fetched or told where it must not: the guard stands before every one of them.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clientOf } from '../../harness/conformance/telestream.ts'
import { streamDouble, type StreamDouble } from '../../harness/stream-double.ts'
import { nodeTransport } from '../platform/node-transport.ts'

const forbidden = [
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://metadata.test/',
  'http://127.0.0.1@169.254.169.254/',
]

let double: StreamDouble
let redirecting: string
const asked: string[] = []
const server = createServer((request, response) => {
  response.writeHead(302, { location: forbidden[Number(request.url?.slice(1))] ?? '/' }).end()
})
beforeEach(async () => {
  asked.length = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  redirecting = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  double = await streamDouble({
    outbound: {
      ...nodeTransport,
      resolve: async () => ['169.254.169.254'],
      send(request) {
        asked.push(...request.addresses)
        return nodeTransport.send(request)
      },
    },
    allowOutbound: true,
  })
})
afterEach(async () => {
  await double[Symbol.asyncDispose]()
  await new Promise((resolve) => server.close(resolve))
})

it('the source of a film, at once or by a redirect', async () => {
  const { emulator, world } = double
  const client = clientOf(emulator, world)
  const urls = [...forbidden, ...forbidden.map((_, at) => `${redirecting}/${at}`)]
  for (const source_url of urls) {
    const { status, body } = await client.post('/videos.json', { source_url })
    expect([source_url, status]).toEqual([source_url, 200])
    await world.jobs.advanceUntilIdle()
    expect((await client.get(`/videos/${body.id}.json`)).body).toMatchObject({
      status: 'fail',
      error_class: 'DownloadFailed',
    })
  }
  expect(new Set(asked)).toEqual(new Set(['127.0.0.1']))
})

it('a webhook', async () => {
  const { server: client, world, call } = double
  for (const url of forbidden) {
    await client.patch('/api/v2/app', { webhook_url: url })
    await client.post(`${call}-${forbidden.indexOf(url)}`, { data: { created_by_id: 'john' } })
    await double.wait(60_000)
  }
  const tried = world.journal.list({ direction: 'out' }).entries
  expect(tried.length).toBeGreaterThan(0)
  expect(tried.filter(({ error }) => !/^(?:forbidden-address|bad-url)/.test(error ?? ''))).toEqual([])
  expect(asked).toEqual([])
})

it('the endpoint of a storage', async () => {
  const { server: client } = double
  for (const [at, url] of forbidden.entries()) {
    const aws_s3 = { s3_region: 'us-east-1', s3_api_key: 'a', s3_secret: 'b', s3_custom_endpoint_url: url }
    const storage = { name: `evil-${at}`, storage_type: 's3', bucket: 'b', path: 'p', aws_s3 }
    await client.post('/api/v2/external_storage', storage)
    const { text } = await client.get(`/api/v2/external_storage/evil-${at}/check`)
    expect(text, url).not.toContain('file_url')
  }
  expect(asked).toEqual([])
})
