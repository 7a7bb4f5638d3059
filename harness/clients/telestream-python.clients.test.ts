// The vendor's Python SDK 1.1.2, unmodified: every snippet of its README, on both Pythons that it says it runs on.
import { createReadStream } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeOnPython } from './describe-on-python.ts'
import { serve } from './local-server.ts'
import { samplePath, sampleFile } from './sample-media.ts'
import { details, fetched, hexId, identified, ids, refusal, time } from './telestream-answers.ts'
import { receiveWebhooks } from './webhook-receiver.ts'

const film = {
  status: 'success',
  extname: '.mp4',
  mime_type: 'video/mp4',
  width: 320,
  height: 240,
  file_size: 25_994,
  video_codec: 'h264',
  audio_codec: 'aac',
  audio_sample_rate: 44_100,
}
/** Somebody's web server, with the film at any path but /missing. */
const webServer = () =>
  serve((request, response) => {
    if (request.url?.startsWith('/missing')) response.writeHead(404).end()
    else createReadStream(samplePath).pipe(response.writeHead(200, { 'Content-Type': 'video/mp4' }))
  })

await describeOnPython('telestream_cloud 1.1.2', 'python-telestream-1.1', ['python3', 'python2.7'], (ask) => {
  const listed = z.array(z.object({ text: z.string(), details }))

  test('lists the factories, with the fields that the README prints', async () => {
    const [factory] = await ask('factories.all_of_them', listed)
    expect(factory?.details).toMatchObject({
      id: expect.stringMatching(/\S/),
      name: expect.any(String),
      s3_videos_bucket: expect.any(String),
      s3_private_access: expect.any(Boolean),
      upload_original_video: expect.any(Boolean),
      url: expect.stringMatching(/^http:\/\/.+\/$/),
      created_at: expect.stringMatching(time),
      updated_at: expect.stringMatching(time),
    })
    expect(factory?.text).toBe(`Factory ${String(factory?.details['id'])}`)
  })

  test('finds a factory by its id', async () => {
    const { listed, found } = await ask('factories.found_by_id', z.object({ listed: details, found: details }))
    expect(found).toEqual(listed)
  })

  test("changes a factory's name and its upload_original_video", async () => {
    const shape = z.object({ before: details, answer: details, after: details, attribute: z.string() })
    const changes = { name: 'new-name', upload_original_video: true }
    const { before, answer, after, attribute } = await ask('factories.changed', shape, changes)
    expect(before).not.toMatchObject(changes)
    expect(answer).toMatchObject({ id: before['id'], ...changes })
    expect(after).toEqual(answer)
    expect(attribute).toBe('new-name')
  })

  test('sends an empty value', async () => {
    expect(await ask('factories.emptied_name', details)).toMatchObject({ name: '' })
  })

  test('creates a factory and deletes it', async () => {
    const shape = z.object({ created: identified, listed: ids, answer: details, left: ids })
    const { created, listed, answer, left } = await ask('factories.created_and_deleted', shape, { name: 'short-lived' })
    expect(created).toMatchObject({ name: 'short-lived' })
    expect(listed).toContain(created.id)
    expect(answer).toEqual({ deleted: true })
    expect(left).not.toContain(created.id)
  })

  test('keeps two factories apart', async () => {
    const shape = z.object({ profile: z.string(), first: ids, second: ids })
    const { profile, first, second } = await ask('factories.separate_contents', shape)
    expect(second).toContain(profile)
    expect(first).not.toContain(profile)
  })

  test('reads the notification settings of a new factory', async () => {
    expect(await ask('notifications.initial', details)).toMatchObject({
      url: null,
      delay: expect.any(Number),
      send_video_payload: false,
      events: { video_created: false, video_encoded: false, encoding_progress: false, encoding_completed: false },
    })
  })

  test('changes the notification settings, with nested events', async () => {
    const settings = {
      delay: 13,
      send_video_payload: true,
      events: { video_created: false, video_encoded: true, encoding_progress: false, encoding_completed: true },
    }
    const { answer, read } = await ask('notifications.updated', z.object({ answer: details, read: details }), {
      settings,
    })
    expect(answer).toMatchObject(settings)
    expect(read).toEqual(answer)
  })

  test('changes some notification settings and leaves the others', async () => {
    const first = { url: 'http://127.0.0.1/notifications', delay: 13, events: { video_created: true } }
    const second = { events: { encoding_completed: true } }
    expect(await ask('notifications.updated_twice', details, { first, second })).toMatchObject({
      url: first.url,
      delay: 13,
      events: { video_created: true, video_encoded: false, encoding_progress: false, encoding_completed: true },
    })
  })

  test('lists no video where there is none', async () => {
    expect(await ask('videos.none_at_first', details)).toEqual({ videos: [], encodings: [] })
  })

  const uploaded = z.object({ created: identified, video: details, encodings: z.array(identified) })

  test('takes a video from a URL, and encodes it with all profiles of the factory', async () => {
    await using web = await webServer()
    const source_url = `${web.url}/my_video.mp4?a=b&c=d`
    const shape = uploaded.extend({ text: z.string(), profiles: z.array(z.string()) })
    const { created, video, text, profiles, encodings } = await ask('videos.from_url', shape, { source_url })
    expect(created).toMatchObject({ id: expect.stringMatching(hexId), status: 'processing', source_url })
    expect(text).toBe(`Video ${created.id}`)
    expect(video).toMatchObject({ ...film, id: created.id, original_filename: 'my_video.mp4', source_url })
    expect(encodings.map((encoding) => encoding['profile_name']).sort()).toEqual(profiles.sort())
    expect(profiles).not.toEqual([])
  })

  test('uploads a file with one profile', async () => {
    const shape = uploaded.extend({ found: details })
    const { created, video, found, encodings } = await ask('videos.from_file', shape, {
      file: samplePath,
      profiles: 'h264',
    })
    expect(created).toMatchObject({
      id: expect.stringMatching(hexId),
      status: 'processing',
      original_filename: 'sample.mp4',
    })
    expect(video).toMatchObject({
      ...film,
      id: created.id,
      original_filename: 'sample.mp4',
      created_at: created['created_at'],
    })
    expect(video['path']).toBe(created.id)
    expect(video['fps']).toBeCloseTo(29.97)
    expect(Math.abs(Number(video['duration']) - 2002)).toBeLessThan(20)
    expect(video['created_at']).toMatch(time)
    expect(found).toEqual(video)
    expect(encodings).toMatchObject([{ video_id: created.id, profile_name: 'h264' }])
  })

  test('keeps what is hard to sign: a payload full of reserved characters, and a path format', async () => {
    await using file = await sampleFile('original♥ (1).mp4')
    const payload = "it's (50%) * [x]! ~ a+b/c?d=e&f é♥"
    const params = { file: file.path, profiles: 'none', payload, path_format: ':date/:id/:original' }
    const { video } = await ask('videos.from_file', uploaded, params)
    expect(video).toMatchObject({ payload, original_filename: 'original♥ (1).mp4' })
    expect(video['path']).toMatch(/^\d{4}-\d\d-\d\d\/[0-9a-f]{32}\/original♥ \(1\)$/)
  })

  test('encodes nothing when profiles is none', async () => {
    expect(await ask('videos.from_file', uploaded, { file: samplePath, profiles: 'none' })).toMatchObject({
      encodings: [],
    })
  })

  test('accepts the pipeline as a dictionary, which the SDK sends as JSON', async () => {
    const pipeline = { h264: { watermark_url: 'http://127.0.0.1/mark.png' } }
    const { video } = await ask('videos.from_file', uploaded, { file: samplePath, profiles: 'h264', pipeline })
    expect(video).toMatchObject({ status: 'success' })
  })

  test("reads a video's metadata", async () => {
    expect(await ask('videos.metadata', details, { file: samplePath })).toMatchObject({
      image_width: 320,
      image_height: 240,
      mime_type: 'video/mp4',
    })
  })

  test('pages through the videos, the newest first', async () => {
    const shape = z.object({ created: ids, all: ids, first: ids, second: ids, beyond: ids })
    const { created, all, first, second, beyond } = await ask('videos.pages', shape, { file: samplePath, count: 3 })
    expect(all).toEqual(created.toReversed())
    expect([first, second, beyond]).toEqual([all.slice(0, 2), all.slice(2), []])
  })

  test('fails a video whose source is not there, and its encodings, and filters by status', async () => {
    await using web = await webServer()
    const shape = z.object({
      good: z.string(),
      bad: identified,
      success: ids,
      fail: ids,
      processing: ids,
      encodings: z.array(details),
    })
    const args = { file: samplePath, missing_url: `${web.url}/missing.mp4` }
    const { good, bad, success, fail, processing, encodings } = await ask('videos.by_status', shape, args)
    expect(bad).toMatchObject({
      status: 'fail',
      error_class: 'DownloadFailed',
      error_message: expect.stringMatching(/\S/),
    })
    expect({ success, fail, processing }).toEqual({ success: [good], fail: [bad.id], processing: [] })
    expect(encodings).toMatchObject([{ status: 'fail', error_class: 'VideoStatusInvalid' }])
  })

  const deletion = z.object({ answer: details, left: ids })

  test("deletes a video's source, then the video with its encodings", async () => {
    const shape = deletion.extend({
      id: z.string(),
      source: details,
      stillThere: z.string(),
      video: refusal,
      encoding: refusal,
    })
    const outcome = await ask('videos.deleted', shape, { file: samplePath })
    expect(outcome).toMatchObject({
      source: { deleted: true },
      stillThere: outcome.id,
      answer: { deleted: true },
      video: { status: 404 },
      encoding: { status: 404 },
      left: [],
    })
  })

  test('deletes a video by its id', async () => {
    expect(await ask('videos.deleted_by_id', deletion, { file: samplePath })).toEqual({
      answer: { deleted: true },
      left: [],
    })
  })

  test('watches an encoding until it succeeds', async () => {
    const shape = z.object({
      first: identified,
      progress: z.array(z.number().nullable()),
      last: details,
      text: z.string(),
      video: z.string(),
      profile: z.string(),
    })
    const args = { file: samplePath, profiles: 'h264' }
    const { first, progress, last, text, video, profile } = await ask('outputs.watched', shape, args)
    expect(text).toBe(`Encoding ${first.id}`)
    expect(progress.at(-1)).toBe(100)
    expect(progress).toEqual(progress.toSorted((a, b) => (a ?? 0) - (b ?? 0)))
    expect(last).toMatchObject({
      id: first.id,
      video_id: video,
      status: 'success',
      profile_name: profile,
      extname: '.mp4',
      started_encoding_at: expect.stringMatching(time),
      encoding_time: expect.any(Number),
      width: expect.any(Number),
      height: expect.any(Number),
    })
    expect(profile).toBe('h264')
  })

  test('downloads the outputs from factory url + path + extname', async () => {
    const shape = z.array(z.object({ encoding: details, output: fetched, files: z.array(fetched) }))
    const outputs = await ask('outputs.downloaded', shape, { file: samplePath, profiles: 'h264,webm' })
    expect(outputs.map(({ output }) => output.url.split('.').at(-1)).sort()).toEqual(['mp4', 'webm'])
    for (const { encoding, output, files } of outputs) {
      expect(encoding['files']).toContain(`${String(encoding['path'])}${String(encoding['extname'])}`)
      expect(output).toMatchObject({ status: 200, size: encoding['file_size'] })
      expect(output.type).toBe(encoding['mime_type'])
      expect(files.map((file) => file.status)).toEqual(files.map(() => 200))
    }
  })

  test('keeps the source, byte for byte, when the factory uploads originals', async () => {
    await using file = await sampleFile()
    const { source } = await ask('outputs.source_downloaded', z.object({ source: fetched }), { file: file.path })
    expect(source).toMatchObject({ status: 200, size: file.size, sha256: file.sha256 })
  })

  test('shows screenshots when asked, as URLs of pictures', async () => {
    const shape = z.object({ plain: details, shown: details, listed: details, images: z.array(fetched) })
    const { plain, shown, listed, images } = await ask('outputs.screenshots', shape, {
      file: samplePath,
      profiles: 'h264',
    })
    expect(plain).not.toHaveProperty('screenshots')
    expect(listed['screenshots']).toEqual(shown['screenshots'])
    expect(images.map(({ status, type }) => ({ status, type }))).toEqual(
      Array.from({ length: 7 }, () => ({ status: 200, type: 'image/jpeg' })),
    )
  })

  test('adds encodings to a video that exists, by the name or the id of a profile', async () => {
    const shape = z.object({
      video: z.string(),
      before: ids,
      created: identified,
      last: details,
      other: identified,
      listed: ids,
    })
    const { video, before, created, last, other, listed } = await ask('outputs.added_later', shape, {
      file: samplePath,
    })
    expect(before).toEqual([])
    expect(created).toMatchObject({ video_id: video, profile_name: 'h264', status: 'processing' })
    expect(last).toMatchObject({ id: created.id, status: 'success' })
    expect(other).toMatchObject({ profile_name: 'h264' })
    expect(listed.sort()).toEqual([created.id, other.id].sort())
  })

  test("finds, creates and deletes encodings through the video's own list", async () => {
    const shape = deletion.extend({ video: z.string(), created: identified, found: details })
    const { video, created, found, answer, left } = await ask('outputs.through_the_video', shape, { file: samplePath })
    expect(created).toMatchObject({ video_id: video, profile_name: 'h264' })
    expect(found).toMatchObject({ id: created.id })
    expect({ answer, left }).toEqual({ answer: { deleted: true }, left: [] })
  })

  test('filters encodings by video, profile and status', async () => {
    const owners = z.array(z.tuple([z.string(), z.string()]))
    const lists = {
      all: owners,
      video: owners,
      name: owners,
      profile: owners,
      success: owners,
      fail: owners,
      page: owners,
    }
    const shape = z.object({ first: z.string(), second: z.string(), ...lists })
    const found = await ask('outputs.filtered', shape, { file: samplePath })
    const sorted = (list: [string, string][]): string[] => list.map((each) => each.join(' ')).sort()
    const [one, two, three] = [`${found.first} h264`, `${found.second} h264`, `${found.second} webm`]
    expect(sorted(found.all)).toEqual([one, two, three].sort())
    expect(sorted(found.video)).toEqual([two, three].sort())
    expect(sorted(found.name)).toEqual([three])
    expect(sorted(found.profile)).toEqual([one, two].sort())
    expect(sorted(found.success)).toEqual(sorted(found.all))
    expect(found.fail).toEqual([])
    expect(found.page).toEqual(found.all.slice(2))
  })

  test('cancels an encoding', async () => {
    const { answer, encoding } = await ask('outputs.cancelled', z.object({ answer: details, encoding: details }), {
      file: samplePath,
    })
    expect(answer).toEqual({ canceled: true })
    expect(encoding['status']).not.toBe('success')
  })

  test('retries an encoding that failed', async () => {
    await using web = await webServer()
    const shape = z.object({ failed: details, answer: details, after: details })
    const { failed, answer, after } = await ask('outputs.retried', shape, { missing_url: `${web.url}/missing.mp4` })
    expect(failed).toMatchObject({ status: 'fail', error_class: 'VideoStatusInvalid' })
    expect(answer).toEqual({ retried: true })
    expect(after).toMatchObject({ status: 'fail' })
  })

  test('deletes an encoding, and its file', async () => {
    const shape = z.object({ before: fetched, answer: details, after: fetched, encoding: refusal, left: ids })
    expect(await ask('outputs.deleted', shape, { file: samplePath })).toMatchObject({
      before: { status: 200 },
      answer: { deleted: true },
      after: { status: 404 },
      encoding: { status: 404 },
      left: [],
    })
  })

  test('lists the profiles of a factory', async () => {
    const profiles = await ask('profiles.all_of_them', listed)
    expect(profiles.map((profile) => profile.details['name'])).toContain('h264')
    expect(profiles.every((profile) => profile.text === `Profile ${String(profile.details['id'])}`)).toBe(true)
    const expanded = await ask('profiles.all_of_them', listed, { expand: 'true', per_page: 1 })
    expect(expanded).toHaveLength(1)
  })

  test('creates a profile from a preset, and finds it by id and by name', async () => {
    const shape = z.object({ profile: details, found: details, byName: details })
    const { profile, found, byName } = await ask('profiles.created', shape)
    expect(profile).toMatchObject({
      id: expect.stringMatching(hexId),
      name: 'h264_1',
      preset_name: 'h264',
      fps: 45,
      extname: '.mp4',
    })
    expect([found, byName]).toEqual([profile, profile])
  })

  test('updates a profile', async () => {
    const { answer, reloaded } = await ask('profiles.updated', z.object({ answer: details, reloaded: details }))
    expect(answer).toMatchObject({ name: 'new_name', fps: 60, preset_name: 'h264' })
    expect(reloaded).toEqual(answer)
  })

  test('deletes a profile', async () => {
    const shape = deletion.extend({ id: z.string(), found: refusal })
    const { id, answer, found, left } = await ask('profiles.deleted', shape)
    expect(answer).toEqual({ deleted: true })
    expect(found).toMatchObject({ status: 404, body: { error: 'RecordNotFound' } })
    expect(left).not.toContain(id)
  })

  test('deletes a profile by its id', async () => {
    const { id, answer, left } = await ask('profiles.deleted_by_id', deletion.extend({ id: z.string() }))
    expect(answer).toEqual({ deleted: true })
    expect(left).not.toContain(id)
  })

  test('reads lists through the low-level calls: bare arrays', async () => {
    const lists = await ask('rest.lists', z.object({ videos: ids, encodings: ids, profiles: z.array(details) }))
    expect(lists).toMatchObject({ videos: [], encodings: [] })
    expect(lists.profiles).not.toEqual([])
  })

  test("creates, changes and deletes the README's custom profile", async () => {
    const shape = z.object({ profile: details, renamed: details, deleted: details })
    const { profile, renamed, deleted } = await ask('rest.custom_profile', shape)
    const command = 'ffmpeg -i $input_file$ -f mp4 -b 128k $resolution_and_padding$ -y $output_file'
    expect(profile).toMatchObject({ title: 'My custom profile', width: 320, height: 240, command })
    expect(renamed).toMatchObject({ id: profile['id'], title: 'Renamed', command })
    expect(deleted).toEqual({ deleted: true })
  })

  test('creates a video, lists its encodings and deletes it through the low-level calls', async () => {
    await using web = await webServer()
    const shape = z.object({ created: identified, encodings: z.array(details), deleted: details })
    const args = { source_url: `${web.url}/path/to/my video~1.mp4`, profiles: 'h264,webm' }
    const { created, encodings, deleted } = await ask('rest.video', shape, args)
    expect(created).toMatchObject({ status: 'processing', source_url: args.source_url })
    expect(encodings.map((encoding) => encoding['profile_name']).sort()).toEqual(['h264', 'webm'])
    expect(deleted).toEqual({ deleted: true })
  })

  test('signs a host in lower case and a path without its last slash, and sends them otherwise', async () => {
    expect(await ask('rest.other_spellings', details)).toEqual({ host: 200, path: 200 })
  })

  test('signs parameters that another client sends: in the query, in a form, in a multipart form', async () => {
    expect(await ask('rest.signed_by_hand', details)).toEqual({
      names: ['access_key', 'factory_id', 'signature', 'some_params', 'timestamp'],
      query: 200,
      form: 200,
      multipart: 200,
    })
  })

  test('is told when the secret is wrong, and nothing more', async () => {
    const { text, ...answer } = await ask('refusals.wrong_secret', refusal)
    expect(answer).toEqual({
      status: 401,
      contentType: expect.stringContaining('application/json'),
      body: { error: 'NotAuthorized', message: 'Signatures do not match' },
    })
    expect(text).toMatch(/^Error 401, Unauthorized \{"error":"NotAuthorized"/)
  })

  test('is told when nobody has the access key', async () => {
    expect(await ask('refusals.wrong_access_key', refusal)).toMatchObject({
      status: 401,
      body: { error: 'NotAuthorized' },
    })
  })

  test('is told what does not exist', async () => {
    const missing = (what: string) => ({
      status: 404,
      body: { error: 'RecordNotFound', message: `Couldn't find ${what} with ID=some-incorrect-id` },
    })
    expect(await ask('refusals.unknown_ids', z.record(z.string(), refusal))).toMatchObject({
      factory: missing('Factory'),
      video: missing('Video'),
      encoding: missing('Encoding'),
      profile: missing('Profile'),
      deleted: missing('Video'),
      wrongFactory: missing('Factory'),
    })
  })

  test('is told what a request lacks', async () => {
    const lacks = (name: string) => ({
      status: 400,
      body: {
        error: 'BadRequest',
        message: expect.stringMatching(`All required parameters were not supplied: .*${name}`),
      },
    })
    expect(await ask('refusals.incomplete_requests', z.record(z.string(), refusal))).toMatchObject({
      noSource: lacks('source_url'),
      noVideo: lacks('video_id'),
      unknownVideo: { status: 404 },
      noFormat: {
        status: 400,
        body: { error: 'BadRequest', message: 'Currently only .json is supported as a format' },
      },
      noFileSize: lacks('file_size'),
    })
  })

  test('is told that a profile does not exist', async () => {
    expect(await ask('refusals.unknown_profile', refusal, { file: samplePath })).toMatchObject({
      status: 404,
      body: { error: 'RecordNotFound', message: expect.stringContaining('no-such-profile') },
    })
  })

  test('hears of every event by a form that the service posts', async () => {
    await using application = await receiveWebhooks()
    const events = { video_created: true, video_encoded: true, encoding_progress: true, encoding_completed: true }
    const settings = { url: `${application.url}/notifications`, delay: 0, send_video_payload: true, events }
    await ask('notifications.updated', details, { settings })
    const params = { file: samplePath, profiles: 'h264,webm', payload: 'order 7' }
    const { created, encodings } = await ask('videos.from_file', uploaded, params)
    const named = (event: string) => application.received.filter(({ form }) => form['event'] === event)
    await application.until(() => named('video-encoded').length > 0)

    expect(new Set(application.received.map(({ method, contentType }) => `${method} ${contentType}`))).toEqual(
      new Set(['POST application/x-www-form-urlencoded']),
    )
    const encodingIds = {
      'encoding_ids[0]': expect.stringMatching(hexId),
      'encoding_ids[1]': expect.stringMatching(hexId),
    }
    const ofVideo = { video_id: created.id, ...encodingIds, payload: 'order 7' }
    expect(named('video-created')).toMatchObject([{ form: { event: 'video-created', ...ofVideo } }])
    expect(named('video-encoded')).toMatchObject([{ form: { event: 'video-encoded', ...ofVideo } }])
    expect(
      named('encoding-complete')
        .map(({ form }) => form['encoding_id'])
        .sort(),
    ).toEqual(encodings.map((encoding) => encoding.id).sort())
    for (const { form } of named('encoding-progress')) expect(form['progress']).toMatch(/^\d+$/)
  })

  test('hears of an event again when its endpoint has failed', async () => {
    await using application = await receiveWebhooks((delivery) => (delivery === 1 ? 503 : 200))
    const settings = { url: application.url, delay: 1, events: { video_created: true } }
    await ask('notifications.updated', details, { settings })
    await ask('videos.from_file', uploaded, { file: samplePath, profiles: 'none' })
    await application.until((received) => received.length > 1)
    const [first, second] = application.received
    expect(first?.form).toMatchObject({ event: 'video-created' })
    expect(second).toEqual(first)
  })

  test('hears of nothing that it did not ask for', async () => {
    await using application = await receiveWebhooks()
    const settings = { url: application.url, delay: 0, events: { video_encoded: true } }
    await ask('notifications.updated', details, { settings })
    await ask('videos.from_file', uploaded, { file: samplePath, profiles: 'h264', payload: 'kept to itself' })
    await application.until((received) => received.length > 0)
    expect(application.received).toHaveLength(1)
    expect(application.received[0]?.form).toMatchObject({ event: 'video-encoded' })
    expect(application.received[0]?.form).not.toHaveProperty('payload')
  })
})
