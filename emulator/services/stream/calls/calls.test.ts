import { describe, expect, it, test } from 'vitest'
import { type Json, hours, minutes, seconds, streamDouble } from '../../../../harness/stream-double.ts'

const callOf = (json: Json) => json['call'] as Json
const idsOf = (json: Json) => (json['members'] as { user_id: string }[]).map(({ user_id: id }) => id)

describe('a call', () => {
  it('is made once, and answered as it is from then on', async () => {
    await using double = await streamDouble()
    const path = '/api/v2/video/call/default/another'
    const first = await double.server.post(path, { data: { created_by_id: 'nobody-yet', custom: { color: 'blue' } } })
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({
      created: true,
      duration: expect.any(String),
      members: [],
      own_capabilities: expect.arrayContaining(['read-call', 'start-record-call']),
      call: {
        cid: 'default:another',
        type: 'default',
        id: 'another',
        current_session_id: '',
        created_by: { id: 'nobody-yet', role: 'user' },
        custom: { color: 'blue' },
        created_at: Date.parse('2026-01-01') * 1e6,
        ended_at: null,
        starts_at: null,
        session: null,
        thumbnails: null,
        recording: false,
        transcribing: false,
        captioning: false,
        translating: false,
        backstage: false,
        blocked_user_ids: [],
        egress: { broadcasting: false, rtmps: [], hls: null },
        ingress: { rtmp: { address: expect.stringContaining('another') } },
      },
    })
    const second = await double.server.post(path, { data: { created_by_id: 'john', custom: { color: 'red' } } })
    expect([second.status, second.json]).toEqual([201, { ...first.json, created: false }])
    const got = await double.server.get(path)
    const { created: _, ...rest } = first.json
    expect([got.status, got.json]).toEqual([200, rest])
    expect(double.told()).toEqual(['call.created', 'call.created'])
  })

  it('keeps the placeholders that SDKs replace in its address for SRT', async () => {
    await using double = await streamDouble()
    const { ingress } = callOf((await double.server.get(double.call)).json) as { ingress: { srt: { address: string } } }
    expect(ingress.srt.address).toMatch(/\{passphrase\}.*\{token\}/)
  })

  it('has its own settings over those of its type, as they are now', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    const settings = async () => callOf((await server.get(call)).json)['settings'] as Record<string, Json>
    await server.patch(call, { settings_override: { screensharing: { enabled: false } }, custom: { a: 1 } })
    await server.put('/api/v2/video/calltypes/default', { settings: { geofencing: { names: ['canada'] } } })
    expect(await settings()).toMatchObject({
      screensharing: { enabled: false, access_request_enabled: true },
      geofencing: { names: ['canada'] },
    })
    await server.patch(call, { settings_override: { geofencing: { names: ['european_union'] } } })
    expect(await settings()).toMatchObject({
      screensharing: { enabled: false },
      geofencing: { names: ['european_union'] },
    })
    expect(double.events('call.updated')[0]).toMatchObject({
      call: { custom: { a: 1 } },
      capabilities_by_role: { user: expect.arrayContaining(['join-call']) },
    })
  })

  it('has dates that begin with it, of both forms', async () => {
    await using double = await streamDouble()
    for (const starts of ['2026-02-01T10:00:00Z', Date.parse('2026-02-01T10:00:00Z') * 1e6]) {
      const { json } = await double.server.patch(double.call, { starts_at: starts })
      expect(callOf(json)['starts_at']).toBe(Date.parse('2026-02-01T10:00:00Z') * 1e6)
    }
    const { json } = await double.server.get('/video/call/default/demo-1')
    expect(callOf(json)['starts_at']).toBe('2026-02-01T10:00:00.000Z')
  })

  it('that has ended stays ended, though people may come back', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    await double.wait(minutes)
    expect((await server.post(`${call}/mark_ended`)).json).toEqual({ duration: '1.00ms' })
    const { ended_at: ended, session } = callOf((await server.get(call)).json) as { ended_at: number; session: Json }
    expect(ended).toBe((Date.parse('2026-01-01') + minutes) * 1e6)
    expect(session).toMatchObject({ ended_at: ended, participants: [] })
    await server.post(`${call}/mark_ended`)
    expect(double.told(/ended/)).toEqual(['call.session_ended', 'call.ended'])
    await double.wait(minutes)
    expect((await double.join()).status).toBe(201)
    const again = callOf((await server.get(call)).json)
    expect(again['ended_at']).toBe(ended)
    expect(again['current_session_id']).not.toBe('')
    expect(again['current_session_id']).not.toBe(session['id'])
  })

  it('that is deleted is gone, and one of its id can be made anew, with nothing of it', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    await server.post(`${call}/recordings/composite/start`)
    await double.wait(minutes)
    const { status, json } = await server.post(`${call}/delete`, {})
    expect([status, Object.keys(json).toSorted()]).toEqual([201, ['call', 'duration']])
    const gone = await server.get(call)
    expect([gone.status, gone.json['code'], gone.json['message']]).toEqual([
      404,
      16,
      `GetCall failed with error: "Can't find call with id default:demo-1"`,
    ])
    await server.post(call, { data: { created_by_id: 'mary' } })
    await double.wait(minutes)
    expect((await server.get(`${call}/recordings`)).json['recordings']).toEqual([])
    expect(callOf((await server.get(call)).json)).toMatchObject({ session: null, created_by: { id: 'mary' } })
    // What was recorded is told of all the same.
    expect(double.told(/deleted|ready/)).toEqual(['call.deleted', 'call.recording_ready'])
  })

  it('that is deleted for good takes its files on Stream’s storage with it, and a task tells so', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join()
    await server.post(`${call}/recordings/composite/start`)
    await double.wait(minutes)
    await server.post(`${call}/recordings/composite/stop`)
    await double.wait(minutes)
    await server.post(`${call}/recordings/raw/start`)
    expect(await double.keys('stream-s3', '')).toHaveLength(1)
    const { json } = await server.post(`${call}/delete`, { hard: true })
    expect((await server.get(`/api/v2/tasks/${String(json['task_id'])}`)).json['status']).toBe('pending')
    await double.wait(minutes)
    expect((await server.get(`/api/v2/tasks/${String(json['task_id'])}`)).json).toMatchObject({
      status: 'completed',
      result: { 'default:demo-1': { status: 'ok' } },
    })
    expect(await double.keys('stream-s3', '')).toEqual([])
    expect(double.told(/ready/)).toEqual(['call.recording_ready'])
  })

  it('goes with the user who made it, when that is asked for, or to somebody else', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await server.post('/api/v2/users/delete', { user_ids: ['john'], new_call_owner_id: 'mary' })
    expect(callOf((await server.get(call)).json)).toMatchObject({ created_by: { id: 'mary' } })
    await server.post('/api/v2/users/delete', { user_ids: ['mary'] })
    expect((await server.get(call)).status).toBe(200)
    await server.post('/api/v2/users/restore', { user_ids: ['mary'] })
    await server.post('/api/v2/users/delete', { user_ids: ['mary'], calls: 'hard' })
    expect((await server.get(call)).status).toBe(404)
  })
})

describe('members', () => {
  const withMembers = async () => {
    const double = await streamDouble()
    const path = '/api/v2/video/call/default/meeting'
    const members = [{ user_id: 'john', role: 'admin', custom: { seat: 1 } }, { user_id: 'mary' }]
    const made = await double.server.post(path, { data: { created_by_id: 'john', members } })
    return { ...double, path, made, [Symbol.asyncDispose]: () => double[Symbol.asyncDispose]() }
  }

  it('are added with the call, and answered in the order in which they were added', async () => {
    await using double = await withMembers()
    expect(idsOf(double.made.json)).toEqual(['john', 'mary'])
    expect(double.made.json['members']).toMatchObject([{ role: 'admin', custom: { seat: 1 } }, { custom: {} }])
    await double.wait(seconds)
    await double.server.post(`${double.path}/members`, { update_members: [{ user_id: 'sue' }] })
    expect(idsOf((await double.server.get(double.path)).json)).toEqual(['john', 'mary', 'sue'])
  })

  it('are as many as members_limit says', async () => {
    await using double = await withMembers()
    expect(idsOf((await double.server.get(`${double.path}?members_limit=1`)).json)).toEqual(['john'])
    expect(idsOf((await double.server.post(double.path, { members_limit: 1 })).json)).toEqual(['john'])
    expect(idsOf((await double.server.get(`${double.path}?members_limit=0`)).json)).toEqual(['john', 'mary'])
    const refused = await double.server.get(`${double.path}?members_limit=101`)
    expect(refused.json['message']).toBe('GetCall failed with error: "members_limit must be 100 or less"')
  })

  it('are added, changed and removed, and each is told', async () => {
    await using double = await withMembers()
    const { json } = await double.server.post(`${double.path}/members`, {
      update_members: [{ user_id: 'sue' }, { user_id: 'john', role: 'user' }],
      remove_members: ['mary', 'nobody'],
    })
    expect(json['members']).toMatchObject([{ user_id: 'sue' }, { user_id: 'john', role: 'user', custom: { seat: 1 } }])
    expect(double.told(/member/)).toEqual(['call.member_added', 'call.member_updated', 'call.member_removed'])
    expect(double.events('call.member_removed')[0]).toMatchObject({ members: ['mary'] })
    expect(idsOf((await double.server.get(double.path)).json).toSorted()).toEqual(['john', 'sue'])
  })

  it('who are no users are refused, and nothing is made', async () => {
    await using double = await streamDouble()
    const path = '/api/v2/video/call/default/nobody'
    const { status, json } = await double.server.post(path, {
      data: { created_by_id: 'john', members: [{ user_id: 'a' }, { user_id: 'john' }, { user_id: 'b' }] },
    })
    expect([status, json['code'], json['message']]).toEqual([
      400,
      4,
      `GetOrCreateCall failed with error: "The following users are involved in call create operation, but don't exist: [a b]. Please create the user objects before setting up the call."`,
    ])
    expect((await double.server.get(path)).status).toBe(404)
    expect(double.told()).toEqual(['call.created'])
  })
})

test.each<[string, string, string, unknown, string]>([
  ['an unknown type', 'POST', '/call/none/a', { data: { created_by_id: 'john' } }, 'none: call type does not exist'],
  ['an unknown type that is asked for', 'GET', '/call/none/a', undefined, 'none: call type does not exist'],
  [
    'nobody who makes it',
    'POST',
    '/call/default/a',
    {},
    'either data.created_by or data.created_by_id must be provided when using server side auth.',
  ],
  [
    'a recording without quality',
    'PATCH',
    '/call/default/demo-1',
    { settings_override: { recording: { mode: 'available' } } },
    'recording quality is required when audio_only is false and recording is enabled',
  ],
  [
    'a camera that is on where video is off',
    'PATCH',
    '/call/default/demo-1',
    { settings_override: { video: { enabled: false, camera_default_on: true } } },
    'Video is not enabled for this call',
  ],
  ['a slash in the id', 'POST', '/call/default/a%2Fb', { data: { created_by_id: 'john' } }, 'id must not contain'],
  [
    'a hundred and one members',
    'POST',
    '/call/default/a',
    { data: { created_by_id: 'john', members: Array.from({ length: 101 }, () => ({ user_id: 'john' })) } },
    'data.members must contain at maximum 100 items',
  ],
  ['a member without an id', 'POST', '/call/default/demo-1/members', { update_members: [{}] }, 'is a required field'],
  ['a report without a session', 'GET', '/call/default/demo-1/report', undefined, 'call session not found'],
  ['statistics without a session', 'GET', '/call/default/demo-1/stats/x', undefined, 'call session not found'],
])('is refused: %s', async (_, method, path, body, message) => {
  await using double = await streamDouble()
  const { status, json } = await double.server.send(method, `/api/v2/video${path}`, { body })
  expect([400, 404]).toContain(status)
  expect(json['message']).toContain(message)
  expect(json['StatusCode']).toBe(status)
})

test('a longest duration ends the session, also one that is set while it runs', async () => {
  await using double = await streamDouble()
  const { server, call } = double
  await double.join()
  const limit = (limits: Json) => server.patch(call, { settings_override: { limits } })
  const { json } = await limit({ max_duration_seconds: 3600 })
  expect(callOf(json)).toMatchObject({
    session: { timer_ends_at: (Date.parse('2026-01-01') + hours) * 1e6 },
    settings: { limits: { max_duration_seconds: 3600 } },
  })
  await limit({ max_duration_seconds: 7200 })
  await double.wait(1.5 * hours)
  expect(double.told(/session_ended/)).toEqual([])
  await double.wait(hours)
  expect(double.told(/session_ended/)).toEqual(['call.session_ended'])
  await double.join()
  expect(callOf((await limit({ max_duration_seconds: 0 })).json)).toMatchObject({
    session: { timer_ends_at: null },
    settings: { limits: { max_duration_seconds: 0 } },
  })
  await double.wait(10 * hours)
  expect(double.told(/session_ended/)).toHaveLength(1)
})
