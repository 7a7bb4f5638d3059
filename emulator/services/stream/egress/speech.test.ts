import { describe, expect, it } from 'vitest'
import { type Json, minutes, seconds, storage, streamDouble } from '../../../../harness/stream-double.ts'

interface Line {
  type: string
  start_time: string
  stop_time: string
  speaker_id: string
  text: string
}

const start = Date.parse('2026-01-01')
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

describe('a transcription', () => {
  it('needs somebody in the call', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    const said = async (path: string) => (await server.post(`${call}/${path}`)).json['message']
    expect(await said('start_transcription')).toBe('StartTranscription failed with error: "there is no active session"')
    expect(await said('start_closed_captions')).toBe(
      'StartClosedCaptions failed with error: "there is no active session"',
    )
    expect(await said('stop_transcription')).toBe(
      'StopTranscription failed with error: "call is not being transcribed"',
    )
    expect(await said('stop_closed_captions')).toBe(
      'StopClosedCaptions failed with error: "call is not being transcribed"',
    )
  })

  it('is one file of lines, of who was there while they spoke, uploaded once at the end', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join('john')
    expect((await server.post(`${call}/start_transcription`, { transcription_external_storage: 'mine' })).status).toBe(
      201,
    )
    expect((await server.get(call)).json['call']).toMatchObject({ transcribing: true, captioning: false })
    await double.wait(minutes)
    await double.join('mary')
    await double.wait(minutes)
    await double.leave('john')
    await double.wait(minutes)
    expect(await double.keys()).toEqual([])
    await server.post(`${call}/mark_ended`)
    await double.wait(minutes)

    const name = `transcript_default_demo-1_${start}.jsonl`
    expect(await double.keys()).toEqual([`films/${name}`])
    const lines = linesOf(await double.text('my-bucket', `films/${name}`))
    const speakers = (from: number, to: number) => [
      ...new Set(
        lines
          .filter((line) => Date.parse(line.start_time) >= start + from && Date.parse(line.stop_time) <= start + to)
          .map(({ speaker_id: id }) => id),
      ),
    ]
    expect(speakers(0, minutes)).toEqual(['john'])
    expect(speakers(minutes, 2 * minutes).toSorted()).toEqual(['john', 'mary'])
    expect(speakers(2 * minutes, 3 * minutes)).toEqual(['mary'])
    const [first, ...rest] = lines
    expect(first).toMatchObject({ type: 'speech', text: 'Hello, this is john.' })
    let before = Date.parse(first?.stop_time ?? '')
    for (const line of rest) {
      expect(Date.parse(line.start_time)).toBeGreaterThan(before)
      before = Date.parse(line.stop_time)
    }
    const { json } = await server.get(`${call}/transcriptions`)
    const [listed] = json['transcriptions'] as Json[]
    expect(listed).toEqual({
      filename: name,
      url: `${double.world.s3Url}/my-bucket/films/${name}`,
      start_time: start * 1e6,
      end_time: (start + 3 * minutes) * 1e6,
      session_id: expect.any(String),
    })
    expect(double.told(/transcription/)).toEqual(['call.transcription_started', 'call.transcription_ready'])
    expect(double.events('call.transcription_ready')).toMatchObject([
      { egress_id: '', call_transcription: { filename: name, start_time: '2026-01-01T00:00:00.000Z' } },
    ])
    expect((await server.get(`${call}/recordings`)).json['recordings']).toEqual([])
  })

  it('is the same in the same world, and in its language', async () => {
    const speak = async (language: string) => {
      await using double = await streamDouble()
      await double.join()
      await double.server.post(`${double.call}/start_transcription`, {
        language,
        transcription_external_storage: 'mine',
      })
      await double.wait(minutes)
      await double.server.post(`${double.call}/stop_transcription`)
      await double.wait(minutes)
      return double.text('my-bucket', (await double.keys())[0] ?? '')
    }
    const [one, other, japanese] = [await speak('en'), await speak('en'), await speak('ja')]
    expect(one).toBe(other)
    expect(linesOf(japanese).at(-1)?.text).toMatch(/[\u3040-\u9fff]/)
    expect(one).not.toMatch(/[\u3040-\u9fff]/)
  })

  it('that is stopped says so, and begins anew when it is started again', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    for (let round = 0; round < 2; round += 1) {
      await server.post(`${call}/start_transcription`)
      await double.wait(minutes)
      await server.post(`${call}/stop_transcription`)
    }
    await double.wait(minutes)
    expect((await server.get(`${call}/transcriptions`)).json['transcriptions']).toHaveLength(2)
    expect(double.told(/transcription/)).toEqual([
      'call.transcription_started',
      'call.transcription_stopped',
      'call.transcription_started',
      'call.transcription_ready',
      'call.transcription_stopped',
      'call.transcription_ready',
    ])
  })

  it('chooses its storage by itself: the start’s, the type’s, Stream’s own', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.post('/api/v2/external_storage', storage('words', 'words/'))
    await server.put('/api/v2/video/calltypes/default', { external_storage: 'mine' })
    await double.join()
    await server.post(`${call}/start_transcription`, { transcription_external_storage: 'words' })
    await server.post(`${call}/recordings/composite/start`, {})
    await server.post(`${call}/recordings/raw/start`, { recording_external_storage: 'stream-s3' })
    await double.wait(minutes)
    await server.post(`${call}/mark_ended`)
    await double.wait(minutes)
    expect(await double.keys('my-bucket', 'words/')).toEqual([expect.stringContaining('transcript_')])
    expect(await double.keys()).toEqual([expect.stringContaining('rec_')])
    expect(await double.keys('stream-s3', '')).toEqual([
      expect.stringContaining('/video/recordings/default_demo-1/raw_'),
    ])
  })

  it('that cannot be uploaded tells why', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    await server.post(`${call}/start_transcription`, { transcription_external_storage: 'mine' })
    await server.delete('/api/v2/external_storage/mine')
    await server.post(`${call}/stop_transcription`)
    await double.wait(minutes)
    expect(double.events('call.transcription_failed')).toMatchObject([
      { egress_id: '', error: 'external storage "mine" does not exist' },
    ])
    expect((await server.get(`${call}/transcriptions`)).json['transcriptions']).toEqual([])
  })

  it('is deleted from the list, and from Stream’s storage', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    await server.post(`${call}/start_transcription`)
    await double.wait(minutes)
    await server.post(`${call}/stop_transcription`)
    await double.wait(minutes)
    const [{ session_id: session, filename }] = (await server.get(`${call}/transcriptions`)).json['transcriptions'] as [
      { session_id: string; filename: string },
    ]
    const asRecording = await server.delete(`${call}/${session}/recordings/${filename}`)
    expect(asRecording.json['message']).toBe(`DeleteRecording failed with error: "recording doesn't exist"`)
    expect((await server.delete(`${call}/${session}/transcriptions/${filename}`)).status).toBe(200)
    const again = await server.delete(`${call}/${session}/transcriptions/${filename}`)
    expect([again.status, again.json['message']]).toEqual([
      404,
      `DeleteTranscription failed with error: "transcription doesn't exist"`,
    ])
    await double.wait(0)
    expect(await double.keys('stream-s3', '')).toEqual([])
  })
})

describe('closed captions', () => {
  it('are told while people speak, in the words that a transcription has', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join('john')
    await double.join('mary')
    await server.post(`${call}/start_closed_captions`, {
      enable_transcription: true,
      external_storage: 'mine',
      language: 'en',
    })
    expect((await server.get(call)).json['call']).toMatchObject({ transcribing: true, captioning: true })
    await double.wait(10 * seconds)
    const early = double.events('call.closed_caption').length
    expect(early).toBeGreaterThan(0)
    await double.wait(2 * minutes)
    await double.leave('john')
    await double.wait(minutes)
    await server.post(`${call}/stop_closed_captions`, { stop_transcription: true })
    await double.wait(minutes)
    const captions = double.events('call.closed_caption').map((event) => event['closed_caption'] as Json)
    expect(captions.length).toBeGreaterThan(early)
    expect(captions[0]).toEqual({
      id: expect.any(String),
      text: 'Hello, this is john.',
      speaker_id: 'john',
      language: 'en',
      translated: false,
      start_time: '2026-01-01T00:00:00.500Z',
      end_time: '2026-01-01T00:00:01.700Z',
      user: expect.objectContaining({ id: 'john' }),
    })
    const lines = linesOf(await double.text('my-bucket', (await double.keys())[0] ?? ''))
    const told = captions.map(({ start_time, end_time: stop_time, speaker_id, text }) => ({
      type: 'speech',
      start_time,
      stop_time,
      speaker_id,
      text,
    }))
    expect(told).toEqual(lines.slice(0, told.length))
    expect(lines.length).toBe(told.length)
    expect(double.told(/captions|transcription/)).toEqual([
      'call.closed_captions_started',
      'call.transcription_started',
      'call.closed_captions_stopped',
      'call.transcription_stopped',
      'call.transcription_ready',
    ])
  })

  it('fall silent when nobody is there', async () => {
    await using double = await streamDouble()
    await double.join()
    await double.server.post(`${double.call}/start_closed_captions`)
    await double.wait(20 * seconds)
    await double.leave()
    const before = double.events('call.closed_caption').length
    await double.wait(10 * seconds)
    expect(double.events('call.closed_caption')).toHaveLength(before)
    await double.join()
    await double.wait(20 * seconds)
    expect(double.events('call.closed_caption').length).toBeGreaterThan(before)
  })

  it('come with a transcription, and stop with it, where that is wished', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    await server.post(`${call}/start_transcription`, { enable_closed_captions: true })
    expect((await server.get(call)).json['call']).toMatchObject({ transcribing: true, captioning: true })
    await server.post(`${call}/stop_transcription`)
    expect((await server.get(call)).json['call']).toMatchObject({ transcribing: false, captioning: true })
    await server.post(`${call}/start_transcription`)
    await server.post(`${call}/stop_transcription`, { stop_closed_captions: true })
    expect((await server.get(call)).json['call']).toMatchObject({ transcribing: false, captioning: false })
  })

  it('are sent by others, too', async () => {
    await using double = await streamDouble()
    const { status } = await double.server.post(`${double.call}/closed_captions`, {
      text: 'Bonjour',
      speaker_id: 'mary',
      language: 'fr',
      start_time: '2026-01-01T00:00:00Z',
    })
    expect(status).toBe(201)
    expect(double.events('call.closed_caption')).toMatchObject([
      { closed_caption: { text: 'Bonjour', speaker_id: 'mary', language: 'fr', user: { id: 'mary' } } },
    ])
    const { json } = await double.server.post(`${double.call}/closed_captions`, {
      text: 'x'.repeat(32_769),
      speaker_id: 'm',
    })
    expect(json['message']).toBe(
      'SendClosedCaption failed with error: "text must be a maximum of 32768 characters in length"',
    )
  })
})
