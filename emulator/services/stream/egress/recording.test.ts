import { describe, expect, it } from 'vitest'
import { streamClient } from '../../../../harness/stream-client.ts'
import { probe } from '../../../media/probe.ts'
import { createEmulator } from '../../../emulator.ts'
import type { EmulatorOptions } from '../../../options.ts'
import { events } from '../webhooks/model.ts'

const hours = 3_600_000
const call = '/api/v2/video/call/default/demo-1'

async function openCall(options: EmulatorOptions = {}) {
  const emulator = await createEmulator(options)
  const world = emulator.worlds.main
  const server = await streamClient(emulator, world)
  const john = await streamClient(emulator, world, 'john')
  await server.post('/api/v2/users', { users: { john: { id: 'john' }, mary: { id: 'mary' } } })
  await server.post('/api/v2/external_storage', {
    name: 'mine',
    storage_type: 's3',
    bucket: 'my-bucket',
    path: 'films/',
    aws_s3: { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' },
  })
  await server.post(call, { data: { created_by_id: 'john' } })
  return {
    emulator,
    world,
    server,
    john,
    join: () => john.post(`${call}/join`, { location: 'AMS' }),
    advance: (ms: number) => world.jobs.advanceTo(world.clock.now() + ms),
    told: () =>
      world.state
        .table(events)
        .list()
        .map(({ type }) => type),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

describe('a recording', () => {
  it('needs somebody in the call', async () => {
    await using double = await openCall()
    const { json, status } = await double.server.post(`${call}/recordings/composite/start`, {})
    expect([status, json.code, json.message]).toEqual([
      400,
      4,
      'StartRecording failed with error: "there is no active session"',
    ])
    expect((await double.server.post(`${call}/recordings/composite/stop`, {})).json.message).toBe(
      'StopRecording failed with error: "call egress is not running"',
    )
  })

  it('of two and a half hours is two files in the storage that the start names, playable and as long as it took', async () => {
    await using double = await openCall()
    const { server, world } = double
    expect((await double.join()).status).toBe(201)
    await server.post(`${call}/recordings/composite/start`, { recording_external_storage: 'mine' })
    const { json: during } = await server.get(call)
    expect(during.call).toMatchObject({ recording: true, egress: { composite_recording: { status: 'running' } } })
    await double.advance(2.5 * hours)
    await server.post(`${call}/mark_ended`)
    expect((await server.get(call)).json.call).toMatchObject({ recording: false, current_session_id: '' })
    await double.advance(60_000)

    const { json } = await server.get(`${call}/recordings`)
    const recordings = json.recordings as { filename: string; url: string; start_time: number; end_time: number }[]
    const start = Date.parse('2026-01-01')
    expect(recordings.map(({ start_time: from, end_time: to }) => [from / 1e6 - start, to / 1e6 - start])).toEqual([
      [0, 2 * hours],
      [2 * hours, 2.5 * hours],
    ])
    expect(recordings.map(({ filename }) => filename)).toEqual([
      `rec_default_demo-1_720p_${start}.mp4`,
      `rec_default_demo-1_720p_${start + 2 * hours}.mp4`,
    ])
    const { objects } = await world.objects.list('my-bucket', { prefix: 'films/' })
    expect(objects.map(({ key }) => `${world.s3Url}/my-bucket/${key}`)).toEqual(recordings.map(({ url }) => url))
    const durations = await Promise.all(
      objects.map(async ({ key, size }) => {
        const read = (from: number, to: number) => world.objects.readRange('my-bucket', key, from, to)
        return (await probe({ size, read }))?.durationMs
      }),
    )
    expect(durations).toEqual([7200, 1800].map((seconds) => expect.closeTo(seconds * 1000, -2)))
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
  })
})
