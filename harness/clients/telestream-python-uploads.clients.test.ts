// Resumable uploads of the vendor's unmodified Python SDKs: in parts (1.1.2), and as one stream with Content-Range (1.0.0).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { describeOnPython, type Ask } from './describe-on-python.ts'
import { sampleFile, type SampleFile } from './sample-media.ts'
import { details, hexId, identified } from './telestream-answers.ts'

const mebibyte = 1024 * 1024
let short: SampleFile
let long: SampleFile

beforeAll(async () => {
  short = await sampleFile('original♥.mp4')
  // Not a multiple of the 5 MiB in which both versions send.
  long = await sampleFile('long film.mp4', 12 * mebibyte + 345)
})
afterAll(async () => {
  await short[Symbol.asyncDispose]()
  await long[Symbol.asyncDispose]()
})

const outcome = z.looseObject({
  status: z.string(),
  answered: identified,
  video: details,
  source: z.string(),
  encodings: z.array(z.string()),
})

/** Lets the SDK upload, and looks at what then lies in the factory's bucket. */
async function upload(ask: Ask, behaviour: string, args: Record<string, unknown>) {
  const result = await ask(behaviour, outcome, args)
  const source = new Uint8Array(await (await fetch(result.source)).arrayBuffer())
  return { ...result, sha256: createHash('sha256').update(source).digest('hex') }
}

/** An upload that is over: the video is what was sent, byte for byte. */
const complete = (file: SampleFile) => ({
  status: 'uploaded',
  answered: { id: expect.stringMatching(hexId), status: 'processing' },
  video: { id: expect.stringMatching(hexId), status: 'success', width: 320, file_size: file.size },
  sha256: file.sha256,
})

await describeOnPython('an upload session of 1.1.2', 'python-telestream-1.1', ['python3', 'python2.7'], (ask) => {
  test('is created with the parts that cover the file', async () => {
    const shape = z.object({
      parts: z.number(),
      partSize: z.number(),
      location: z.url(),
      status: z.literal('initialized'),
      probe: z.object({ missing_parts: z.array(z.number()) }),
    })
    const session = await ask('upload_sessions.created', shape, { path: long.path })
    expect(session.parts).toBe(Math.ceil(long.size / session.partSize))
    expect(session.probe.missing_parts).toEqual(Array.from({ length: session.parts }, (_, part) => part))
  })

  test('is aborted before anything was sent', async () => {
    const shape = z.object({ status: z.string(), after: z.number(), videos: z.array(details) })
    expect(await ask('upload_sessions.aborted', shape, { path: long.path })).toEqual({
      status: 'aborted',
      after: 404,
      videos: [],
    })
  })
})

// `range` has no `pop` and `dict` no `has_key` in Python 3: there this version of the SDK cannot start an upload.
await describeOnPython('an upload in parts with 1.1.2', 'python-telestream-1.1', ['python2.7'], (ask) => {
  test.each([1, 2])('arrives over %i threads', async (threads) => {
    expect(await upload(ask, 'upload_sessions.whole', { path: long.path, threads })).toMatchObject({
      ...complete(long),
      encodings: ['h264'],
    })
  })

  test('of one part arrives, with the profiles and the payload that were asked for', async () => {
    const params = { path: short.path, threads: 2, profiles: 'h264,webm', payload: 'ö & ♥', path_format: 'in/:id' }
    const arrived = await upload(ask, 'upload_sessions.whole', params)
    expect(arrived).toMatchObject(complete(short))
    expect(arrived.video).toMatchObject({
      payload: 'ö & ♥',
      original_filename: 'original♥.mp4',
      path: `in/${arrived.answered.id}`,
    })
    expect(arrived.encodings.sort()).toEqual(['h264', 'webm'])
  })

  test('sends again what had come through before, and arrives', async () => {
    expect(await upload(ask, 'upload_sessions.resumed', { path: long.path })).toMatchObject({
      ...complete(long),
      first: [204, ''],
      before: { missing_parts: [1, 2] },
    })
  })

  test('is not resumed once it is done', async () => {
    const complaint = await ask('upload_sessions.not_resumable_once_done', z.string(), { path: long.path })
    expect(complaint).toBe('File already uploaded')
  })

  test('that lost a part is told so, and is complete when that part comes', async () => {
    const shape = z.object({
      complaint: z.string(),
      lost: z.number(),
      missing: details,
      last: identified,
      after: details,
    })
    const { complaint, lost, missing, last, after } = await ask('upload_sessions.part_lost', shape, { path: long.path })
    expect(complaint).toMatch(/^Failed to upload some parts/)
    expect(missing).toMatchObject({ missing_parts: [lost] })
    expect(last).toMatchObject({ status: 'processing' })
    expect(after).toEqual({ media_id: last.id })
  })

  test('that is aborted on the way leaves no video, and late parts find no session', async () => {
    const shape = z.object({
      status: z.string(),
      late: z.number(),
      lateBody: z.object({ error: z.string(), message: z.string() }),
      after: z.number(),
      videos: z.array(details),
    })
    expect(await ask('upload_sessions.aborted_on_the_way', shape, { path: long.path })).toMatchObject({
      status: 'aborted',
      late: 404,
      after: 404,
      videos: [],
    })
  })
})

await describeOnPython('telestream_cloud 1.0.0', 'python-telestream-1.0', ['python3', 'python2.7'], (ask) => {
  describe('as one stream', () => {
    test('uploads a file of one chunk, whose range reaches beyond its end', async () => {
      const params = { path: short.path, profiles: 'webm', payload: 'ö & ♥' }
      const arrived = await upload(ask, 'content_range.whole', params)
      expect(arrived).toMatchObject(complete(short))
      expect(arrived.video).toMatchObject({ payload: 'ö & ♥', original_filename: 'original♥.mp4' })
      expect(arrived.encodings).toEqual(['webm'])
    })

    test('uploads a file of several chunks', async () => {
      expect(await upload(ask, 'content_range.whole', { path: long.path })).toMatchObject(complete(long))
    })

    test.each([1, 5 * mebibyte, 7_654_321])(
      'resumes after %i bytes, and sends the last of them again',
      async (received) => {
        expect(await upload(ask, 'content_range.resumed', { path: long.path, received })).toMatchObject({
          ...complete(long),
          first: { status: 204, text: '', range: `0-${received - 1}` },
        })
      },
    )

    test('has nothing to resume before anything was sent', async () => {
      const complaint = await ask('content_range.nothing_to_resume', z.string(), { path: long.path })
      expect(complaint).toMatch(/^Nothing to resume/)
    })

    test('leaves no video when it is aborted', async () => {
      const shape = z.object({ status: z.string(), late: z.number(), videos: z.array(details) })
      expect(await ask('content_range.aborted', shape, { path: long.path, received: mebibyte })).toEqual({
        status: 'aborted',
        late: 404,
        videos: [],
      })
    })
  })

  test('reads the answers that this version hands out as they are', async () => {
    expect(await ask('readme.raw_responses', details, { file: short.path })).toMatchObject({
      metadata: { image_width: 320 },
      cancelled: { canceled: true },
      deleted: { encoding: 200, source: { deleted: true }, video: 200 },
      left: [],
    })
  })

  test('saves what it changed', async () => {
    expect(await ask('readme.saved', details, { name: 'new-name' })).toMatchObject({
      answer: { name: 'new-name' },
      profile: { name: 'h264_1', fps: 60 },
    })
  })

  test('writes booleans as Python does', async () => {
    const settings = { delay: 13, send_video_payload: true, events: { video_created: true, encoding_completed: false } }
    expect(await ask('readme.notifications', details, { settings })).toMatchObject({
      read: { delay: 13, send_video_payload: true, events: { video_created: true, encoding_completed: false } },
    })
  })
})
