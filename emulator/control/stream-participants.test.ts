import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { type ControlClient, controlClient } from '../../harness/control-client.ts'
import { type StreamClient, streamClient } from '../../harness/stream-client.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import { findUser } from '../services/stream/users/model.ts'
import type { World } from '../world.ts'
import { streamSessionSchema } from './stream-participants.ts'

type Session = z.output<typeof streamSessionSchema>

const participants = '/stream/calls/default/demo/participants'
const call = '/api/v2/video/call/default/demo'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator()
})
afterEach(() => emulator.close())

describe.each(['main', 'another'])('participants of a call in the world %s', (name) => {
  let control: ControlClient
  let stream: StreamClient
  beforeEach(async () => {
    const world: World =
      name === 'main' ? emulator.worlds.main : await emulator.worlds.create({ name, clock: '2026-01-01T00:00:00Z' })
    control = name === 'main' ? controlClient(emulator) : controlClient(emulator).of(name)
    stream = await streamClient(emulator, world)
    await stream.post(call, { data: { created_by_id: 'john' } })
  })

  const inTheCall = async () => {
    const { json } = await stream.get(call)
    const { session } = json['call'] as { session: { participants: { user: { id: string } }[] } | null }
    return session?.participants.map(({ user }) => user.id)
  }

  it('join, and the call has a session that can be recorded', async () => {
    expect(await stream.post(`${call}/recordings/composite/start`)).toMatchObject({ status: 400 })
    const first = await control.call<Session>('POST', participants, { user_id: 'john' })
    const second = await control.call<Session>('POST', participants, { user_id: 'nobody-yet', role: 'host' })
    expect(first.status).toBe(200)
    expect(streamSessionSchema.parse(second.body)).toEqual(second.body)
    expect(second.body).toEqual({
      ...first.body,
      cid: 'default:demo',
      participants: [
        ...first.body.participants,
        { userId: 'nobody-yet', userSessionId: expect.any(String), role: 'host', joinedAt: first.body.startedAt },
      ],
    })
    expect(await inTheCall()).toEqual(['john', 'nobody-yet'])
    expect(await stream.post(`${call}/recordings/composite/start`)).toMatchObject({ status: 201 })
  })

  it('stay as they are when they join again', async () => {
    const first = await control.call<Session>('POST', participants, { user_id: 'john' })
    expect(await control.call('POST', participants, { user_id: 'john' })).toMatchObject({
      status: 200,
      body: first.body,
    })
  })

  it('leave, and the session ends when the last has been gone for a while', async () => {
    await control.call('POST', participants, { user_id: 'john' })
    await control.call('POST', participants, { user_id: 'jane' })
    expect(await control.call('DELETE', `${participants}/john`)).toMatchObject({ status: 204, body: undefined })
    expect(await inTheCall()).toEqual(['jane'])
    await control.call('DELETE', `${participants}/jane`)
    expect((await stream.get(call)).json).toMatchObject({ call: { current_session_id: expect.stringMatching(/./) } })
    await control.call('POST', '/clock/advance', { ms: 30_000 })
    expect((await stream.get(call)).json).toMatchObject({ call: { current_session_id: '' } })
  })

  it('are told what is in their way', async () => {
    const asked = async (method: string, path: string, body?: unknown) => {
      const answer = await control.call<{ error: { code: string; message: string } }>(method, path, body)
      return [answer.status, answer.body.error.code, answer.body.error.message]
    }
    expect(await asked('POST', '/stream/calls/default/none/participants', { user_id: 'john' })).toEqual([
      404,
      'not-found',
      'There is no call default:none; GetOrCreateCall makes it',
    ])
    expect(await asked('DELETE', `${participants}/john`)).toEqual([404, 'not-found', 'john is not in default:demo'])
    expect(await asked('POST', participants, { user: 'john' })).toEqual([400, 'invalid-input', expect.any(String)])
    expect(await asked('POST', participants, { user_id: 'a b' })).toEqual([
      400,
      'invalid-input',
      'user_id: Expected letters, digits, @, _ and -',
    ])
    await stream.post(`${call}/block`, { user_id: 'john' })
    expect(await asked('POST', participants, { user_id: 'john' })).toEqual([
      409,
      'conflict',
      'john is blocked in default:demo',
    ])
    await stream.patch(call, { settings_override: { limits: { max_participants: 1 } } })
    await control.call('POST', participants, { user_id: 'jane' })
    expect(await asked('POST', participants, { user_id: 'sara' })).toEqual([
      409,
      'conflict',
      'default:demo: maximum number of participants reached',
    ])
  })
})

it('are asked for in a world whose beginning is in place, though it is the first that is asked of Stream', async () => {
  const { main } = emulator.worlds
  expect(await controlClient(emulator).call('POST', participants, { user_id: 'john' })).toMatchObject({ status: 404 })
  expect(findUser(main, 'john')).toMatchObject({ name: 'John' })
})
