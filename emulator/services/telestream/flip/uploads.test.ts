import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
beforeEach(async () => {
  double = await flipDouble()
  flip = double.flip
})
afterEach(() => double[Symbol.asyncDispose]())

type Session = Wire & { parts: string; part_size: string; extra_files: Record<string, Record<string, string>> }

async function film(size: number): Promise<Uint8Array<ArrayBuffer>> {
  const padded = new Uint8Array(size)
  padded.set(await sample('sample.mp4'))
  return padded
}

const open = async (body: Record<string, unknown>) => (await flip.post<Session>('/videos/upload.json', body)).body

/** As each SDK sends it: Python and Go with an empty tag for the film, Go with PUT. */
const part = (session: Session, method: string, index: number, bytes: Uint8Array<ArrayBuffer>, tag?: string) =>
  flip.send<Wire>(session.location, {
    method,
    headers: {
      'content-type': 'application/octet-stream',
      'x-part': String(index),
      ...(tag === undefined ? {} : { 'x-extra-file-tag': tag }),
    },
    body: bytes.slice(index * Number(session.part_size), (index + 1) * Number(session.part_size)),
  })

const status = async (session: Session, tag?: string) =>
  (await flip.send(session.location, tag === undefined ? {} : { headers: { 'x-extra-file-tag': tag } })).body

describe('an upload', () => {
  it('says what is missing before, between and after, and never leaves the key out', async () => {
    const bytes = await film(12_000_000)
    const session = await open({ file_name: '/home/me/big.mp4', file_size: bytes.length, profiles: 'h264' })
    const { media_id: mediaId } = await status(session)
    expect(await status(session, '')).toEqual({ missing_parts: [0, 1, 2], media_id: mediaId })
    expect((await part(session, 'PUT', 2, bytes, '')).status).toBe(204)
    expect((await part(session, 'POST', 0, bytes)).status).toBe(204)
    expect(await status(session)).toEqual({ missing_parts: [1], media_id: mediaId })
    expect(await part(session, 'POST', 1, bytes, '')).toMatchObject({
      status: 200,
      body: { id: mediaId, status: 'processing', original_filename: 'big.mp4' },
    })
    expect(await status(session)).toEqual({ missing_parts: [], media_id: mediaId })
    expect((await flip.get(`/videos/${String(mediaId)}.json`)).body).toMatchObject({
      status: 'success',
      encodings_count: 1,
      file_size: bytes.length,
    })
  })

  it('has an object of extra files even when there are none: Go’s and .NET’s uploaders read it', async () => {
    expect(await open({ file_name: 'a.mp4', file_size: 10 })).toMatchObject({ extra_files: {} })
    expect(await open({ file_name: 'a.mp4', file_size: 10, extra_files: [] })).toMatchObject({ extra_files: {} })
  })

  it('takes extra files, each by its tag, before or after the film', async () => {
    const bytes = await film(100_000)
    const subtitles = new Uint8Array(6_000_000).fill(65)
    const note = new TextEncoder().encode('a note')
    const session = await open({
      file_name: 'film.mp4',
      file_size: bytes.length,
      extra_files: [
        { tag: 'subtitles.index-0', file_name: 'a.srt', file_size: subtitles.length },
        { tag: 'note', file_name: 'n.txt', file_size: String(note.length) },
      ],
      extra_variables: { customer: 'seven' },
      watermark_url: 'http://127.0.0.1/mark.png',
      clip_length: '00:00:01',
    })
    expect(session.extra_files['subtitles.index-0']).toMatchObject({ parts: '2', name: 'a.srt' })
    const mediaId = (await status(session)).media_id
    expect(await part(session, 'POST', 0, note, 'note')).toMatchObject({
      status: 200,
      body: { id: mediaId, status: 'processing' },
    })
    expect(await part(session, 'PUT', 0, bytes, '')).toMatchObject({ status: 200, body: { id: mediaId } })
    expect((await part(session, 'PUT', 1, subtitles, 'subtitles.index-0')).status).toBe(204)
    expect(await status(session, 'subtitles.index-0')).toEqual({ missing_parts: [0], media_id: mediaId })
    expect(await part(session, 'PUT', 0, subtitles, 'subtitles.index-0')).toMatchObject({
      status: 200,
      body: { id: mediaId, status: 'processing' },
    })
    expect(await status(session, 'subtitles.index-0')).toEqual({ missing_parts: [], media_id: mediaId })
    const key = `${String(mediaId)}/extra/subtitles.index-0`
    expect((await double.world.objects.head('telestream-sources', key)).size).toBe(subtitles.length)
    expect((await flip.get(`/videos/${String(mediaId)}.json`)).body).toMatchObject({
      extra_variables: { customer: 'seven' },
      watermark_url: 'http://127.0.0.1/mark.png',
      clip_length: '00:00:01',
    })
  })

  it('is a stream when multi_chunk is false', async () => {
    const bytes = await film(50_000)
    const session = await open({ file_name: 'a.mp4', file_size: bytes.length, multi_chunk: false })
    expect(session).toEqual({ id: session.id, location: session.location })
    const done = await flip.send<Wire>(session.location, { method: 'PUT', body: bytes })
    expect(done).toMatchObject({ status: 200, body: { status: 'processing' } })
    expect(await status(session)).toEqual({ missing_parts: [], media_id: done.body.id })
  })

  it('that is aborted is gone', async () => {
    const session = await open({ file_name: 'a.mp4', file_size: 10 })
    expect((await flip.send(session.location, { method: 'DELETE' })).status).toBe(200)
    expect((await flip.send(session.location)).status).toBe(404)
  })
})
