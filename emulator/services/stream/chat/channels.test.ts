import { expect, test } from 'vitest'
import { streamClient } from '../../../../harness/stream-client.ts'
import { createEmulator } from '../../../emulator.ts'

async function open() {
  const emulator = await createEmulator()
  const client = await streamClient(emulator, emulator.worlds.main)
  await client.post('/api/v2/users', { users: { john: { id: 'john' }, jane: { id: 'jane' } } })
  return client
}

const path = '/api/v2/chat/channels/team/lobby'

test('a channel is made once, and keeps what is sent to it', async () => {
  const client = await open()
  const data = { created_by: { id: 'john' }, members: [{ user_id: 'john' }, { user_id: 'jane' }] }
  const { json, status } = await client.post(`${path}/query`, { data })
  expect(status).toBe(201)
  expect(json).toMatchObject({
    channel: { cid: 'team:lobby', id: 'lobby', type: 'team', member_count: 2, created_by: { id: 'john' } },
    members: [{ user_id: 'john' }, { user_id: 'jane', channel_role: 'channel_member' }],
    messages: [],
  })
  const sent = await client.post(`${path}/message`, { message: { text: 'a < b', user_id: 'jane' } })
  expect(sent).toMatchObject({
    status: 201,
    json: { message: { text: 'a < b', html: '<p>a &#60; b</p>\n', cid: 'team:lobby', user: { id: 'jane' } } },
  })
  expect((await client.post(`${path}/query`)).json).toMatchObject({
    channel: { message_count: 1 },
    messages: [{ text: 'a < b' }],
  })
})

test.each<[string, string, unknown, number]>([
  ['a channel of nobody', 'query', {}, 400],
  ['members whom nobody knows', 'query', { data: { created_by_id: 'john', members: [{ user_id: 'none' }] } }, 400],
  ['a message of nobody', 'message', { message: { text: 'x' } }, 400],
  ['a message to no channel', 'message', { message: { text: 'x', user_id: 'john' } }, 404],
  ['no message', 'message', {}, 400],
])('%s is refused', async (_, action, body, status) => {
  const client = await open()
  expect((await client.post(`${path}/${action}`, body)).status).toBe(status)
})
