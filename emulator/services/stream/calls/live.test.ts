import { describe, expect, it } from 'vitest'
import { type Json, minutes, type StreamDouble, storage, streamDouble } from '../../../../harness/stream-double.ts'

const show = '/api/v2/video/call/livestream/show'

async function backstage(): Promise<StreamDouble> {
  const double = await streamDouble()
  await double.server.post('/api/v2/external_storage', storage('words', 'words/'))
  await double.server.post(show, { data: { created_by_id: 'john', members: [{ user_id: 'john', role: 'host' }] } })
  await double.join('john', show)
  return double
}

const egressOf = (json: Json) => (json['call'] as { egress: Json }).egress

describe('going live', () => {
  it('opens the backstage, and the session is live from then on', async () => {
    await using double = await backstage()
    await double.wait(minutes)
    const { status, json } = await double.server.post(`${show}/go_live`)
    expect([status, json['call']]).toMatchObject([
      201,
      {
        backstage: false,
        session: { live_started_at: (Date.parse('2026-01-01') + minutes) * 1e6, live_ended_at: null },
      },
    ])
    expect(double.events('call.live_started')).toMatchObject([{ call: { backstage: false } }])
    expect((await double.join('mary', show)).status).toBe(201)
  })

  it('starts what is wished, each into the storage that is named for it', async () => {
    await using double = await backstage()
    const { json } = await double.server.post(`${show}/go_live`, {
      start_recording: true,
      start_individual_recording: true,
      start_raw_recording: true,
      start_transcription: true,
      start_closed_caption: true,
      start_hls: true,
      recording_storage_name: 'mine',
      transcription_storage_name: 'words',
    })
    expect(json['call']).toMatchObject({
      recording: true,
      transcribing: true,
      captioning: true,
      egress: {
        broadcasting: true,
        hls: { playlist_url: expect.stringContaining('.m3u8'), status: 'running' },
        composite_recording: { status: 'running' },
        individual_recording: { status: 'running' },
        raw_recording: { status: 'running' },
      },
    })
    expect(double.told(/started/).slice(1)).toEqual([
      'call.live_started',
      'call.recording_started',
      'call.recording_started',
      'call.recording_started',
      'call.transcription_started',
      'call.closed_captions_started',
      'call.hls_broadcasting_started',
    ])
    expect(double.events('call.hls_broadcasting_started')).toMatchObject([
      { hls_playlist_url: (egressOf(json)['hls'] as Json)['playlist_url'] },
    ])
    await double.wait(minutes)
    await double.server.post(`${show}/mark_ended`)
    await double.wait(minutes)
    expect((await double.keys()).map((key) => key.replace(/.*\./, '')).toSorted()).toEqual(['mkv', 'mp4', 'zip'])
    expect(await double.keys('my-bucket', 'words/')).toEqual([expect.stringMatching(/^words\/transcript_.*jsonl$/)])
  })

  it('into a storage that is not there is refused, and nothing has changed', async () => {
    await using double = await backstage()
    const { status, json } = await double.server.post(`${show}/go_live`, {
      start_composite_recording: true,
      recording_storage_name: 'none',
    })
    expect([status, json['message']]).toEqual([
      400,
      'GoLive failed with error: "external storage "none" does not exist"',
    ])
    expect((await double.server.get(show)).json['call']).toMatchObject({ backstage: true, recording: false })
    expect(double.told(/live/)).toEqual([])
  })
})

describe('stopping', () => {
  it('goes back to the backstage, and stops all that is not to go on', async () => {
    await using double = await backstage()
    await double.server.post(`${show}/go_live`, {
      start_composite_recording: true,
      start_raw_recording: true,
      start_transcription: true,
      start_hls: true,
    })
    await double.wait(minutes)
    const { status, json } = await double.server.post(`${show}/stop_live`, {
      continue_raw_recording: true,
      continue_transcription: true,
    })
    expect([status, json['call']]).toMatchObject([
      201,
      { backstage: true, recording: true, transcribing: true, session: { live_ended_at: expect.any(Number) } },
    ])
    expect(egressOf(json)).toEqual({ broadcasting: false, rtmps: [], hls: null, raw_recording: { status: 'running' } })
    expect(double.told(/stopped/)).toEqual(['call.recording_stopped', 'call.hls_broadcasting_stopped'])
    const again = await double.server.post(`${show}/go_live`)
    expect(again.json['call']).toMatchObject({ session: { live_ended_at: null } })
  })
})

describe('a broadcast', () => {
  it('is started and stopped by itself', async () => {
    await using double = await backstage()
    const { status, json } = await double.server.post(`${show}/start_broadcasting`)
    expect([status, json['playlist_url']]).toEqual([201, expect.stringContaining('livestream_show')])
    expect((await double.server.post(`${show}/stop_broadcasting`)).status).toBe(201)
    expect((await double.server.post(`${show}/stop_broadcasting`)).json['message']).toBe(
      'StopHLSBroadcasting failed with error: "call egress is not running"',
    )
  })
})
