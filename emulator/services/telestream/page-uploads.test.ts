// The requests of panda_uploader 1.3.0's HTML5Widget, as its code makes them.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import { answerOf, telestreamClient, type Wire } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'

let emulator: Emulator
let world: World
let media: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  emulator = await createEmulator()
  world = emulator.worlds.main
  media = await sample('sample.mp4')
})
afterAll(() => emulator.close())

/** What the page's own server signs for it. */
function signedParameters(extra: Record<string, string> = {}): Record<string, string> {
  const { credentials, clock } = world
  const now = () => clock.now()
  const { signedUrl } = telestreamClient({
    fetch: emulator.fetch,
    url: emulator.url,
    credentials: credentials.telestream,
    now,
    api: 'v2',
  })
  return Object.fromEntries(new URL(signedUrl('POST', '/videos.json', extra)).searchParams)
}

const start = async (params: string, body: Uint8Array<ArrayBuffer> = media) => {
  const headers = {
    origin: 'https://page.example',
    'cache-control': 'no-cache',
    'content-type': 'application/octet-stream',
    'x-requested-with': 'XMLHttpRequest',
    'x-file-name': 'my film.mp4',
    'x-query-params': params,
  }
  return answerOf<Wire>(
    await emulator.fetch(new Request(`${emulator.url}/v2/videos.json`, { method: 'POST', headers, body })),
  )
}

it('a page is allowed to send what it sends', async () => {
  const headers = { origin: 'https://page.example', 'access-control-request-method': 'POST' }
  const answer = await emulator.fetch(new Request(`${emulator.url}/v2/videos.json`, { method: 'OPTIONS', headers }))
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase().split(', ')
  expect(allowed).toEqual(
    expect.arrayContaining(['cache-control', 'content-type', 'x-requested-with', 'x-file-name', 'x-query-params']),
  )
})

it('the body is the video, and the page reads its id', async () => {
  const { status, headers, body } = await start(
    JSON.stringify(signedParameters({ payload: 'a "quoted" text', profiles: 'h264' })),
  )
  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  expect(body).toMatchObject({ original_filename: 'my film.mp4', payload: 'a "quoted" text' })
  const panda = clientOf(emulator, world)
  expect((await panda.get(`/videos/${body.id}.json`)).body).toMatchObject({
    status: 'success',
    file_size: media.length,
  })
  const stored = await world.objects.get('my-bucket', `${body.path}.mp4`)
  expect(new Uint8Array(await new Response(stored.body).arrayBuffer())).toEqual(media)
})

it.each([
  ['no signature', () => JSON.stringify({ ...signedParameters(), signature: 'no' }), 401, 'NotAuthorized'],
  ['no JSON', () => 'profiles=h264', 400, 'BadRequest'],
  ['no texts', () => '{"access_key":{}}', 400, 'BadRequest'],
])('with %s it is refused, and the page may read why', async (_, params, expected, error) => {
  const { status, headers, body } = await start(params())
  expect([status, headers.get('access-control-allow-origin'), body]).toEqual([
    expected,
    '*',
    expect.objectContaining({ error }),
  ])
})

it('without a byte it is a video that is none', async () => {
  const { status, body } = await start(JSON.stringify(signedParameters()), new Uint8Array(0))
  expect(status).toBe(200)
  expect((await clientOf(emulator, world).get(`/videos/${body.id}.json`)).body).toMatchObject({
    status: 'fail',
    error_class: 'FormatNotRecognised',
  })
})
