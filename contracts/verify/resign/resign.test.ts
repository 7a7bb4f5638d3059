import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmulator, type Emulator } from '../../../emulator/index.ts'
import { presign } from '../../../emulator/s3/presign.ts'
import { sample } from '../../../harness/conformance/telestream.ts'
import { streamToken } from '../../../harness/stream-client.ts'
import type { ProviderService } from '../providers.ts'
import { MissingCredentials, type OutgoingRequest, resign, type Signing } from './index.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator()
})
afterAll(() => emulator.close())

interface Asked {
  method?: string
  path: string
  query?: string
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer> | string
}

/** The request signed anew for the double. */
function resigned(service: ProviderService, asked: Asked, signing: Partial<Signing> = {}): Promise<OutgoingRequest> {
  const { method = 'GET', path, query = '', headers = {}, body = '' } = asked
  const main = emulator.worlds.main
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return resign(
    service,
    { method, path, query, headers: new Headers(headers), body: bytes },
    {
      credentials: main.credentials,
      host: new URL(service === 's3' ? emulator.s3Url : emulator.url).host,
      now: main.clock.now(),
      isLiteral: () => false,
      misdeeds: [],
      ...signing,
    },
  )
}

/** What the double answers to it. */
async function status(service: ProviderService, asked: Asked, signing: Partial<Signing> = {}): Promise<number> {
  const { method, path, query, headers, body } = await resigned(service, asked, signing)
  const base = service === 's3' ? emulator.s3Url : emulator.url
  const url = `${base}${path}${query === '' ? '' : `?${query}`}`
  const answer = await emulator.fetch(new Request(url, { method, headers, ...(body.length > 0 && { body }) }))
  await answer.body?.cancel()
  return answer.status
}

const old =
  'access_key=whoever&factory_id=e122090f4e506ae9ee266c3eb78a8b67&timestamp=2016-10-03T12%3A00%3A00Z&signature=abc'
const videos = { path: '/v3.0/videos.json', query: old }

test('Telestream: a signature in the query', async () => {
  expect(await status('telestream', videos)).toBe(200)
  expect(await status('telestream', { path: '/v2/videos.json', query: old.replace('factory_id', 'cloud_id') })).toBe(
    200,
  )
})

test('Telestream: a signature in a form, of parameters with any characters', async () => {
  const body = `${old}&name=a+b%26c&preset_name=h264`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await status('telestream', { method: 'POST', path: '/v3.0/profiles.json', headers, body })).toBe(200)
})

test('Telestream: a JSON body has its checksum made anew', async () => {
  const body = '{"name":"of-json","preset_name":"h264"}'
  const query = `${old}&signature_version=2&checksum=old`
  const headers = { 'content-type': 'application/json' }
  expect(await status('telestream', { method: 'POST', path: '/v3.0/profiles.json', query, headers, body })).toBe(200)
})

test('Telestream: a file in a multipart body, beside signed parameters', async () => {
  const form = new FormData()
  form.set('payload', 'of a form')
  form.set('file', new File([await sample('sample.mp4')], 'film.mp4'))
  const request = new Request('http://x', { method: 'POST', body: form })
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  const body = new Uint8Array(await request.arrayBuffer())
  expect(await status('telestream', { ...videos, method: 'POST', headers, body })).toBe(200)
})

test('Telestream: X-Api-Key', async () => {
  const stores = { path: '/stores/v1.1/stores', headers: { 'x-api-key': 'tcs_example' } }
  expect(await status('telestream', stores)).toBe(200)
  expect(await status('telestream', stores, { misdeeds: [{ kind: 'wrong-secret' }] })).toBe(401)
})

test('what carries no credential gets none', async () => {
  expect(await status('telestream', { path: '/v3.0/videos.json' })).toBe(400)
  expect(await status('duracloud', { method: 'POST', path: '/durastore/task/noop' })).toBe(401)
  expect(await status('stream', { path: '/api/v2/external_storage', query: 'api_key=x' })).toBe(401)
  expect(await status('s3', { method: 'PUT', path: '/my-bucket/x', body: 'x' })).toBe(403)
})

test('what is literal stays as it is', async () => {
  expect(await status('telestream', videos, { isLiteral: (name) => name === 'signature' })).toBe(401)
  const { query } = await resigned('telestream', videos, { isLiteral: (name) => name === 'signature' })
  expect(query).toBe(old)
})

test('a wrong clock, and a wrong secret', async () => {
  expect(await status('telestream', videos, { misdeeds: [{ kind: 'wrong-clock', minutes: -75 }] })).toBe(401)
  expect(await status('telestream', videos, { misdeeds: [{ kind: 'wrong-clock', minutes: 2 }] })).toBe(200)
  expect(await status('telestream', videos, { misdeeds: [{ kind: 'wrong-secret' }] })).toBe(401)
})

test('DuraCloud: the password of the user whom the request names', async () => {
  const as = (user: string) => ({
    path: '/durastore/spaces',
    headers: { authorization: `Basic ${btoa(`${user}:example`)}` },
  })
  expect(await status('duracloud', as('root'))).toBe(200)
  expect(await status('duracloud', as('user'))).toBe(200)
  expect(await status('duracloud', as('nobody'))).toBe(401)
  expect(await status('duracloud', as('root'), { misdeeds: [{ kind: 'wrong-secret' }] })).toBe(401)
})

test('Stream: the claims of a token stay, its times are those of now', async () => {
  const token = await streamToken(
    emulator.worlds.main,
    { user_id: 'john', iat: 1, exp: 2 },
    'another secret of 32 bytes, or of more',
  )
  const asked = {
    path: '/api/v2/video/calltypes',
    query: 'api_key=x',
    headers: { authorization: token, 'stream-auth-type': 'jwt' },
  }
  const { headers, query } = await resigned('stream', asked)
  const [, payload = ''] = (headers.get('authorization') ?? '').split('.')
  const now = emulator.worlds.main.clock.now() / 1000
  expect(JSON.parse(atob(payload))).toEqual({ user_id: 'john', iat: now, exp: now + 3600 })
  expect(query).toBe('api_key=your-api-key')
  const server = await streamToken(emulator.worlds.main, { server: true }, 'another secret of 32 bytes, or of more')
  const ofServer = { ...asked, headers: { ...asked.headers, authorization: server } }
  expect(await status('stream', ofServer)).toBe(200)
  expect(await status('stream', ofServer, { misdeeds: [{ kind: 'expired-token' }] })).toBe(401)
  expect(await status('stream', ofServer, { misdeeds: [{ kind: 'wrong-secret' }] })).toBe(401)
})

test('S3: Signature V4 in the header and in the URL', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=whoever/20160101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00'
  const put = {
    method: 'PUT',
    path: '/my-bucket/a%20file.txt',
    headers: { authorization, 'x-amz-date': '20160101T000000Z' },
    body: 'Hello',
  }
  expect(await status('s3', put)).toBe(200)
  expect(await status('s3', put, { misdeeds: [{ kind: 'wrong-secret' }] })).toBe(403)
  const url = new URL(
    presign({
      s3Url: 'http://elsewhere.example',
      bucket: 'my-bucket',
      key: 'a file.txt',
      credentials: { accessKeyId: 'whoever', secretAccessKey: 'whatever' },
      expiresIn: 60,
      now: 0,
    }),
  )
  const get = { path: url.pathname, query: url.search.slice(1) }
  expect(await status('s3', get)).toBe(200)
  expect(await status('s3', get, { misdeeds: [{ kind: 'wrong-secret' }] })).toBe(403)
})

test('credentials that nobody gave are missed, where they are needed', async () => {
  await expect(resigned('telestream', videos, { credentials: {} })).rejects.toThrow(MissingCredentials)
  await expect(resigned('telestream', { path: '/v3.0/videos.json' }, { credentials: {} })).resolves.toMatchObject({
    query: '',
  })
})
