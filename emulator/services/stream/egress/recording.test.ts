import { describe, expect, it } from 'vitest'
import {
  hours,
  type Json,
  minutes,
  seconds,
  storage,
  type StreamDouble,
  streamDouble,
} from '../../../../harness/stream-double.ts'

const start = Date.parse('2026-01-01')

interface Recording {
  filename: string
  url: string
  start_time: number
  end_time: number
  session_id: string
  recording_type: string
}

const recordings = async ({ server, call }: StreamDouble) =>
  (await server.get(`${call}/recordings`)).json['recordings'] as Recording[]
const spans = (list: readonly Recording[]) =>
  list.map(({ start_time: from, end_time: to }) => [from / 1e6 - start, to / 1e6 - start])

describe('a recording', () => {
  it('needs somebody in the call', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    for (const path of ['recordings/composite', 'recordings/individual', 'recordings/raw']) {
      const { status, json } = await server.post(`${call}/${path}/start`, {})
      expect([status, json['code'], json['message']]).toEqual([
        400,
        4,
        'StartRecording failed with error: "there is no active session"',
      ])
      expect((await server.post(`${call}/${path}/stop`, {})).json['message']).toBe(
        'StopRecording failed with error: "call egress is not running"',
      )
    }
    const other = await server.post(`${call}/recordings/video/start`, {})
    expect(other.json['message']).toBe(
      'StartRecording failed with error: "recording_type must be one of [composite individual raw]"',
    )
    expect((await recordings(double)).length).toBe(0)
  })

  it('of two and a half hours is two files in the storage that the start names, playable and as long as it took', async () => {
    await using double = await streamDouble()
    const { server, call, world } = double
    expect((await double.join()).status).toBe(201)
    await server.post(`${call}/recordings/composite/start`, { recording_external_storage: 'mine' })
    const { json: during } = await server.get(call)
    expect(during['call']).toMatchObject({ recording: true, egress: { composite_recording: { status: 'running' } } })
    await double.wait(2.5 * hours)
    await server.post(`${call}/mark_ended`)
    expect((await server.get(call)).json['call']).toMatchObject({ recording: false, current_session_id: '' })
    await double.wait(minutes)

    const list = await recordings(double)
    expect(spans(list)).toEqual([
      [0, 2 * hours],
      [2 * hours, 2.5 * hours],
    ])
    expect(list.map(({ filename }) => filename)).toEqual([
      `rec_default_demo-1_720p_${start}.mp4`,
      `rec_default_demo-1_720p_${start + 2 * hours}.mp4`,
    ])
    expect(new Set(list.map(({ session_id: id }) => id)).size).toBe(1)
    const keys = await double.keys()
    expect(keys.map((key) => `${world.s3Url}/my-bucket/${key}`)).toEqual(list.map(({ url }) => url))
    const facts = await Promise.all(keys.map((key) => double.facts('my-bucket', key)))
    expect(facts.map((one) => one?.durationMs)).toEqual(
      [2 * hours, hours / 2].map((duration) => expect.closeTo(duration, -2)),
    )
    expect(double.told()).toEqual([
      'call.created',
      'call.session_started',
      'call.session_participant_joined',
      'call.session_participant_count_updated',
      'call.recording_started',
      'call.recording_ready',
      'call.session_ended',
      'call.ended',
      'call.recording_ready',
    ])
    expect(double.events('call.recording_ready')[0]).toEqual({
      type: 'call.recording_ready',
      created_at: '2026-01-01T02:00:45.000Z',
      call_cid: 'default:demo-1',
      egress_id: '',
      recording_type: 'composite',
      call_recording: {
        filename: `rec_default_demo-1_720p_${start}.mp4`,
        url: list[0]?.url,
        start_time: '2026-01-01T00:00:00.000Z',
        end_time: '2026-01-01T02:00:00.000Z',
        session_id: list[0]?.session_id,
        recording_type: 'composite',
      },
    })
    const { json } = await server.get(`/video/call/default/demo-1/recordings`)
    expect((json['recordings'] as Recording[])[0]?.start_time).toBe('2026-01-01T00:00:00.000Z')
  })

  it('of sound alone is an MP3', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.patch(call, { settings_override: { recording: { mode: 'available', audio_only: true } } })
    await double.join()
    await server.post(`${call}/start_recording`, { recording_external_storage: 'mine' })
    await double.wait(10 * seconds)
    await server.post(`${call}/stop_recording`)
    await double.wait(10 * seconds)
    const [key = ''] = await double.keys()
    expect(key).toBe(`films/rec_default_demo-1_audio_${start}.mp3`)
    expect(await double.facts('my-bucket', key)).toMatchObject({
      container: 'mp3',
      durationMs: expect.closeTo(10_000, -2),
    })
  })

  it('of individuals is a file for each track of each time that somebody was there', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.patch(call, {
      settings_override: { individual_recording: { mode: 'available', output_types: ['audio_only', 'video_only'] } },
    })
    await double.join('john')
    await server.post(`${call}/recordings/individual/start`, { recording_external_storage: 'mine' })
    await double.wait(minutes)
    await double.join('mary')
    await double.wait(minutes)
    await double.leave('john')
    await double.wait(minutes)
    await server.post(`${call}/recordings/individual/stop`)
    await double.wait(minutes)
    const list = await recordings(double)
    expect(list.map(({ filename }) => filename.replace(/_[0-9a-f-]{36}_/, '_SESSION_'))).toEqual([
      `individual_default_demo-1_john_SESSION_audio_only_${start}.mkv`,
      `individual_default_demo-1_john_SESSION_video_only_${start}.mkv`,
      `individual_default_demo-1_mary_SESSION_audio_only_${start + minutes}.mkv`,
      `individual_default_demo-1_mary_SESSION_video_only_${start + minutes}.mkv`,
    ])
    expect(spans(list).slice(1, 3)).toEqual([
      [0, 2 * minutes],
      [minutes, 3 * minutes],
    ])
    expect(double.told(/ready/)).toHaveLength(4)
    const facts = await Promise.all(list.map(({ filename }) => double.facts('my-bucket', `films/${filename}`)))
    expect(facts).toMatchObject([
      { container: 'matroska', video: null, audio: {} },
      { container: 'matroska', video: {}, audio: null, durationMs: expect.closeTo(2 * minutes, -2) },
      { video: null, audio: {} },
      { video: {}, audio: null },
    ])
  })

  it('of the raw tracks is one archive that says what is in it', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join('john')
    await double.join('mary')
    await server.post(`${call}/recordings/raw/start`, { recording_external_storage: 'mine' })
    await double.wait(minutes)
    await server.post(`${call}/recordings/raw/stop`)
    await double.wait(minutes)
    const [key = ''] = await double.keys()
    expect(key).toMatch(/^films\/raw_default_demo-1_.*\.zip$/)
    const text = await double.text('my-bucket', key)
    expect(text.startsWith('PK')).toBe(true)
    const about = JSON.parse(/\{\n[^]*?\n\}\n/.exec(text)?.[0] ?? '') as { participants: string[]; tracks: string[] }
    expect(about.participants).toEqual(['john', 'mary'])
    expect(about.tracks).toHaveLength(4)
    for (const track of about.tracks) expect(text).toContain(track)
  })

  it('of each type runs beside the others', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    for (const type of ['composite', 'individual', 'raw']) await server.post(`${call}/recordings/${type}/start`, {})
    const egress = async () => ((await server.get(call)).json['call'] as Json)['egress']
    const status = 'running'
    expect(await egress()).toMatchObject({
      composite_recording: { status },
      individual_recording: { status },
      raw_recording: { status },
    })
    await server.post(`${call}/recordings/individual/stop`, {})
    expect(Object.keys((await egress()) as Json)).toEqual([
      'broadcasting',
      'rtmps',
      'hls',
      'composite_recording',
      'raw_recording',
    ])
    expect((await server.get(call)).json['call']).toMatchObject({ recording: true })
    expect(double.events('call.recording_stopped')).toMatchObject([{ recording_type: 'individual', egress_id: '' }])
  })

  it('that runs goes on when it is started again', async () => {
    await using double = await streamDouble()
    await double.join()
    const again = () => double.server.post(`${double.call}/recordings/composite/start`, {})
    expect([(await again()).status, (await again()).status]).toEqual([201, 201])
    expect(double.told(/started/)).toEqual(['call.session_started', 'call.recording_started'])
  })

  it('that is disabled is refused', async () => {
    await using double = await streamDouble()
    await double.server.patch(double.call, { settings_override: { recording: { mode: 'disabled' } } })
    await double.join()
    const { status, json } = await double.server.post(`${double.call}/recordings/composite/start`, {})
    expect([status, json['message']]).toEqual([
      400,
      'StartRecording failed with error: "recording is disabled for this call"',
    ])
  })

  it('starts by itself where the settings say auto-on, into the storage of the type', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.put('/api/v2/video/calltypes/default', {
      external_storage: 'mine',
      settings: {
        recording: { mode: 'auto-on', quality: '360p' },
        transcription: { mode: 'auto-on', closed_caption_mode: 'auto-on' },
      },
    })
    await double.join()
    expect((await server.get(call)).json['call']).toMatchObject({
      recording: true,
      transcribing: true,
      captioning: true,
    })
    await double.wait(minutes)
    await double.leave()
    await double.wait(2 * minutes)
    expect(await double.keys()).toEqual([
      expect.stringContaining('rec_default_demo-1_360p_'),
      expect.stringContaining('transcript_'),
    ])
  })

  it('is byte for byte the same in another world of the same seed', async () => {
    const record = async () => {
      await using double = await streamDouble({ seed: 7 })
      await double.join()
      for (const type of ['composite', 'individual', 'raw'])
        await double.server.post(`${double.call}/recordings/${type}/start`, { recording_external_storage: 'mine' })
      await double.wait(minutes)
      await double.server.post(`${double.call}/mark_ended`)
      await double.wait(minutes)
      const keys = await double.keys()
      const bytes = await Promise.all(keys.map((key) => double.bytes('my-bucket', key)))
      return { keys, bytes: bytes.map((one) => Buffer.from(one).toString('base64')) }
    }
    const [one, other] = [await record(), await record()]
    expect(one.keys).toHaveLength(3)
    expect(one).toEqual(other)
  })
})

describe('the storage of a recording', () => {
  const record = async (double: StreamDouble, body: Json) => {
    await double.join()
    const { status } = await double.server.post(`${double.call}/recordings/composite/start`, body)
    await double.wait(minutes)
    await double.server.post(`${double.call}/mark_ended`)
    await double.wait(minutes)
    return status
  }
  const where = async (double: StreamDouble) => {
    const found: string[] = []
    for (const [bucket, prefix] of [
      ['my-bucket', 'films/'],
      ['my-bucket', 'second/'],
      ['stream-s3', ''],
    ] as const)
      if ((await double.keys(bucket, prefix).catch(() => [])).length > 0) found.push(`${bucket}/${prefix}`)
    return found
  }

  it.each<[string, string | undefined, Json, string]>([
    ['the start’s, before the type’s', 'mine', { recording_external_storage: 'second' }, 'my-bucket/second/'],
    ['the type’s', 'mine', {}, 'my-bucket/films/'],
    ['Stream’s own, named by the start', 'mine', { recording_external_storage: 'stream-s3' }, 'stream-s3/'],
    ['Stream’s own, named by the type', 'stream-s3', {}, 'stream-s3/'],
    ['Stream’s own, when nobody says any', undefined, {}, 'stream-s3/'],
    ['Stream’s own, when an empty one is said', undefined, { recording_external_storage: '' }, 'stream-s3/'],
  ])('is %s', async (_, ofType, body, expected) => {
    await using double = await streamDouble()
    await double.server.post('/api/v2/external_storage', storage('second', 'second'))
    if (ofType !== undefined) await double.server.put('/api/v2/video/calltypes/default', { external_storage: ofType })
    expect(await record(double, body)).toBe(201)
    expect(await where(double)).toEqual([expected])
  })

  it('is chosen at the start', async () => {
    await using double = await streamDouble()
    await double.join()
    await double.server.post(`${double.call}/recordings/composite/start`, {})
    await double.server.put('/api/v2/video/calltypes/default', { external_storage: 'mine' })
    await double.wait(minutes)
    await double.server.post(`${double.call}/mark_ended`)
    await double.wait(minutes)
    expect(await where(double)).toEqual(['stream-s3/'])
  })

  it('has to be there, unless the settings let it be', async () => {
    const options = [{}, { stream: { unknownStorage: 'accept' as const } }]
    const answers: unknown[] = []
    for (const option of options) {
      await using double = await streamDouble(option)
      await double.join()
      const { status, json } = await double.server.post(`${double.call}/recordings/composite/start`, {
        recording_external_storage: 'none',
      })
      await double.wait(minutes)
      await double.server.post(`${double.call}/mark_ended`)
      await double.wait(minutes)
      answers.push([status, json['message'], double.told(/recording/)])
    }
    expect(answers).toEqual([
      [400, 'StartRecording failed with error: "external storage "none" does not exist"', []],
      [201, undefined, ['call.recording_started', 'call.recording_failed']],
    ])
  })

  it('of the type that is gone is refused, too', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.put('/api/v2/video/calltypes/default', { external_storage: 'mine' })
    await server.delete('/api/v2/external_storage/mine')
    await double.join()
    expect((await server.post(`${call}/recordings/composite/start`, {})).status).toBe(400)
  })

  it('that is gone, or refuses, meanwhile makes it fail: it is told, and not listed', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.post('/api/v2/external_storage', storage('other', '', 'no-bucket'))
    await double.join()
    await server.post(`${call}/recordings/composite/start`, { recording_external_storage: 'mine' })
    await server.post(`${call}/recordings/raw/start`, { recording_external_storage: 'other' })
    await server.delete('/api/v2/external_storage/mine')
    await double.wait(minutes)
    await server.post(`${call}/mark_ended`)
    await double.wait(minutes)
    expect(double.events('call.recording_failed')).toEqual([
      {
        type: 'call.recording_failed',
        created_at: expect.any(String),
        call_cid: 'default:demo-1',
        egress_id: '',
        recording_type: 'composite',
      },
      expect.objectContaining({ recording_type: 'raw' }),
    ])
    expect(await recordings(double)).toEqual([])
    const { entries } = double.world.journal.list({ direction: 'out' })
    expect(entries.map(({ error }) => error)).toEqual([
      'NoSuchBucket: The specified bucket does not exist: no-bucket',
      'StorageNotFound: external storage "mine" does not exist',
    ])
    expect(entries[0]?.diagnosis?.mistakes).toMatchObject([{ code: 'no-such-bucket' }])
  })

  it('of Stream keeps files for two weeks, behind signed URLs that end with them', async () => {
    await using double = await streamDouble()
    expect(await record(double, {})).toBe(201)
    const [recording] = await recordings(double)
    const url = new URL(recording?.url ?? '')
    expect(url.pathname).toMatch(/\/video\/recordings\/default_demo-1\/rec_default_demo-1_720p_\d+\.mp4$/)
    const [ready] = double.events('call.recording_ready')
    const readyAt = Date.parse(String(ready?.['created_at'])) / 1000
    expect(Number(url.searchParams.get('Expires'))).toBe(Math.floor(readyAt) + 14 * 24 * 3600)
    const ask = (init?: RequestInit) => double.emulator.fetch(new Request(url, init))
    const get = async () => (await ask()).status
    expect(await get()).toBe(200)
    const head = await ask({ method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'video/mp4', ''])
    const part = await ask({ headers: { range: 'bytes=4-7' } })
    expect([part.status, await part.text()]).toEqual([206, 'ftyp'])
    const preflight = await ask({ method: 'OPTIONS', headers: { origin: 'https://app.test' } })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    expect((await ask({ method: 'DELETE' })).status).toBe(405)
    await double.wait(13 * 24 * hours)
    expect(await get()).toBe(200)
    await double.wait(24 * hours)
    expect(await get()).toBe(403)
    expect(await recordings(double)).toEqual([])
    expect(await double.keys('stream-s3', '')).toEqual([])
  })

  it('of an app keeps what is deleted from the list', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await record(double, { recording_external_storage: 'mine' })
    const [{ session_id: session, filename } = { session_id: '', filename: '' }] = await recordings(double)
    const { json } = await server.get(`${call}/${session}/recordings`)
    expect(json['recordings']).toHaveLength(1)
    expect((await server.get(`${call}/other/recordings`)).json['recordings']).toEqual([])
    const path = `${call}/${session}/recordings/${filename}`
    expect((await server.delete(path)).json).toEqual({ duration: '1.00ms' })
    const again = await server.delete(path)
    expect([again.status, again.json['code'], again.json['message']]).toEqual([
      404,
      16,
      `DeleteRecording failed with error: "recording doesn't exist"`,
    ])
    await double.wait(minutes)
    expect(await recordings(double)).toEqual([])
    expect(await double.keys()).toHaveLength(1)
  })
})

describe('frames', () => {
  it('are pictures every so many seconds while somebody is there, told of and not listed', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    expect((await server.post(`${call}/start_frame_recording`, {})).json['message']).toBe(
      'StartFrameRecording failed with error: "there is no active session"',
    )
    await server.patch(call, {
      settings_override: { frame_recording: { mode: 'available', capture_interval_in_seconds: 5 } },
    })
    await double.join()
    await server.post(`${call}/start_frame_recording`, { recording_external_storage: 'mine' })
    expect((await server.get(call)).json['call']).toMatchObject({
      recording: false,
      egress: { frame_recording: { status: 'running' } },
    })
    await double.wait(12 * seconds)
    await double.leave()
    await double.wait(10 * seconds)
    await server.post(`${call}/stop_frame_recording`)
    expect((await server.post(`${call}/stop_frame_recording`)).json['message']).toBe(
      'StopFrameRecording failed with error: "call egress is not running"',
    )
    await double.wait(minutes)
    expect(await double.keys()).toEqual([5, 10].map((at) => `films/frame_default_demo-1_${start + at * seconds}.jpg`))
    const [key = ''] = await double.keys()
    expect(Array.from((await double.bytes('my-bucket', key)).slice(0, 3))).toEqual([0xff, 0xd8, 0xff])
    expect(double.events('call.frame_recording_ready')[0]).toEqual({
      type: 'call.frame_recording_ready',
      created_at: '2026-01-01T00:00:05.000Z',
      call_cid: 'default:demo-1',
      egress_id: '',
      session_id: expect.any(String),
      track_type: 'TRACK_TYPE_VIDEO',
      url: `${double.world.s3Url}/my-bucket/${key}`,
      captured_at: '2026-01-01T00:00:05.000Z',
      users: { john: expect.objectContaining({ id: 'john' }) },
    })
    expect(double.told(/frame/)).toEqual([
      'call.frame_recording_started',
      'call.frame_recording_ready',
      'call.frame_recording_ready',
      'call.frame_recording_stopped',
    ])
    expect(await recordings(double)).toEqual([])
  })

  it('that cannot be stored are told as failed, and go on', async () => {
    await using double = await streamDouble()
    await double.join()
    await double.server.post(`${double.call}/start_frame_recording`, { recording_external_storage: 'mine' })
    await double.wait(3 * seconds)
    await double.server.delete('/api/v2/external_storage/mine')
    await double.wait(2 * seconds)
    await double.server.post('/api/v2/external_storage', storage('mine', 'films/'))
    await double.wait(2 * seconds)
    expect(double.told(/frame/).slice(1)).toEqual([
      'call.frame_recording_ready',
      'call.frame_recording_failed',
      'call.frame_recording_ready',
    ])
    expect(double.events('call.frame_recording_failed')).toMatchObject([{ egress_id: '', call: { id: 'demo-1' } }])
  })
})
