import { expect, test } from 'vitest'
import { streamClient, streamToken } from '../../../../harness/stream-client.ts'
import { createEmulator } from '../../../emulator.ts'

async function open() {
  const emulator = await createEmulator({ scenario: 'empty' })
  const { main } = emulator.worlds
  const client = await streamClient(emulator, main)
  const upsert = (...users: { id: string; [more: string]: unknown }[]) =>
    client.post('/api/v2/users', { users: Object.fromEntries(users.map((user) => [user.id, user])) })
  const query = async (payload: unknown) => {
    const { json } = await client.get(`/api/v2/users?payload=${encodeURIComponent(JSON.stringify(payload))}`)
    return (json.users as { id: string }[]).map(({ id }) => id)
  }
  return { emulator, main, client, upsert, query }
}

const inner = (json: Record<string, unknown>) => /failed with error: "(.*)"$/s.exec(String(json.message))?.[1]

test('a user is as it was last described', async () => {
  const { upsert } = await open()
  const { status, json } = await upsert({ id: 'john', name: 'John', teams: ['red'], custom: { color: 'red' } })
  expect(status).toBe(201)
  expect(json).toMatchObject({
    membership_deletion_task_id: '',
    users: {
      john: {
        id: 'john',
        name: 'John',
        role: 'user',
        language: '',
        teams: ['red'],
        custom: { color: 'red' },
        created_at: Date.parse('2026-01-01') * 1_000_000,
        banned: false,
        online: false,
        devices: [],
        mutes: [],
        channel_mutes: [],
        blocked_user_ids: [],
        total_unread_count: 0,
      },
    },
  })
  const { json: again } = await upsert({ id: 'john', role: 'admin' })
  expect(again).toMatchObject({ users: { john: { role: 'admin', teams: [], custom: {} } } })
  expect(again.users).not.toHaveProperty('john.name')
})

test('a hundred users are made at once, and no more', async () => {
  const { upsert, query } = await open()
  const some = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `user-${n}` }))
  const { status, json } = await upsert(...some(101))
  expect([status, json.code, inner(json)]).toEqual([400, 4, 'users must contain at maximum 100 items'])
  expect(await query({ filter_conditions: { id: 'user-0' } })).toEqual([])
  expect((await upsert(...some(100))).status).toBe(201)
  expect(await query({ filter_conditions: { id: 'user-99' } })).toEqual(['user-99'])
})

test('a user is changed in parts', async () => {
  const { client, upsert } = await open()
  await upsert({ id: 'john', name: 'John', image: ':)', custom: { color: 'red', size: 1 } })
  const change = async (user: Record<string, unknown>) =>
    (await client.patch('/api/v2/users', { users: [{ id: 'john', ...user }] })).json
  expect(await change({ set: { role: 'admin', color: 'blue' }, unset: ['name', 'size'] })).toMatchObject({
    users: { john: { role: 'admin', image: ':)', custom: { color: 'blue' } } },
  })
  const { users } = (await change({ set: { custom: { shape: 'round' } } })) as { users: { john: object } }
  expect(users.john).toMatchObject({ custom: { shape: 'round' } })
  expect(users.john).not.toHaveProperty('name')
})

test('users are queried by the payload', async () => {
  const { upsert, query } = await open()
  await upsert(
    { id: 'anna', name: 'Anna Lee', teams: ['red', 'blue'], custom: { color: 'red' } },
    { id: 'bob', name: 'Bob', teams: ['blue'], role: 'admin' },
    { id: 'carl', name: 'Carl' },
  )
  expect(await query({ filter_conditions: { id: { $eq: 'bob' } } })).toEqual(['bob'])
  expect(await query({ filter_conditions: { teams: { $in: ['red', 'green'] } } })).toEqual(['anna'])
  expect(await query({ filter_conditions: { teams: null } })).toEqual(['carl'])
  expect(await query({ filter_conditions: { name: { $autocomplete: 'le' } } })).toEqual(['anna'])
  expect(await query({ filter_conditions: { 'custom.color': 'red' } })).toEqual(['anna'])
  const sort = [{ field: 'name', direction: 1 }]
  expect(await query({ filter_conditions: {}, sort })).toEqual(['anna', 'bob', 'carl'])
  expect(await query({ filter_conditions: {}, sort, offset: 1, limit: 1 })).toEqual(['bob'])
})

test.each(['', '?payload=', '?payload=%7B'])('a payload that is none is refused: %s', async (query) => {
  const { client } = await open()
  const { status, json, headers } = await client.get(`/api/v2/users${query}`)
  expect({ status, message: json.message }).toEqual({
    status: 400,
    message: 'QueryUsers failed with error: "invalid json data"',
  })
  expect(headers.get('x-ratelimit-limit')).toMatch(/^\d+$/)
})

test('who is deleted is not found, and can be restored unless hard', async () => {
  const { client, main, upsert, query } = await open()
  await upsert({ id: 'soft' }, { id: 'hard' })
  await client.post('/api/v2/users/delete', { user_ids: ['hard'], user: 'hard' })
  const { json } = await client.post('/api/v2/users/delete', { user_ids: ['soft'] })
  expect(await query({ filter_conditions: {} })).toEqual([])

  const task = `/api/v2/tasks/${String(json.task_id)}`
  expect((await client.get(task)).json).toMatchObject({ status: 'pending', task_id: json.task_id })
  main.clock.set('frozen', main.clock.now() + 1000)
  expect((await client.get(task)).json).toMatchObject({ status: 'completed', result: { soft: { status: 'ok' } } })
  expect(await client.get('/api/v2/tasks/none')).toMatchObject({ status: 404, json: { code: 16 } })

  expect((await client.post('/api/v2/users/restore', { user_ids: ['soft'] })).status).toBe(201)
  expect(await query({ filter_conditions: {} })).toEqual(['soft'])
  const refused = await client.post('/api/v2/users/restore', { user_ids: ['soft'] })
  expect(inner(refused.json)).toBe(`user "soft" is not deleted, it can't be restored`)
  expect((await client.post('/api/v2/users/restore', { user_ids: ['hard'] })).status).toBe(400)
})

test('who is deactivated cannot call, until reactivated', async () => {
  const { client, emulator, main, upsert, query } = await open()
  await upsert({ id: 'john' }, { id: 'jane' })
  const john = await streamClient(emulator, main, 'john')
  const { json } = await client.post('/api/v2/users/john/deactivate')
  expect(json).toMatchObject({ user: { id: 'john', deactivated_at: expect.any(Number) } })
  expect(await john.get('/video/edges')).toMatchObject({ status: 403, json: { code: 17 } })
  expect(await query({ filter_conditions: {} })).toEqual(['jane'])
  expect(await query({ filter_conditions: {}, include_deactivated_users: true })).toContain('john')
  await client.post('/api/v2/users/reactivate', { user_ids: ['john'] })
  expect((await john.get('/video/edges')).status).toBe(200)
})

test('tokens of one user, and of all, are revoked from a time on', async () => {
  const { client, emulator, main, upsert } = await open()
  await upsert({ id: 'john' })
  const seconds = main.clock.now() / 1000
  const asked = async (payload: Record<string, unknown>) => {
    const user = await streamClient(emulator, main, 'john')
    const authorization = await streamToken(main, payload)
    const { status, json } = await user.send('GET', '/video/edges', { headers: { authorization } })
    return `${status} ${inner(json) ?? ''}`
  }
  const before = { user_id: 'john', iat: seconds - 60 }
  const revoked = '401 This token has been revoked, please generate a new token'
  const at = new Date((seconds - 30) * 1000).toISOString()
  expect(await asked(before)).toBe('200 ')

  await client.patch('/api/v2/users', { users: [{ id: 'john', set: { revoke_tokens_issued_before: at } }] })
  expect(await asked(before)).toBe(revoked)
  expect(await asked({ user_id: 'john' }), 'of any age').toBe(revoked)
  expect(await asked({ user_id: 'john', iat: seconds })).toBe('200 ')
  await client.patch('/api/v2/users', { users: [{ id: 'john', set: { revoke_tokens_issued_before: null } }] })
  expect(await asked(before)).toBe('200 ')

  await client.patch('/api/v2/app', { revoke_tokens_issued_before: (seconds - 30) * 1e9 })
  expect(await asked(before)).toBe(revoked)
  expect((await client.get('/api/v2/app')).status, 'the server has no iat').toBe(200)
  await client.patch('/api/v2/app', { revoke_tokens_issued_before: null })
  expect(await asked(before)).toBe('200 ')
})

test('users block each other', async () => {
  const { client, emulator, main, upsert } = await open()
  await upsert({ id: 'john' }, { id: 'alice' })
  const { json } = await client.post('/api/v2/users/block', { user_id: 'john', blocked_user_id: 'alice' })
  expect(json).toMatchObject({ blocked_by_user_id: 'john', blocked_user_id: 'alice' })
  const john = await streamClient(emulator, main, 'john')
  expect((await john.get('/api/v2/users/block')).json).toMatchObject({
    blocks: [{ user_id: 'john', blocked_user_id: 'alice', blocked_user: { id: 'alice' } }],
  })
  expect((await john.post('/api/v2/users/unblock', { blocked_user_id: 'alice' })).status).toBe(201)
  expect((await client.get('/api/v2/users/block?user_id=john')).json.blocks).toEqual([])
})

test('a browser makes a guest, whose token is good', async () => {
  const { client, emulator, main } = await open()
  const { status, json } = await client.send('POST', '/video/guest', {
    headers: { authorization: '', 'stream-auth-type': 'anonymous' },
    body: { user: { id: 'x', custom: { color: 'red' } } },
  })
  const { user, access_token: token } = json as { user: { id: string; role: string }; access_token: string }
  expect({ status, user }).toMatchObject({ status: 201, user: { role: 'guest', custom: { color: 'red' } } })
  expect(user.id).toMatch(/^guest-.*-x$/)
  const guest = await streamClient(emulator, main)
  expect((await guest.send('GET', '/video/edges', { headers: { authorization: token } })).status).toBe(200)
})

test.each<[string, string, string, unknown, string, number]>([
  ['nobody to upsert', 'POST', '', {}, 'users is a required field', 400],
  ['nobody at all', 'POST', '', { users: {} }, 'users is a required field', 400],
  ['no id', 'POST', '', { users: { a: {} } }, 'users.a.id is a required field', 400],
  ['another id', 'POST', '', { users: { a: { id: 'b' } } }, 'user id mismatch: "a" is the key of "b"', 400],
  [
    'an id with a blank',
    'POST',
    '',
    { users: { 'a b': { id: 'a b' } } },
    'invalid user id "a b": only letters, numbers, @, _ and - are allowed',
    400,
  ],
  ['a change of nobody', 'PATCH', '', { users: [{ id: 'none' }] }, 'user with id "none" does not exist', 404],
  ['deleting nobody', 'POST', '/delete', { user_ids: [] }, 'user_ids must contain at least 1 item', 400],
  [
    'deleting in another way',
    'POST',
    '/delete',
    { user_ids: ['a'], user: 'quick' },
    'user must be one of [soft pruning hard]',
    400,
  ],
  ['deactivating nobody known', 'POST', '/none/deactivate', {}, 'user with id "none" does not exist', 404],
  ['blocking for nobody', 'POST', '/block', { blocked_user_id: 'a' }, 'user_id is a required field', 400],
  ['blocking oneself', 'POST', '/block', { blocked_user_id: 'a', user_id: 'a' }, 'cannot block yourself', 400],
])('%s is refused', async (_, method, path, body, message, status) => {
  const { client } = await open()
  const answer = await client.send(method, `/api/v2/users${path}`, { body })
  expect({ status: answer.status, message: inner(answer.json) }).toEqual({ status, message })
})
