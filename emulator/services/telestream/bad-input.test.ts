import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exampleBucket } from '../../../fixtures/scenarios/stores.ts'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import type { TelestreamClient } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
let client: TelestreamClient
beforeEach(async () => {
  emulator = await createEmulator({ telestream: { fileSizeLimit: 1024 * 1024 } })
  client = clientOf(emulator, emulator.worlds.main)
})
afterEach(() => emulator.close())

/** Nothing is left behind by a refusal: no object, no video, no blob that somebody would have to sweep. */
async function nothingStored() {
  const { objects } = emulator.worlds.main
  const buckets = (await objects.listBuckets()).filter(({ name }) => name !== exampleBucket)
  for (const { name } of buckets) expect((await objects.list(name)).objects).toEqual([])
  expect((await client.get('/videos.json')).body).toEqual([])
}

const badRequest = (message: string | RegExp) => ({
  status: 400,
  body: { error: 'BadRequest', message: typeof message === 'string' ? message : expect.stringMatching(message) },
})
const notFound = (message: string) => ({ status: 404, body: { error: 'RecordNotFound', message } })

describe('what is wrong is said in the vendor’s words', () => {
  it.each([
    ['a path without .json', 'GET', '/videos', {}, badRequest('Currently only .json is supported as a format')],
    ['an unknown video', 'GET', '/videos/nope.json', {}, notFound("Couldn't find Video with ID=nope")],
    ['an unknown encoding', 'POST', '/encodings/nope/cancel.json', {}, notFound("Couldn't find Encoding with ID=nope")],
    ['an unknown profile', 'GET', '/profiles/nope.json', {}, notFound("Couldn't find Profile with ID=nope")],
    ['an unknown factory', 'GET', '/factories/nope.json', {}, notFound("Couldn't find Factory with ID=nope")],
    ['no source', 'POST', '/videos.json', {}, badRequest('All required parameters were not supplied: source_url')],
    [
      'a source that is no URL',
      'POST',
      '/videos.json',
      { source_url: 'not a url' },
      badRequest(/^source_url must be a URL/),
    ],
    [
      'an unknown profile in a list',
      'POST',
      '/videos.json',
      { source_url: 'http://127.0.0.1/a.mp4', profiles: 'h264,h265' },
      notFound("Couldn't find Profile with ID=h265"),
    ],
    [
      'a payload that is too long',
      'POST',
      '/videos.json',
      { source_url: 'http://127.0.0.1/a.mp4', payload: 'x'.repeat(257) },
      badRequest(/256/),
    ],
    [
      'a path format without :id',
      'POST',
      '/videos.json',
      { source_url: 'http://127.0.0.1/a.mp4', path_format: 'fixed' },
      badRequest('path_format must contain :id'),
    ],
    [
      'a path format that climbs out',
      'POST',
      '/videos.json',
      { source_url: 'http://127.0.0.1/a.mp4', path_format: '../:id' },
      badRequest(/"\.\."/),
    ],
    ['a page that is none', 'GET', '/videos.json', { page: '0' }, badRequest(/^page must be/)],
    ['a page of words', 'GET', '/videos.json', { per_page: 'many' }, badRequest(/^per_page must be/)],
    ['a status that is none', 'GET', '/videos.json', { status: 'done' }, badRequest(/^status must be/)],
    [
      'a boolean that is none',
      'GET',
      '/encodings.json',
      { screenshots: 'maybe' },
      badRequest(/^screenshots must be true or false/),
    ],
    [
      'a profile of nothing',
      'POST',
      '/profiles.json',
      { name: 'x' },
      badRequest('All required parameters were not supplied: preset_name'),
    ],
    [
      'a command without an extension',
      'POST',
      '/profiles.json',
      { command: 'ffmpeg' },
      badRequest('All required parameters were not supplied: extname'),
    ],
    [
      'an unknown preset',
      'POST',
      '/profiles.json',
      { preset_name: 'betamax' },
      badRequest(/^preset_name must be one of h264/),
    ],
    [
      'a profile name that is taken',
      'POST',
      '/profiles.json',
      { preset_name: 'h264' },
      badRequest('A profile with the name "h264" exists already'),
    ],
    [
      'a width of words',
      'POST',
      '/profiles.json',
      { preset_name: 'webm.hi', width: 'wide' },
      badRequest(/^width must be a whole number/),
    ],
    [
      'an aspect mode that is none',
      'POST',
      '/profiles.json',
      { preset_name: 'webm.hi', aspect_mode: 'squint' },
      badRequest(/^aspect_mode must be one of/),
    ],
    [
      'an encoding of nothing',
      'POST',
      '/encodings.json',
      {},
      badRequest('All required parameters were not supplied: video_id, profile_id'),
    ],
    [
      'an encoding of an unknown video',
      'POST',
      '/encodings.json',
      { video_id: 'nope', profile_name: 'h264' },
      notFound("Couldn't find Video with ID=nope"),
    ],
    [
      'a factory without a name',
      'POST',
      '/factories.json',
      {},
      badRequest('All required parameters were not supplied: name'),
    ],
    [
      'a bucket that cannot be one',
      'POST',
      '/factories.json',
      { name: 'x', s3_videos_bucket: '../etc' },
      badRequest(/^s3_videos_bucket: /),
    ],
    [
      'a priority out of range',
      'POST',
      '/factories.json',
      { name: 'x', priority: '1' },
      badRequest(/^priority must be a whole number from 2 to 200/),
    ],
    [
      'a notification URL that is none',
      'PUT',
      '/notifications.json',
      { url: 'nowhere' },
      badRequest('url must be an http or https URL'),
    ],
    [
      'events that are no object, as the Node SDK sends one',
      'PUT',
      '/notifications.json',
      { events: '[object Object]' },
      badRequest('events must be events[NAME]=VALUE or a JSON object, not "[object Object]"'),
    ],
    ['a delay of words', 'PUT', '/notifications.json', { delay: 'soon' }, badRequest(/^delay must be/)],
    [
      'an event that is neither true nor false',
      'PUT',
      '/notifications.json',
      { 'events[video_created]': 'perhaps' },
      badRequest(/^events\[video_created\]/),
    ],
    [
      'an upload without a size',
      'POST',
      '/videos/upload.json',
      { file_name: 'a.mp4' },
      badRequest('All required parameters were not supplied: file_size'),
    ],
    [
      'an upload of a negative size',
      'POST',
      '/videos/upload.json',
      { file_name: 'a.mp4', file_size: '-1' },
      badRequest(/^file_size must be/),
    ],
  ])('%s', async (_what, verb, path, parameters, expected) => {
    const method = verb === 'GET' ? client.get : verb === 'PUT' ? client.put : client.post
    expect(await method(path, parameters as Record<string, string>)).toMatchObject(expected)
    await nothingStored()
  })

  it('an unknown path and method', async () => {
    expect(await client.get('/workers.json')).toMatchObject({ status: 404, body: { error: 'NotFound' } })
    expect(await client.put('/videos/x.json')).toMatchObject({ status: 404, body: { error: 'NotFound' } })
  })

  it('a factory that is not there', async () => {
    const url = client.signedUrl('GET', '/videos.json')
    expect(url).toContain('factory_id=')
    const other = clientOf(emulator, emulator.worlds.main)
    const elsewhere = { ...emulator.worlds.main.credentials.telestream, factoryId: 'nope' }
    expect(other).toBeDefined()
    const { telestreamClient } = await import('../../../harness/telestream-client.ts')
    const lost = telestreamClient({
      fetch: emulator.fetch,
      url: emulator.url,
      credentials: elsewhere,
      now: () => emulator.worlds.main.clock.now(),
    })
    expect(await lost.get('/videos.json')).toMatchObject(notFound("Couldn't find Factory with ID=nope"))
  })

  it.each(['access_key', 'timestamp', 'signature'])('a missing %s', async (name) => {
    const url = new URL(client.signedUrl('GET', '/videos.json'))
    url.searchParams.delete(name)
    expect(await client.send(url.href)).toMatchObject(badRequest(`All required parameters were not supplied: ${name}`))
  })

  it('an unknown access key', async () => {
    const url = client.signedUrl('GET', '/videos.json').replace('your-access-key', 'somebody-else')
    expect(await client.send(url)).toMatchObject({ status: 401, body: { error: 'NotAuthorized' } })
    expect(emulator.worlds.main.journal.list().entries[0]?.diagnosis?.mistakes[0]).toMatchObject({
      code: 'unknown-key',
    })
  })

  it('malformed percent-encoding', async () => {
    expect(await client.send(`${client.signedUrl('GET', '/videos.json')}&name=%zz`)).toMatchObject(badRequest(/name/))
    expect(await client.send(`${emulator.url}/v3.0/videos/%ff.json`)).toMatchObject({ status: 400 })
  })

  it('a file that is larger than the account may send', async () => {
    const answer = await client.upload(new Uint8Array(1024 * 1024 + 1), 'big.mp4')
    expect(answer).toMatchObject({
      status: 413,
      body: { error: 'FileSizeLimitExceeded', message: 'File size limit for this account is set to 1048576 bytes' },
    })
    expect(await client.post('/videos/upload.json', { file_name: 'a.mp4', file_size: '2000000' })).toMatchObject({
      status: 413,
    })
    await nothingStored()
  })

  it('a file beside a URL, and a file with a wrong signature', async () => {
    const bytes = await sample('sample.mp4')
    expect(await client.upload(bytes, 'a.mp4', { source_url: 'http://127.0.0.1/a.mp4' })).toMatchObject(
      badRequest(/^Only one of/),
    )
    const form = new FormData()
    form.set('file', new File([bytes], 'a.mp4'))
    const forged = client.signedUrl('POST', '/videos.json').replace('signature=', 'signature=A')
    expect(await client.send(forged, { method: 'POST', body: form })).toMatchObject({ status: 401 })
    await nothingStored()
  })

  it('a multipart body that breaks off', async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nhalf'
    const answer = await client.post(
      '/videos.json',
      {},
      { body, headers: { 'content-type': 'multipart/form-data; boundary=b' } },
    )
    expect(answer.status).toBe(400)
    await nothingStored()
  })

  it('JSON that is none', async () => {
    const answer = await client.post(
      '/videos.json',
      {},
      { body: '{"source_url":', headers: { 'content-type': 'application/json' } },
    )
    expect(answer).toMatchObject(badRequest('The body is not valid JSON'))
  })

  it('what a file is called does not lead out of the bucket', async () => {
    const { body } = await client.upload(await sample('sample.mp4'), '../../etc/passwd.mp4', {
      profiles: 'none',
      path_format: ':original-:id',
    })
    expect(body).toMatchObject({
      original_filename: 'passwd.mp4',
      path: expect.stringMatching(/^passwd-[0-9a-f]{32}$/),
    })
  })

  it('parts and chunks that do not fit', async () => {
    const { body: session } = await client.post('/videos/upload.json', {
      file_name: 'a.mp4',
      file_size: '10',
      multi_chunk: '1',
    })
    const send = (headers: Record<string, string>, body: string) =>
      client.send(session.location, { method: 'PUT', headers, body })
    expect(await send({ 'x-part': '1' }, 'x')).toMatchObject(badRequest(/^X-Part must be from 0 to 0/))
    expect(await send({ 'x-part': '-1' }, 'x')).toMatchObject(badRequest(/^X-Part/))
    expect(await send({ 'x-part': '0' }, 'x')).toMatchObject(badRequest('Part 0 has 1 bytes; it must have 10'))
    expect(await send({ 'x-part': '0' }, 'x'.repeat(11))).toMatchObject(
      badRequest(/^Part 0 has more than the 10 bytes/),
    )
    expect(await send({ 'x-part': '0', 'x-extra-file-tag': 'subtitles' }, 'x')).toMatchObject(
      badRequest(/^X-Extra-File-Tag/),
    )
    expect(await send({ 'content-range': 'bytes 0-9/11' }, 'x')).toMatchObject(badRequest(/^Content-Range says/))
    expect(await send({ 'content-range': 'lots' }, 'x')).toMatchObject(badRequest(/^Content-Range must look like/))
    expect(await send({}, 'x'.repeat(11))).toMatchObject(badRequest(/more than the 10 bytes/))
    expect((await client.send(session.location)).body).toMatchObject({ missing_parts: [0] })
    await nothingStored()
  })

  it('the id of another world', async () => {
    const other = await emulator.worlds.create({ name: 'other' })
    const otherClient = clientOf(emulator, other)
    const { body } = await otherClient.upload(await sample('sample.mp4'), 'a.mp4')
    expect(body.status).toBe('processing')
    expect(await client.get(`/videos/${body.id}.json`)).toMatchObject({ status: 404 })
  })
})
