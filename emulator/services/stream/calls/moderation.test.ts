import { describe, expect, it } from 'vitest'
import { type Json, streamDouble } from '../../../../harness/stream-double.ts'

describe('who is blocked', () => {
  it('is out, and cannot come back until unblocked', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    await double.join('john')
    await double.join('mary')
    expect((await server.post(`${call}/block`, { user_id: 'mary' })).json).toEqual({ duration: '1.00ms' })
    const { json } = await server.get(call)
    expect(json['call']).toMatchObject({
      blocked_user_ids: ['mary'],
      session: { participants: [{ user: { id: 'john' } }] },
    })
    const refused = await double.join('mary')
    expect([refused.status, refused.json['code']]).toEqual([403, 17])
    await server.post(`${call}/unblock`, { user_id: 'mary' })
    expect((await double.join('mary')).status).toBe(201)
    expect(double.told(/block/)).toEqual(['call.blocked_user', 'call.unblocked_user'])
    expect(double.events('call.session_participant_left')).toMatchObject([{ reason: 'blocked' }])
  })

  it('may be kicked with it', async () => {
    await using double = await streamDouble()
    await double.join('mary')
    await double.server.post(`${double.call}/kick`, { user_id: 'mary', kicked_by_id: 'john', block: true })
    expect(double.told(/block|kick|left/)).toEqual([
      'call.blocked_user',
      'call.session_participant_left',
      'call.kicked_user',
    ])
    expect(double.events('call.kicked_user')).toMatchObject([{ user: { id: 'mary' }, kicked_by_user: { id: 'john' } }])
    await double.server.post(`${double.call}/unblock`, { user_id: 'mary' })
    await double.join('mary')
    await double.server.post(`${double.call}/kick`, { user_id: 'mary' })
    expect((await double.join('mary')).status).toBe(201)
  })
})

describe('participants', () => {
  it('are muted, all or some', async () => {
    await using double = await streamDouble()
    const mute = (body: Json) => double.server.post(`${double.call}/mute_users`, { muted_by_id: 'john', ...body })
    expect((await mute({ mute_all_users: true, audio: true })).status).toBe(201)
    await double.join('mary')
    await mute({ mute_all_users: true, audio: true })
    await mute({ user_ids: ['sue', 'mary'], video: true })
    expect(double.events('call.user_muted')).toMatchObject([
      { from_user_id: 'john', muted_user_ids: [] },
      { muted_user_ids: ['mary'] },
      { muted_user_ids: ['sue', 'mary'] },
    ])
    expect((await mute({})).json['message']).toBe('MuteUsers failed with error: "user_ids is a required field"')
  })

  it('are given capabilities in one call, and lose them', async () => {
    await using double = await streamDouble()
    const { server, call } = double
    const mary = await double.as('mary')
    const may = async () => (await mary.get(call)).json['own_capabilities']
    expect(await may()).not.toContain('start-record-call')
    await server.post(`${call}/user_permissions`, {
      user_id: 'mary',
      grant_permissions: ['start-record-call'],
      revoke_permissions: ['send-audio'],
    })
    expect(await may()).toContain('start-record-call')
    expect(await may()).not.toContain('send-audio')
    expect((await mary.post(`${call}/recordings/composite/start`)).json['message']).toContain('no active session')
    await server.post(`${call}/user_permissions`, { user_id: 'mary', grant_permissions: ['send-audio'] })
    expect(await may()).toContain('send-audio')
    const [, last] = double.events('call.permissions_updated')
    expect(last).toMatchObject({ user: { id: 'mary' }, own_capabilities: expect.arrayContaining(['send-audio']) })
  })

  it('are pinned and unpinned while they are there', async () => {
    await using double = await streamDouble()
    const { json } = await double.join('mary')
    const body = { session_id: (json['call'] as Json)['current_session_id'], user_id: 'mary' }
    await double.server.post(`${double.call}/pin`, body)
    await double.server.post(`${double.call}/unpin`, body)
    expect(double.told(/pin/)).toEqual(['call.pinned', 'call.unpinned'])
    const absent = await double.server.post(`${double.call}/pin`, { ...body, user_id: 'sue' })
    expect(absent.json['message']).toContain('cannot find user in the call session')
  })

  it('are sent events of an app’s own', async () => {
    await using double = await streamDouble()
    const send = (body: Json) => double.server.post(`${double.call}/event`, body)
    await send({ user_id: 'mary', custom: { 'render-animation': 'balloons' } })
    expect(double.events('custom')).toMatchObject([
      { custom: { 'render-animation': 'balloons' }, user: { id: 'mary' } },
    ])
    expect((await send({ custom: {} })).status).toBe(400)
  })
})
