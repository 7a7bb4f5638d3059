// Flip 3.1 by the vendor's unmodified Python SDKs: 2.1.0, and what only 2.0.1 can.
import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeOnPython } from './describe-on-python.ts'
import { serve } from './local-server.ts'
import { sampleFile, samplePath } from './sample-media.ts'
import { details, fetched, hexId, ids, refusal, time } from './telestream-answers.ts'

const film = { status: 'success', extname: '.mp4', width: 320, height: 240, file_size: 25_994, video_codec: 'h264' }
const page = z.tuple([z.number(), z.number(), z.number()])

/** Somebody's web server, with the film at any path. */
const webServer = () =>
  serve((_request, response) => {
    createReadStream(samplePath).pipe(response.writeHead(200, { 'Content-Type': 'video/mp4' }))
  })

await describeOnPython('telestream_cloud_flip 2.1.0', 'python-telestream-flip-2.1', ['python3', 'python2.7'], (ask) => {
  test('lists, creates, changes and reads factories', async () => {
    const shape = z.object({
      page: z.tuple([...page.def.items, z.number()]),
      made: details,
      changed: details,
      read: details,
    })
    const { page: listed, made, changed, read } = await ask('flip.factories', shape, { name: 'Mine' })
    expect(listed).toEqual([1, 10, 1, 1])
    expect(made).toMatchObject({ id: expect.stringMatching(hexId), name: 'Mine', server_side_encryption: true })
    expect(made['created_at']).toMatch(time)
    expect(changed).toMatchObject({ name: 'Mine 2', outputs_path_format: ':id/:profile', server_side_encryption: true })
    expect(read).toEqual(changed)
  })

  test('takes a video from a URL to its encodings', async () => {
    await using web = await webServer()
    const shape = z.object({
      created: details,
      queued: ids,
      ready: details,
      precise: ids,
      done: z.array(details),
      listed: z.tuple([z.number(), z.number(), z.number(), ids]),
      metadata: details,
    })
    const result = await ask('flip.videos', shape, { source_url: `${web.url}/film.mp4` })
    const { id } = result.created
    expect(result.created).toMatchObject({ status: 'processing', payload: 'order 7', encodings_count: 2 })
    expect(result.queued).toEqual([id])
    expect(result.ready).toMatchObject({ ...film, id, original_filename: 'film.mp4', encodings_count: 2 })
    expect(result.precise).toEqual(['encoding', 'encoding'])
    expect(result.done).toMatchObject([
      { status: 'success', profile_name: 'webm', duration: 1000, encoding_progress: 100 },
      { status: 'success', profile_name: 'h264', duration: 1000, width: expect.any(Number) },
    ])
    expect(result.listed).toEqual([1, 1, 1, [id]])
    expect(result.metadata).toMatchObject({ image_width: 320 })
  })

  test('downloads by signed URLs', async () => {
    await using web = await webServer()
    const shape = z.object({ source: fetched, encoding: details, output: fetched, files: z.array(fetched) })
    const { source, encoding, output, files } = await ask('flip.signed_urls', shape, {
      source_url: `${web.url}/film.mp4`,
    })
    expect(source).toMatchObject({ status: 200, size: film.file_size, type: 'video/mp4' })
    expect(output).toMatchObject({ status: 200, size: encoding['file_size'], type: 'video/mp4' })
    expect(files.map(({ status, sha256 }) => [status, sha256])).toEqual([[200, output.sha256]])
  })

  test('creates, cancels, retries, changes, counts and deletes an encoding', async () => {
    await using web = await webServer()
    const shape = z.object({
      made: details,
      cancelled: z.boolean(),
      afterCancel: z.string(),
      retried: z.boolean(),
      changed: details,
      done: details,
      page,
      byProfile: ids,
      count: z.number(),
      deleted: z.boolean(),
      left: z.number(),
    })
    const result = await ask('flip.encodings', shape, { source_url: `${web.url}/film.mp4` })
    expect(result).toMatchObject({
      made: { status: 'processing', profile_name: 'h264' },
      cancelled: true,
      afterCancel: 'canceled',
      retried: true,
      changed: { status: 'processing', profile_name: 'webm' },
      done: { status: 'success', mime_type: 'video/webm' },
      page: [1, 5, 1],
      byProfile: [result.made['id']],
      count: 1,
      deleted: true,
      left: 0,
    })
  })

  test('resubmits a video, cancels it, and deletes its source and itself', async () => {
    await using web = await webServer()
    const shape = z.object({
      cancelled: z.boolean(),
      states: ids,
      source: z.boolean(),
      deleted: z.boolean(),
      gone: refusal,
    })
    expect(await ask('flip.again', shape, { source_url: `${web.url}/film.mp4` })).toMatchObject({
      cancelled: true,
      states: ['EncodingCanceled', 'EncodingCanceled'],
      source: true,
      deleted: true,
      gone: { status: 404, body: { error: 'RecordNotFound' } },
    })
  })

  test('creates, reads, copies and deletes profiles, and lists workflows; its update loses the id', async () => {
    const shape = z.object({
      before: z.number(),
      made: details,
      read: details,
      copied: details,
      copiedTo: ids,
      lost: refusal,
      workflow: z.string(),
      workflows: ids,
      deleted: z.boolean(),
    })
    const result = await ask('flip.profiles', shape, { name: 'archive' })
    expect(result.before).toBeGreaterThan(4)
    const wanted = { preset_name: 'h265', width: 640, fps: 25, h264_profile: 'high', tachyon_motion_amount: 'low' }
    expect(result.made).toMatchObject({ ...wanted, name: 'archive', extname: '.mp4', keyframe_rate: 2 })
    expect(result.read).toMatchObject({ ...result.made, keyframe_interval: 250 })
    expect(result.copied).toMatchObject({ ...wanted, name: 'theirs' })
    expect(result.copiedTo).toEqual(['theirs'])
    expect(result.lost).toMatchObject({ status: 404, body: { message: "Couldn't find Profile with ID={profile_id}" } })
    expect(result.workflows).toEqual([result.workflow])
    expect(result.deleted).toBe(true)
  })

  test('tells what is refused', async () => {
    const shape = z.record(z.string(), refusal)
    expect(await ask('flip.refused', shape, { source_url: 'http://127.0.0.1:1/a.mp4' })).toMatchObject({
      key: { status: 401, body: { error: 'NotAuthorized', message: 'API key is not valid' } },
      factory: { status: 404, body: { message: "Couldn't find Factory with ID=nope" } },
      video: { status: 404, body: { message: "Couldn't find Video with ID=nope" } },
      profile: { status: 404, body: { message: "Couldn't find Profile with ID=nope" } },
      source: { status: 400, body: { message: 'All required parameters were not supplied: source_url' } },
    })
  })
})

await describeOnPython(
  'telestream_cloud_flip 2.0.1',
  'python-telestream-flip-2.0',
  ['python3.6', 'python2.7'],
  (ask) => {
    const outcome = z.object({
      status: z.string(),
      answer: z.string(),
      video: details,
      files: z.array(z.tuple([z.string(), z.string(), z.number(), z.array(z.number())])),
      encodings: ids,
      source: z.string(),
    })
    const digest = async (url: string) =>
      createHash('sha256')
        .update(new Uint8Array(await (await fetch(url)).arrayBuffer()))
        .digest('hex')

    test('uploads a film in parts by eight threads, with subtitles and another file', async () => {
      await using long = await sampleFile('long film.mp4', 12 * 1024 * 1024 + 345)
      await using subtitles = await sampleFile('subtitles.srt', 6 * 1024 * 1024)
      const { path, size, sha256 } = long
      const extra_files = { subtitles: [subtitles.path, samplePath], note: samplePath }
      const result = await ask('flip.uploaded', outcome, { file: path, extra_files })
      expect(result).toMatchObject({ status: 'uploaded', answer: result.video['id'], encodings: ['h264'] })
      expect(result.video).toMatchObject({ status: 'success', original_filename: 'long film.mp4', file_size: size })
      expect(result.files.sort()).toEqual([
        ['', 'uploaded', 3, []],
        ['note', 'uploaded', 1, []],
        ['subtitles.index-0', 'uploaded', 2, []],
        ['subtitles.index-1', 'uploaded', 1, []],
      ])
      expect(await digest(result.source)).toBe(sha256)
    })

    test('uploads a short film with one thread', async () => {
      // On Python 2.7 this SDK cannot read any text beyond ASCII out of an answer.
      await using short = await sampleFile("it's a (short) film.mp4")
      const args = { file: short.path, extra_files: {}, threads: 1, profiles: 'h264,webm' }
      const result = await ask('flip.uploaded', outcome, args)
      expect(result).toMatchObject({
        status: 'uploaded',
        video: { original_filename: "it's a (short) film.mp4", width: 320 },
      })
      expect(result.encodings.sort()).toEqual(['h264', 'webm'])
      expect(await digest(result.source)).toBe(short.sha256)
    })

    test('gives an upload up', async () => {
      const shape = z.object({ status: z.string(), location: z.string(), videos: z.number() })
      const { status, location, videos } = await ask('flip.aborted', shape, { file: samplePath })
      expect([status, videos]).toEqual(['aborted', 0])
      expect((await fetch(location)).status).toBe(404)
    })

    test('creates and changes a factory with all that its model has', async () => {
      const shape = z.object({ made: details, changed: details, read: details, storage: z.number() })
      const { made, changed, read, storage } = await ask('flip.factory', shape, { name: 'Mine' })
      expect(made).toMatchObject({
        name: 'Mine',
        acl: 'private',
        factory_region: 'eu-west-1',
        storage_provider: 0,
        input_bucket_recursive: 'true',
        input_bucket_sync_every_n_min: '9',
      })
      expect(changed).toMatchObject({ name: 'Mine 2', acl: 'public', factory_region: 'eu-west-1' })
      expect(read).toEqual(changed)
      expect(storage).toBe(0)
    })

    test('switches the synchronisation of a factory on and off', async () => {
      const shape = z.object({ first: z.string(), second: z.string(), off: z.null() })
      expect(await ask('flip.synchronised', shape, { bucket: 'my-bucket' })).toEqual({
        first: 'starting',
        second: 'already_started',
        off: null,
      })
    })

    test('reads and changes the notifications', async () => {
      const shape = z.object({ initial: details, changed: details, read: details })
      const { initial, changed, read } = await ask('flip.notifications', shape)
      expect(initial).toMatchObject({ url: '', delay: 10, send_video_payload: false })
      expect(changed).toMatchObject({
        url: 'http://127.0.0.1:9/hook',
        delay: 13,
        send_video_payload: true,
        events: { video_created: true, video_encoded: false, encoding_progress: false, encoding_completed: true },
      })
      expect(read).toEqual(changed)
    })

    test('creates, changes and reads a profile', async () => {
      const shape = z.object({ made: details, changed: details, read: details, names: ids })
      const { made, changed, read, names } = await ask('flip.profile', shape, { name: 'mine' })
      expect(made).toMatchObject({ name: 'mine', width: '640', closed_captions: 'add' })
      expect(changed).toMatchObject({ id: made['id'], title: 'changed', width: '640' })
      expect(read).toMatchObject({ title: 'changed', aspect_mode: 'letterbox' })
      expect(names).toContain('mine')
    })

    test('sends a work order with a file', async () => {
      const shape = z.object({ answer: z.null(), video: details, encodings: ids })
      expect(await ask('flip.workorder', shape, { file: samplePath })).toMatchObject({
        video: { ...film, original_filename: 'sample.mp4' },
        encodings: ['webm'],
      })
    })
  },
)
