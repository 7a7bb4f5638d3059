import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, sample } from '../../../harness/conformance/telestream.ts'
import type { TelestreamClient, Wire } from '../../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../../index.ts'
import { partSize } from './upload-session.ts'

let emulator: Emulator
let world: World
let client: TelestreamClient
let media: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  emulator = await createEmulator()
  world = emulator.worlds.main
  client = clientOf(emulator, world)
  media = await sample('sample.mp4')
})
afterAll(() => emulator.close())

const open = async (size: number, parameters: Record<string, string> = {}) =>
  (await client.post('/videos/upload.json', { file_name: 'a.mp4', file_size: String(size), ...parameters })).body

async function stored(video: Wire | undefined): Promise<Uint8Array> {
  if (!video) throw new Error('No video was answered')
  await client.get(`/videos/${video.id}.json`)
  const { body } = await world.objects.get('my-bucket', `${video.path}.mp4`)
  return new Uint8Array(await new Response(body).arrayBuffer())
}

/** Random bytes after a real beginning, so that every part is different. */
function padded(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 2654435761) >>> 24
  bytes.set(media.subarray(0, Math.min(size, media.length)))
  return bytes
}

describe('the streaming protocol', () => {
  it('puts a file together from any cuts, with overlaps, lies about the end, and probes in between', async () => {
    const cuts = fc.array(
      fc.record({
        size: fc.integer({ min: 1, max: 9000 }),
        overlap: fc.integer({ min: 0, max: 50 }),
        probe: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom('PUT', 'POST'), async (steps, method) => {
        const session = await open(media.length)
        let received = 0
        let last: Awaited<ReturnType<TelestreamClient['send']>> | undefined
        const said: unknown[] = []
        const expected: unknown[] = []
        for (const { size, overlap, probe } of [...steps, { size: media.length, overlap: 1, probe: false }]) {
          const start = Math.max(0, received - overlap)
          const end = Math.min(media.length, start + overlap + size)
          const headers = {
            'content-type': 'application/octet-stream',
            'content-range': `bytes ${start}-${start + 5_242_879}/${media.length}`,
          }
          last = await client.send(session.location, { method, headers, body: media.slice(start, end) })
          received = Math.max(received, end)
          if (received === media.length) break
          said.push([last.status, last.headers.get('range'), last.text])
          expected.push([204, `0-${received - 1}`, ''])
          if (!probe) continue
          const headersOfProbe = { 'content-range': `bytes */${media.length}` }
          said.push((await client.send(session.location, { method, headers: headersOfProbe })).headers.get('range'))
          expected.push(`0-${received - 1}`)
        }
        expect(said).toEqual(expected)
        expect(last).toMatchObject({ status: 200, body: { status: 'processing' } })
        expect(await stored(last?.body as Wire | undefined)).toEqual(media)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps what arrived before a cut', async () => {
    const session = await open(media.length)
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(media.slice(0, 7000)),
      pull: (controller) => controller.error(new Error('gone')),
    })
    const init: RequestInit & { duplex: 'half' } = {
      method: 'PUT',
      body: broken,
      duplex: 'half',
      headers: { 'content-type': 'application/octet-stream' },
    }
    await client.send(session.location, init)
    const probe = await client.send(session.location, {
      method: 'PUT',
      headers: { 'content-range': `bytes */${media.length}` },
    })
    expect(probe.headers.get('range')).toBe('0-6999')
    const rest = await client.send(session.location, {
      method: 'PUT',
      headers: { 'content-range': `bytes 7000-${media.length - 1}/${media.length}` },
      body: media.slice(7000),
    })
    expect(await stored(rest.body)).toEqual(media)
  })

  it('takes a whole file in one request, and as a form', async () => {
    const whole = await client.send((await open(media.length)).location, { method: 'PUT', body: media })
    expect(await stored(whole.body)).toEqual(media)
    const form = new FormData()
    form.append('file', new File([media], 'a.mp4'))
    const posted = await client.send((await open(media.length)).location, { method: 'POST', body: form })
    expect(await stored(posted.body)).toEqual(media)
  })

  it('answers the last chunk again when its answer was lost', async () => {
    const session = await open(media.length)
    const put = () =>
      client.send(session.location, {
        method: 'PUT',
        headers: { 'content-range': `bytes 0-${media.length - 1}/${media.length}` },
        body: media,
      })
    const first = await put()
    expect((await put()).body).toMatchObject({ id: first.body.id, status: 'processing' })
    expect((await client.get<Wire[]>('/videos.json')).body.filter(({ id }) => id === first.body.id)).toHaveLength(1)
  })

  it('lets a browser on another origin upload', async () => {
    const session = await open(media.length)
    const preflight = await client.send(session.location, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://app.example',
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-range',
      },
    })
    expect(preflight.status).toBe(204)
    for (const method of ['PUT', 'POST', 'DELETE'])
      expect(preflight.headers.get('access-control-allow-methods')).toContain(method)
    for (const name of ['Cache-Control', 'Content-Type', 'Content-Range', 'X-Requested-With'])
      expect(preflight.headers.get('access-control-allow-headers')).toContain(name)
    const probe = await client.send(session.location, {
      method: 'PUT',
      headers: { origin: 'http://app.example', 'content-range': `bytes */${media.length}` },
    })
    expect([
      probe.headers.get('access-control-allow-origin'),
      probe.headers.get('access-control-expose-headers'),
    ]).toEqual(['*', 'Range, Location'])
  })
})

describe('the multi-chunk protocol', () => {
  it('puts a file together from parts in any order, some sent twice, all at once', async () => {
    const size = partSize * 2 + 12_345
    const bytes = padded(size)
    const order = fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(order, fc.boolean(), fc.constantFrom('PUT', 'POST'), async (parts, atOnce, method) => {
        const session = await open(size, { multi_chunk: 'true' })
        expect(session).toMatchObject({ parts: '3', part_size: String(partSize) })
        const send = (part: number) =>
          client.send(session.location, {
            method,
            headers: { 'x-part': String(part), 'content-type': 'application/octet-stream' },
            body: bytes.slice(part * partSize, (part + 1) * partSize),
          })
        const answers = atOnce ? await Promise.all(parts.map(send)) : []
        if (!atOnce) for (const part of parts) answers.push(await send(part))
        const done = answers.filter(({ status }) => status === 200)
        expect(answers.filter(({ status }) => status === 204).length + done.length).toBe(6)
        expect(new Set(done.map(({ body }) => body.id)).size).toBe(1)
        expect((await client.send(session.location)).body).toEqual({ media_id: done[0]?.body.id })
        const object = await stored(done[0]?.body)
        expect(object.length).toBe(size)
        expect(object.every((byte, at) => byte === bytes[at])).toBe(true)
      }),
      { numRuns: 6 },
    )
  })

  it('takes extra files, each under its tag', async () => {
    const extraFiles = [
      { tag: 'subtitles', file_name: '/home/me/a.srt', file_size: 3 },
      { tag: 'audio.index-0', file_name: 'a.wav', file_size: 4 },
    ]
    const session = await open(media.length, { multi_chunk: 'true', extra_files: JSON.stringify(extraFiles) })
    expect(session.extra_files).toEqual({
      subtitles: { tag: 'subtitles', name: '/home/me/a.srt', parts: '1', part_size: '5242880' },
      'audio.index-0': { tag: 'audio.index-0', name: 'a.wav', parts: '1', part_size: '5242880' },
    })
    const send = (tag: string, body: BodyInit) =>
      client.send(session.location, { method: 'POST', headers: { 'x-part': '0', 'x-extra-file-tag': tag }, body })
    const early = await send('subtitles', 'abc')
    expect(early).toMatchObject({
      status: 200,
      body: { status: 'processing', id: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
    const main = await send('', media)
    expect(main.body.id).toBe(early.body.id)
    expect((await send('audio.index-0', 'wave')).body.id).toBe(main.body.id)
    const { body } = await world.objects.get('telestream-sources', `${main.body.id}/extra/subtitles`)
    expect(await new Response(body).text()).toBe('abc')
  })

  it('releases the bytes of parts that nobody completes', async () => {
    const session = await open(10, {
      multi_chunk: 'true',
      extra_files: JSON.stringify([{ tag: 't', file_name: 'a', file_size: 3 }]),
    })
    await client.send(session.location, {
      method: 'PUT',
      headers: { 'x-part': '0', 'x-extra-file-tag': 't' },
      body: 'xyz',
    })
    expect(world.pieces.list(`session/${session.id}/extra/t`)).toHaveLength(1)
    await client.send(session.location, { method: 'DELETE' })
    expect(world.pieces.list(`session/${session.id}/extra/t`)).toHaveLength(0)
  })
})
