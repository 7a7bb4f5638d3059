import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exampleBucket } from '../../../fixtures/scenarios/stores.ts'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import type { TelestreamClient } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'

let emulator: Emulator
let world: World
let client: TelestreamClient
let server: Server
let origin: string
let listener: RequestListener

beforeEach(async () => {
  emulator = await createEmulator({ telestream: { sourceTimeout: 200, fileSizeLimit: 1024 * 1024 } })
  world = emulator.worlds.main
  client = clientOf(emulator, world)
  server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await emulator.close()
  server.close()
  server.closeAllConnections()
})

async function submit(sourceUrl: string) {
  const { body } = await client.post('/videos.json', { source_url: sourceUrl, profiles: 'h264' })
  expect(body).toMatchObject({ status: 'processing', source_url: sourceUrl })
  return (await client.get(`/videos/${body.id}.json`)).body
}

it('fetches a source by its URL and names the video after it', async () => {
  const bytes = await sample('sample.webm')
  listener = (_request, response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes)
  expect(await submit(`${origin}/films/My%20film.webm?version=2`)).toMatchObject({
    status: 'success',
    original_filename: 'My film.webm',
    extname: '.webm',
    mime_type: 'video/webm',
    file_size: bytes.length,
  })
})

it('fetches a source from a bucket of its own without a socket', async () => {
  await client.upload(await sample('sample.mp4'), 'first.mp4', { profiles: 'none' })
  const [first] = (await client.get<{ path: string }[]>('/videos.json')).body
  // The buckets' wire is loaded by its first request, and a source has 200 ms here.
  await emulator.fetchS3(new Request(emulator.s3Url))
  expect(await submit(`${emulator.s3Url}/my-bucket/${first?.path}.mp4`)).toMatchObject({
    status: 'success',
    width: 320,
  })
})

it.each<[string, string | undefined, RequestListener, RegExp]>([
  ['a source that is not there', undefined, (_, response) => response.writeHead(404).end('no'), /answered 404/],
  [
    'a source that redirects in circles',
    undefined,
    (_, response) => response.writeHead(302, { location: '/a.mp4' }).end(),
    /redirect/i,
  ],
  ['a source that never answers', undefined, () => undefined, /did not answer completely within 200 ms/],
  [
    'a source that breaks off',
    undefined,
    (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy()),
    /failed/,
  ],
  [
    'a source that is larger than the account may have',
    undefined,
    (_, response) => response.writeHead(200).end(Buffer.alloc(2 * 1024 * 1024)),
    /bytes/,
  ],
  ['a source on a public address', 'http://192.0.2.1/a.mp4', () => undefined, /allow-outbound/],
  ['the metadata address of a cloud', 'http://169.254.169.254/latest/meta-data/a.mp4', () => undefined, /169\.254/],
  ['a scheme that the double does not fetch', 'ftp://127.0.0.1/a.mp4', () => undefined, /http/],
])('fails %s as DownloadFailed, and leaves nothing behind', async (_what, url, listen, message) => {
  listener = listen
  const video = await submit(url ?? `${origin}/a.mp4`)
  expect(video).toMatchObject({
    status: 'fail',
    error_class: 'DownloadFailed',
    error_message: expect.stringMatching(message),
  })
  const [encoding] = (await client.get<{ status: string }[]>(`/videos/${video.id}/encodings.json`)).body
  expect(encoding).toMatchObject({ status: 'fail', error_class: 'VideoStatusInvalid' })
  const buckets = (await world.objects.listBuckets()).filter(({ name }) => name !== exampleBucket)
  for (const { name } of buckets) expect((await world.objects.list(name)).objects).toEqual([])
})

it('puts outputs and originals where path_format says', async () => {
  const { body } = await client.upload(await sample('sample.mp4'), 'Holiday.mp4', {
    profiles: 'h264',
    path_format: ':date/:original/:profile-:type-:resolution-:id',
  })
  await client.get('/videos.json')
  await world.jobs.advanceUntilIdle()
  const keys = (await world.objects.list('my-bucket')).objects
    .map(({ key }) => key)
    .filter((key) => key.endsWith('.mp4'))
  const [encoding] = (await client.get<{ id: string }[]>('/encodings.json')).body
  expect(keys).toEqual([
    `2026-01-01/Holiday/h264-encodings-640x480-${encoding?.id}.mp4`,
    `2026-01-01/Holiday/original-original-320x240-${body.id}.mp4`,
  ])
})

it('keeps no original in the bucket of a factory that wants none', async () => {
  await client.put(`/factories/${world.credentials.telestream.factoryId}.json`, { upload_original_video: 'False' })
  await client.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'none' })
  await client.get('/videos.json')
  expect((await world.objects.list('my-bucket')).objects).toEqual([])
})

it('writes media of the container of every preset', async () => {
  const presets = [
    'h264',
    'webm',
    'ogg',
    'mp3',
    'aac',
    'vorbis',
    'hls.variant',
    'hls.variant.audio',
    'hls.variant.playlist',
    'hss',
    'thumbnail',
    'jpeg',
  ]
  for (const preset of presets) {
    const variants: Record<string, string> = preset.endsWith('playlist')
      ? { variants: 'all-hls.variant, all-*.audio' }
      : {}
    await client.post('/profiles.json', { preset_name: preset, name: `all-${preset}`, ...variants })
  }
  await client.upload(await sample('sample.mp4'), 'a.mp4', {
    profiles: presets.map((preset) => `all-${preset}`).join(','),
  })
  await client.get('/videos.json')
  await world.jobs.advanceUntilIdle()
  const encodings = (
    await client.get<{ profile_name: string; status: string; path: string; extname: string; files: string[] }[]>(
      '/encodings.json',
    )
  ).body
  expect(encodings.map(({ profile_name, status }) => [profile_name, status])).toEqual(
    presets.toReversed().map((preset) => [`all-${preset}`, 'success']),
  )
  for (const encoding of encodings) {
    const first = encoding.extname === '.jpg' ? '_1.jpg' : encoding.extname
    expect(encoding.files[0]).toBe(encoding.path + first)
    for (const file of encoding.files) expect((await world.objects.head('my-bucket', file)).size).toBeGreaterThan(0)
  }
  const playlist = encodings.find(({ profile_name }) => profile_name === 'all-hls.variant.playlist')
  const { body } = await world.objects.get('my-bucket', `${playlist?.path}.m3u8`)
  const text = await new Response(body).text()
  const variants = encodings.filter(({ profile_name }) => /^all-hls\.variant(\.audio)?$/.test(profile_name))
  for (const variant of variants) expect(text).toContain(`${variant.path}.m3u8`)
})
