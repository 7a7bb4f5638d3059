import { describe, expect, it } from 'vitest'
import { type Json, seconds, type StreamDouble, streamDouble } from '../../../../harness/stream-double.ts'

const path = '/api/v2/video/call/default/ringing'
const start = Date.parse('2026-01-01')

async function ringing(): Promise<StreamDouble> {
  const double = await streamDouble()
  const members = ['john', 'mary', 'sue'].map((id) => ({ user_id: id }))
  await double.server.post(path, { ring: true, video: false, data: { created_by_id: 'john', members } })
  return double
}

const callNow = async (double: StreamDouble) =>
  (await double.server.get(path)).json['call'] as Json & { session: Json | null; current_session_id: string }

describe('a call that rings', () => {
  it('is told with everybody but who rings, and has a session in which nobody is', async () => {
    await using double = await ringing()
    const { session, current_session_id: id } = await callNow(double)
    expect(session).toMatchObject({ id, started_at: null, participants: [] })
    expect(double.events('call.ring')).toMatchObject([
      { session_id: id, video: false, user: { id: 'john' }, members: [{ user_id: 'mary' }, { user_id: 'sue' }] },
    ])
    expect((await double.server.post(`${path}/recordings/composite/start`)).json['message']).toContain(
      'there is no active session',
    )
    const { json } = await double.server.post('/api/v2/video/calls', { filter_conditions: { ongoing: true } })
    expect(json['calls']).toEqual([])
  })

  it('is accepted, and runs when somebody joins', async () => {
    await using double = await ringing()
    const mary = await double.as('mary')
    await double.wait(2 * seconds)
    expect((await mary.post(`${path}/accept`)).status).toBe(201)
    const { current_session_id: id } = await callNow(double)
    expect((await double.join('mary', path)).status).toBe(201)
    expect(await callNow(double)).toMatchObject({
      current_session_id: id,
      session: {
        started_at: (start + 2 * seconds) * 1e6,
        accepted_by: { mary: (start + 2 * seconds) * 1e6 },
        participants: [{ user: { id: 'mary' } }],
      },
    })
    expect(double.events('call.accepted')).toMatchObject([{ user: { id: 'mary' }, call: { id: 'ringing' } }])
  })

  it('is rejected with a reason', async () => {
    await using double = await ringing()
    await (await double.as('mary')).post(`${path}/reject`, { reason: 'decline' })
    expect((await callNow(double)).session).toMatchObject({ rejected_by: { mary: start * 1e6 }, missed_by: {} })
    expect(double.events('call.rejected')).toMatchObject([{ user: { id: 'mary' }, reason: 'decline' }])
  })

  it('is missed by who was busy, at once', async () => {
    await using double = await ringing()
    await (await double.as('mary')).post(`${path}/reject`, { reason: 'busy' })
    expect((await callNow(double)).session).toMatchObject({
      rejected_by: { mary: start * 1e6 },
      missed_by: { mary: start * 1e6 },
    })
    expect(double.events('call.missed')).toMatchObject([
      { members: [{ user_id: 'mary' }], user: { id: 'john' }, notify_user: true },
    ])
  })

  it('is missed by who does not answer in time, and over when nobody came', async () => {
    await using double = await ringing()
    await (await double.as('mary')).post(`${path}/reject`)
    await double.wait(5 * seconds)
    expect(double.events('call.missed')).toMatchObject([{ members: [{ user_id: 'sue' }] }])
    expect((await callNow(double)).session).toMatchObject({ missed_by: { sue: (start + 5 * seconds) * 1e6 } })
    await double.wait(10 * seconds)
    expect(await callNow(double)).toMatchObject({ current_session_id: '', session: { started_at: null } })
    expect(double.told(/session/)).toEqual([])
    expect((await (await double.as('sue')).post(`${path}/accept`)).json['message']).toBe(
      'AcceptCall failed with error: "there is no active session"',
    )
  })

  it('is taken back by who rings: the others have missed it', async () => {
    await using double = await ringing()
    await (await double.as('john')).post(`${path}/reject`, { reason: 'cancel' })
    expect(double.events('call.missed')).toMatchObject([{ members: [{ user_id: 'mary' }, { user_id: 'sue' }] }])
    expect(await callNow(double)).toMatchObject({ current_session_id: '' })
    await double.wait(60 * seconds)
    expect(double.told(/missed/)).toHaveLength(1)
  })

  it('rings some of its members', async () => {
    await using double = await streamDouble()
    await double.server.post(`${double.call}/members`, { update_members: [{ user_id: 'mary' }, { user_id: 'sue' }] })
    const { status, json } = await double.server.post(`${double.call}/ring`, { members_ids: ['sue'] })
    expect([status, json['members_ids']]).toEqual([201, ['sue']])
    expect(double.events('call.ring')).toMatchObject([{ members: [{ user_id: 'sue' }], video: true }])
  })

  it('is notified without a session', async () => {
    await using double = await streamDouble()
    await double.server.post(`${double.call}/members`, { update_members: [{ user_id: 'mary' }] })
    await double.server.get(`${double.call}?notify=true`)
    expect(double.events('call.notification')).toMatchObject([{ session_id: '', members: [{ user_id: 'mary' }] }])
  })

  it('is answered by users', async () => {
    await using double = await ringing()
    expect((await double.server.post(`${path}/accept`)).status).toBe(400)
  })
})
