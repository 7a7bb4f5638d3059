import type { Har as HarFormat } from 'har-format'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type WorldHandle } from '../index.ts'
import { harOf } from './har.ts'
import type { Har } from './model.ts'

// As the format has it, with nothing else but fields that begin with an underscore: http://www.softwareishard.com/blog/har-12-spec/
function exact<S extends z.ZodRawShape>(shape: S) {
  return z
    .looseObject(shape)
    .refine((value) => Object.keys(value).every((key) => key in shape || key.startsWith('_')), {
      error: 'A field that the format has not',
    })
}
const comment = z.string().optional()
const size = z.int().min(-1)
const pair = exact({ name: z.string(), value: z.string(), comment })
const ms = z.number().min(-1)
const archive = exact({
  log: exact({
    version: z.literal('1.2'),
    creator: exact({ name: z.string(), version: z.string(), comment }),
    comment,
    entries: z.array(
      exact({
        startedDateTime: z.iso.datetime({ offset: true }),
        time: z.number().min(0),
        request: exact({
          method: z.string().min(1),
          url: z.url(),
          httpVersion: z.string().min(1),
          cookies: z.array(pair),
          headers: z.array(pair),
          queryString: z.array(pair),
          postData: exact({ mimeType: z.string(), text: z.string(), comment }).optional(),
          headersSize: size,
          bodySize: size,
          comment,
        }),
        response: exact({
          status: z.int().min(0).max(599),
          statusText: z.string(),
          httpVersion: z.string().min(1),
          cookies: z.array(pair),
          headers: z.array(pair),
          content: exact({ size: z.int().min(0), mimeType: z.string().min(1), text: z.string().optional(), comment }),
          redirectURL: z.string(),
          headersSize: size,
          bodySize: size,
          comment,
        }),
        cache: exact({}),
        timings: exact({ send: ms, wait: ms, receive: ms, comment }),
        comment,
      }),
    ),
  }),
})

let emulator: Emulator
let world: WorldHandle
beforeEach(async () => {
  emulator = await createEmulator()
  world = await emulator.createWorld({ name: 'app' })
  return () => emulator.close()
})

function clientWith(secretKey: string) {
  return telestreamClient({
    fetch: (request) => world.fetch(request),
    url: world.url,
    credentials: { ...world.credentials.telestream, secretKey },
    now: () => world.clock.now.getTime(),
  })
}

async function exported(query = ''): Promise<Har> {
  const answer = await emulator.fetch(new Request(`${emulator.url}/w/app/_stuntdouble/journal.har${query}`))
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="app.har"')
  const text = await answer.text()
  archive.parse(JSON.parse(text))
  return JSON.parse(text) as Har
}

it('is an archive of the format, whatever happened', async () => {
  const { secretKey } = world.credentials.telestream
  await clientWith(secretKey).get('/videos.json', { page: '1' })
  await clientWith(secretKey).put('/notifications.json', {
    url: 'http://127.0.0.1:1/hook',
    'events[video_created]': 'true',
  })
  await world.telestream.aVideo()
  await clientWith(`${secretKey} `).get('/videos.json')
  await world.objects.createBucket('films')
  await world.fetch(`${world.s3Url}/films/none`)
  await world.faults.add({ service: 'stream', reset: true })
  await expect(world.fetch('/api/v2/app?a=b%20c')).rejects.toThrow('fetch failed')
  await world.faults.add({ service: 'telestream', error: 'encoding-fails' })
  await world.clock.advance('1d')

  const har = await exported()
  expect(har).toEqual(await world.journal.har())
  // The types that others have of the format.
  const typed: HarFormat = har
  expect(typed.log.creator).toEqual({ name: 'stuntdouble', version: expect.any(String) })
  const entries = world.journal.entries().filter(({ request }) => request.method !== 'FAULT')
  expect(har.log.entries.map(({ _id }) => _id)).toEqual(entries.map(({ id }) => id))
  expect(new Set(har.log.entries.map(({ _direction }) => _direction))).toEqual(new Set(['in', 'out']))
})

it('says why a request was refused', async () => {
  await clientWith(`${world.credentials.telestream.secretKey} `).get('/videos.json')
  const [entry] = world.journal.refusals()
  const [archived] = (await exported()).log.entries
  expect(archived?._diagnosis).toEqual(entry?.diagnosis)
  expect(archived?._diagnosis?.mistakes.length).toBeGreaterThan(0)
  expect(archived?.comment).toContain(entry?.diagnosis?.mistakes[0]?.message)
})

it('says what was made to go wrong, and why there is no answer', async () => {
  await world.faults.add({ service: 'stream', reset: true, name: 'a bad day' })
  await expect(world.fetch('/api/v2/app?a=b%20c')).rejects.toThrow('fetch failed')
  const [archived] = (await exported()).log.entries
  expect(archived).toMatchObject({
    request: { queryString: [{ name: 'a', value: 'b c' }] },
    response: { status: 0, content: { size: 0, mimeType: 'x-unknown' } },
    comment: 'fault: a bad day (the connection was reset)',
    _service: 'stream',
    _fault: { name: 'a bad day' },
    _error: 'the connection was reset',
  })
})

it('takes the filters of the journal, and tells where it goes on', async () => {
  const client = clientWith(world.credentials.telestream.secretKey)
  for (const path of ['/videos.json', '/profiles.json', '/videos/none.json']) await client.get(path)
  const paths = (har: Har) => har.log.entries.map(({ request }) => request.url.replace(/^.*\/v3\.0|\?.*$/g, ''))
  expect(paths(await exported('?status=404'))).toEqual(['/videos/none.json'])
  expect(paths(await exported('?path=videos'))).toEqual(['/videos.json', '/videos/none.json'])
  const newest = await exported('?limit=2')
  expect(paths(newest)).toEqual(['/profiles.json', '/videos/none.json'])
  expect(paths(await exported(`?after=${newest.log._next}`))).toEqual(['/videos.json'])
  expect(paths(await exported('?service=s3'))).toEqual([])
})

it('keeps secrets as the journal does', async () => {
  const { accessKey, secretKey } = world.credentials.telestream
  await world.fetch(`/v3.0/videos.json?password=${secretKey}`, {
    method: 'POST',
    headers: { 'x-api-key': secretKey, cookie: `session=${secretKey}` },
    body: JSON.stringify({ secret_key: secretKey, access_key: accessKey }),
  })
  expect(JSON.stringify(await exported())).not.toContain(secretKey)
})

it('tells of bodies what the journal tells', () => {
  const headers = { 'Content-Type': 'video/mp4' }
  const base = {
    id: '1',
    at: '2026-01-01T00:00:00.000Z',
    world: 'w',
    service: 's',
    direction: 'in',
    durationMs: 1,
  } as const
  const url = 'http://127.0.0.1/'
  const request = { method: 'PUT', url, headers, body: '[1048576 bytes of video/mp4]' }
  const long = {
    status: 200,
    headers: { ...headers, 'content-length': '70000' },
    body: 'x'.repeat(10) + '… [70000 characters]',
  }
  const [entry] = harOf({ entries: [{ ...base, request, response: long }] }).log.entries
  expect(entry?.request).toMatchObject({
    bodySize: 1_048_576,
    postData: { mimeType: 'video/mp4', text: '', comment: '[1048576 bytes of video/mp4]' },
  })
  expect(entry?.response).toMatchObject({
    bodySize: 70_000,
    content: { size: 70_000, text: 'xxxxxxxxxx', comment: 'cut: [70000 characters]' },
  })
  const short = { status: 200, headers: {}, body: 'hé' }
  const [plain] = harOf({ entries: [{ ...base, request: { method: 'GET', url, headers: {} }, response: short }] }).log
    .entries
  expect(plain?.request.postData).toBeUndefined()
  expect([plain?.request.bodySize, plain?.response.bodySize]).toEqual([0, 3])
})
