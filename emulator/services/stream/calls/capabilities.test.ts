import { describe, expect, it } from 'vitest'
import { streamDouble } from '../../../../harness/stream-double.ts'
import { streamClient, streamToken } from '../../../../harness/stream-client.ts'

const call = '/api/v2/video/call/default/demo-1'

describe('a user', () => {
  it.each<[string, string, string, unknown, string]>([
    ['end a call', 'POST', `${call}/mark_ended`, {}, 'EndCall'],
    ['change a call', 'PATCH', call, { custom: {} }, 'UpdateCall'],
    ['record', 'POST', `${call}/recordings/composite/start`, {}, 'StartRecording'],
    ['record frames', 'POST', `${call}/start_frame_recording`, {}, 'StartFrameRecording'],
    ['have it transcribed', 'POST', `${call}/start_transcription`, {}, 'StartTranscription'],
    ['have it captioned', 'POST', `${call}/start_closed_captions`, {}, 'StartClosedCaptions'],
    ['go live', 'POST', `${call}/go_live`, {}, 'GoLive'],
    ['add members', 'POST', `${call}/members`, { update_members: [] }, 'UpdateCallMember'],
    ['block', 'POST', `${call}/block`, { user_id: 'john' }, 'BlockUser'],
  ])('may not %s by itself', async (_, method, path, body, action) => {
    await using double = await streamDouble()
    const mary = await double.as('mary')
    const { status, json } = await mary.send(method, path, { body })
    expect([status, json['code']]).toEqual([403, 17])
    expect(json['message']).toContain(
      `User 'mary' with role 'user' is not allowed to perform action ${action} in scope 'video:default'`,
    )
  })

  it.each([
    ['DELETE', `${call}/x/recordings/y`],
    ['DELETE', `${call}/x/transcriptions/y`],
    ['POST', `${call}/delete`],
    ['GET', '/api/v2/external_storage'],
    ['GET', '/api/v2/video/calltypes'],
    ['GET', '/api/v2/app'],
    ['POST', '/api/v2/users/delete'],
    ['POST', '/api/v2/video/call/stats'],
  ])('does not get to what servers do: %s %s', async (method, path) => {
    await using double = await streamDouble()
    const { status, json } = await (await double.as('mary')).send(method, path)
    expect([status, json['code'], json['StatusCode']]).toEqual([403, 17, 403])
  })

  it('may do as a member what their role in the call may', async () => {
    await using double = await streamDouble()
    const host = await double.as('mary')
    await double.server.post(`${call}/members`, { update_members: [{ user_id: 'mary', role: 'host' }] })
    await double.join('mary')
    expect((await host.post(`${call}/recordings/composite/start`, {})).status).toBe(201)
    // The settings are an admin's.
    expect((await host.patch(call, { custom: { a: 1 } })).status).toBe(200)
    expect((await host.patch(call, { settings_override: { backstage: { enabled: true } } })).status).toBe(403)
  })

  it('may what the call type grants, and no more', async () => {
    await using double = await streamDouble()
    await double.server.put('/api/v2/video/calltypes/default', { grants: { user: ['read-call'] } })
    const mary = await double.as('mary')
    expect((await mary.get(call)).status).toBe(200)
    expect((await double.join('mary')).json['message']).toContain('JoinCall')
    const { json } = await mary.post('/api/v2/video/call/default/new', {})
    expect(json['message']).toContain(
      `User 'mary' with role 'user' is not allowed to perform action CreateCall in scope 'video:default'`,
    )
  })

  it('whose token names a call is as a member of it', async () => {
    await using double = await streamDouble()
    const { world, emulator } = double
    await double.server.put('/api/v2/video/calltypes/default', { grants: { user: [] } })
    const token = await streamToken(world, { user_id: 'mary', call_cids: ['default:demo-1'] })
    const client = await streamClient(emulator, world)
    const named = await client.send('GET', call, { headers: { authorization: token } })
    expect(named.status).toBe(200)
    expect((await (await double.as('mary')).get(call)).status).toBe(403)
  })

  it('who is anonymous may nothing unless it is granted', async () => {
    await using double = await streamDouble()
    const headers = { 'stream-auth-type': 'anonymous' }
    expect((await double.server.send('GET', call, { headers })).status).toBe(403)
    await double.server.put('/api/v2/video/calltypes/default', { grants: { anonymous: ['read-call'] } })
    expect((await double.server.send('GET', call, { headers })).status).toBe(200)
  })
})
