import { afterEach, beforeEach, expect, it } from 'vitest'
import { controlClient, type ControlClient } from '../../harness/control-client.ts'
import { createEmulator, type Emulator } from '../index.ts'

let emulator: Emulator
let control: ControlClient
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  control = controlClient(emulator)
})
afterEach(() => emulator.close())

const rowsOf = (world: string, table: string) =>
  Number(emulator.worlds.get(world)?.state.query(`SELECT count(*) AS n FROM ${table}`)[0]?.['n'])

const lost = {
  description: 'Nowhere to record to',
  things: [{ a: 'call', id: 'c', createdBy: 'ada', held: '5m', recordings: [{ kind: 'composite', storage: 'lost' }] }],
}

it('begins anew with another scenario, which a reset brings back', async () => {
  expect(await control.call('POST', '/seed', { scenario: 'default' })).toMatchObject({
    status: 200,
    body: { world: 'main', scenario: 'default' },
  })
  expect(rowsOf('main', 'telestream_profiles')).toBe(6)
  await control.call('POST', '/reset')
  await emulator.ready()
  expect(rowsOf('main', 'telestream_profiles')).toBe(6)
})

it('takes one of one’s own, and keeps the credentials', async () => {
  const { credentials } = emulator.worlds.main
  const scenario = {
    description: 'Two people',
    things: [
      { a: 'person', id: 'ada' },
      { a: 'person', id: 'bob' },
    ],
  }
  expect((await control.call('POST', '/seed', { scenario })).body).toEqual({ world: 'main', scenario: 'Two people' })
  expect(rowsOf('main', 'stream_users')).toBe(5)
  expect(emulator.worlds.main.credentials).toEqual(credentials)
})

it('is about the world of the path', async () => {
  await control.call('POST', '/worlds', { name: 'w' })
  expect((await control.of('w').call('POST', '/seed', { scenario: 'default' })).body).toMatchObject({ world: 'w' })
  await emulator.ready()
  expect(rowsOf('w', 'stream_users')).toBe(3)
  expect(rowsOf('main', "sqlite_schema WHERE name = 'stream_users'")).toBe(0)
})

it('makes a world with one of one’s own', async () => {
  const scenario = { begins: 'empty', things: [{ a: 'person', id: 'ada' }] }
  expect((await control.call('POST', '/worlds', { name: 'w', scenario })).status).toBe(201)
  await emulator.worlds.get('w')?.prepare('stream')
  expect(rowsOf('w', 'stream_users')).toBe(1)
})

it.each([
  [{ scenario: 'defualt' }, 'scenario: there is no "defualt"; did you mean "default"?'],
  [{ scenario: { things: [{ a: 'vidoe' }] } }, 'there is no "vidoe"; did you mean "video"?'],
  [{ scenario: 1 }, 'scenario: Expected a name such as `default` or `large:100k`, or a scenario'],
  [{}, 'scenario: Expected a name'],
])('refuses %j, and the world stays as it is', async (body, message) => {
  const before = emulator.worlds.main.state.read('bornAt')
  const answer = await control.call<{ error: { message: string } }>('POST', '/seed', body)
  expect(answer.status).toBe(400)
  expect(answer.body.error.message).toContain(message)
  expect(emulator.worlds.main.state.read('bornAt')).toBe(before)
})

it('begins with what it had when something cannot be put in place', async () => {
  await control.call('POST', '/seed', { scenario: 'default' })
  const answer = await control.call<{ error: object }>('POST', '/seed', { scenario: lost })
  expect(answer).toMatchObject({ status: 400, body: { error: { message: 'things.0: There is no storage lost' } } })
  await emulator.ready()
  expect(emulator.worlds.main.beginning.scenario).toBe('default')
  expect(rowsOf('main', 'stream_users')).toBe(3)
})

it('tells how far it is, line by line', async () => {
  const lines = async (scenario: unknown) => {
    const answer = await emulator.fetch(
      new Request(`${emulator.url}/_stuntdouble/seed?progress=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ scenario }),
      }),
    )
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    return (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
  }
  const told = await lines('large:3k')
  expect(told).toContainEqual({ service: 'duracloud', done: 0, total: 750 })
  expect(told).toContainEqual({ service: 'telestream', done: 1000, total: 1500 })
  expect(told.at(-1)).toEqual({ world: 'main', scenario: 'large:3000' })
  expect((await lines(lost)).at(-1)).toEqual({
    error: { code: 'invalid-input', message: 'things.0: There is no storage lost' },
  })
})
