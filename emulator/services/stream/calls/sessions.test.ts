import { describe, expect, it } from 'vitest'
import { type Json, minutes, seconds, streamDouble } from '../../../../harness/stream-double.ts'

const sessionOf = (json: Json) => (json['call'] as { session: Json | null }).session
const start = Date.parse('2026-01-01')

describe('a session', () => {
  it('begins with the first who joins, by the vendor’s own JoinCall', async () => {
    await using double = await streamDouble()
    const { status, json } = await double.join()
    expect(status).toBe(201)
    expect(json).toMatchObject({
      created: false,
      duration: '1.00ms',
      members: [],
      own_capabilities: expect.arrayContaining(['join-call']),
      credentials: {
        server: { edge_name: expect.any(String), url: expect.any(String), ws_endpoint: expect.any(String) },
        token: expect.any(String),
        ice_servers: [],
      },
      stats_options: { reporting_interval_ms: expect.any(Number), enable_rtc_stats: false },
    })
    expect(sessionOf(json)).toMatchObject({
      id: (json['call'] as Json)['current_session_id'],
      started_at: start * 1e6,
      live_started_at: start * 1e6,
      ended_at: null,
      participants: [{ user: { id: 'john' }, role: 'user', joined_at: start * 1e6 }],
      participants_count_by_role: { user: 1 },
      anonymous_participant_count: 0,
      accepted_by: {},
      rejected_by: {},
      missed_by: {},
    })
    expect(double.told()).toEqual([
      'call.created',
      'call.session_started',
      'call.session_participant_joined',
      'call.session_participant_count_updated',
    ])
  })

  it('has everybody once', async () => {
    await using double = await streamDouble()
    await double.join('john')
    await double.join('mary')
    const { json } = await double.join('mary')
    expect(sessionOf(json)).toMatchObject({
      participants: [{ user: { id: 'john' } }, { user: { id: 'mary' } }],
      participants_count_by_role: { user: 2 },
    })
  })

  it('outlasts its last participant by the inactivity timeout, for one who comes back', async () => {
    await using double = await streamDouble()
    await double.join()
    await double.wait(10 * seconds)
    expect(await double.leave()).toBe(204)
    expect(double.events('call.session_participant_left')).toMatchObject([{ duration_seconds: 10 }])
    await double.wait(29 * seconds)
    await double.join()
    await double.wait(minutes)
    expect(double.told(/session_ended/)).toEqual([])
    await double.leave()
    await double.wait(30 * seconds)
    expect(double.told(/session_(started|ended)/)).toEqual(['call.session_started', 'call.session_ended'])
    const { json } = await double.server.get(`${double.call}/report`)
    const stats = await double.server.get(`${double.call}/stats/${String(json['session_id'])}`)
    expect(stats.json).toMatchObject({ call_status: 'ended', call_duration_seconds: 129, max_participants: 1 })
    expect(json['report']).toMatchObject({ participants: { sum: 2, unique: 1, max_concurrent: 1 } })
  })

  it('is full when max_participants are in it, but for those who do not count', async () => {
    await using double = await streamDouble()
    await double.server.patch(double.call, {
      settings_override: { limits: { max_participants: 1, max_participants_exclude_owner: true } },
    })
    expect((await double.join('mary')).status).toBe(201)
    const { status, json } = await double.join('sue')
    expect([status, json['message']]).toEqual([
      400,
      'JoinCall failed with error: "maximum number of participants reached"',
    ])
    expect((await double.join('john')).status).toBe(201)
  })

  it('can be made by who joins, with the call', async () => {
    await using double = await streamDouble()
    const mary = await double.as('mary')
    const path = '/video/call/default/hers'
    expect((await mary.post(`${path}/join`, { location: 'AMS' })).status).toBe(404)
    const { status, json } = await mary.post(`${path}/join`, { create: true, location: 'AMS' })
    expect([status, json['created'], json['call']]).toMatchObject([
      201,
      true,
      { created_by: { id: 'mary' }, created_at: '2026-01-01T00:00:00.000Z' },
    ])
  })

  it('of a call that is backstage is for those who may join the backstage, and for all a while before it starts', async () => {
    await using double = await streamDouble()
    const path = '/api/v2/video/call/livestream/show'
    const startsAt = new Date(start + 30 * minutes).toISOString()
    await double.server.post(path, {
      data: {
        created_by_id: 'john',
        starts_at: startsAt,
        members: [{ user_id: 'john', role: 'host' }],
        settings_override: { backstage: { enabled: true, join_ahead_time_seconds: 300 } },
      },
    })
    const early = await double.join('mary', path)
    expect([early.status, early.json['code'], early.json['message']]).toEqual([
      403,
      17,
      `JoinCall failed with error: "User 'mary' with role 'user' is not allowed to perform action JoinBackstage in scope 'video:livestream'"`,
    ])
    const host = await double.join('john', path)
    expect(sessionOf(host.json)).toMatchObject({ live_started_at: null })
    await double.wait(25 * minutes)
    expect((await double.join('mary', path)).status).toBe(201)
  })

  it('is told of with those who are in it', async () => {
    await using double = await streamDouble()
    await double.join('john')
    await double.join('mary')
    const ask = async (body: Json, query = '') =>
      (await double.server.post(`${double.call}/participants${query}`, body)).json as {
        participants: { user: Json }[]
        total_participants: number
      }
    const idsOf = ({ participants }: { participants: { user: Json }[] }) => participants.map(({ user }) => user['id'])
    const all = await ask({})
    expect([idsOf(all), all.total_participants]).toEqual([['john', 'mary'], 2])
    const one = await ask({}, '?limit=1')
    expect([idsOf(one), one.total_participants]).toEqual([['john'], 2])
    expect(idsOf(await ask({ filter_conditions: { user_id: { $in: ['mary', 'sue'] } } }))).toEqual(['mary'])
    expect(idsOf(await ask({ filter_conditions: { user_id: 'john' } }))).toEqual(['john'])
    expect(idsOf(await ask({ filter_conditions: { published_tracks: { $eq: 'video' } } }))).toEqual(['john', 'mary'])
  })

  it('is summed up with others', async () => {
    await using double = await streamDouble()
    await double.join()
    await double.wait(minutes)
    await double.server.post(`${double.call}/mark_ended`)
    const { json } = await double.server.post('/api/v2/video/call/stats', {
      filter_conditions: { call_cid: 'default:demo-1' },
    })
    expect(json['reports']).toMatchObject([
      { call_cid: 'default:demo-1', call_status: 'ended', call_duration_seconds: 60, first_stats_time: start * 1e6 },
    ])
    const other = await double.server.post('/api/v2/video/call/stats', { filter_conditions: { call_cid: 'default:x' } })
    expect(other.json['reports']).toEqual([])
  })
})
