import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MistakeCode } from '../../diagnosis/index.ts'
import { createEmulator } from '../../emulator.ts'

interface User {
  username: string
  password: string
}
type Make = (user: User, turn: number) => string | undefined

const basic = (text: string, encoding: 'utf8' | 'latin1' = 'utf8') =>
  `Basic ${Buffer.from(text, encoding).toString('base64')}`
const pair = ({ username, password }: User, change: (password: string) => string = (it) => it) =>
  `${username}:${change(password)}`
const from = <T>(turn: number, ...of: T[]): T => of[turn % of.length] as T

const made: Partial<Record<MistakeCode, Make>> = {
  'wrong-password': (user, turn) => basic(pair(user, (it) => from(turn, `${it}x1`, 'something', '', `x${it}`))),
  'secret-whitespace': (user, turn) =>
    basic(pair(user, (it) => from(turn, `${it}\n`, `${it} `, ` ${it}`, `${it}\r\n`))),
  'secret-quoted': (user, turn) => basic(pair(user, (it) => from(turn, `"${it}"`, `'${it}'`))),
  'secret-encoded': (user, turn) => {
    const changed = pair(user, (it) => from(turn, encodeURIComponent(it), Buffer.from(it).toString('base64')))
    return changed === pair(user) ? undefined : basic(changed)
  },
  'wrong-charset': (user) => {
    const text = pair(user)
    return /^[\x00-\x7f]*$/.test(text) ? undefined : basic(text, 'latin1')
  },
  'key-secret-swapped': ({ username, password }) =>
    password.includes(':') ? undefined : basic(`${password}:${username}`),
  'unknown-key': (user, turn) =>
    basic(
      pair({ ...user, username: from(turn, `${user.username}x`, user.username.toUpperCase(), user.username.slice(1)) }),
    ),
  'malformed-credentials': (user, turn) => {
    const base64 = Buffer.from(pair(user)).toString('base64')
    const url = Buffer.from(pair(user)).toString('base64url')
    // A header carries bytes.
    const plain = `Basic ${Buffer.from(pair(user)).toString('latin1')}`
    return from(
      turn,
      plain,
      url === base64.replace(/=*$/, '') ? 'Basic' : `Basic ${url}`,
      `Basic "${base64}"`,
      'Basic !!!',
      basic(user.username),
      `Bearer ${base64}`,
    )
  },
  'double-encoded': (user) => basic(Buffer.from(pair(user)).toString('base64')),
  'no-credentials': () => '',
}

const word = fc.stringMatching(/^[a-z]{5,10}$/)
const password = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{6,16}$/),
  fc.stringMatching(/^[a-z]{2}[éüñßø][A-Z]{2}[ !$%&/()=?+@#:;][a-z0-9]{3,6}$/),
)

test('names the mistake behind a refused name and password, of each kind, and the wire says nothing', async () => {
  const figures = new Map<string, { tried: number; named: number }>()
  let turn = 0
  const emulator = await createEmulator()
  const people = fc.sample(fc.record({ username: word, password }), { numRuns: 110, seed: 77 })
  for (const [at, user] of people.entries()) {
    const name = `world-${at}`
    const world = await emulator.worlds.create({
      name,
      credentials: { duracloud: [{ ...user, roles: ['ROLE_USER'] }] },
    })
    const ask = async (authorization: string) =>
      emulator.fetch(
        new Request(`${emulator.url}/w/${name}/durastore/stores`, {
          headers: authorization === '' ? {} : { authorization },
        }),
      )
    expect((await ask(basic(pair(user)))).status).toBe(200)
    for (const [code, make] of Object.entries(made)) {
      const authorization = make(user, turn++)
      if (authorization === undefined) continue
      const answer = await ask(authorization)
      const { diagnosis } = world.journal.list({ limit: 1 }).entries[0] ?? {}
      const text = await answer.text()
      expect([code, answer.status, answer.headers.get('www-authenticate')]).toEqual([
        code,
        401,
        'Basic realm="DuraCloud:DuraStore"',
      ])
      for (const { hint } of diagnosis?.mistakes ?? []) expect(text).not.toContain(hint)
      expect(JSON.stringify(diagnosis)).not.toContain(JSON.stringify(user.password).slice(1, -1))
      const figure = figures.get(code) ?? { tried: 0, named: 0 }
      figures.set(code, figure)
      figure.tried += 1
      const named = diagnosis?.mistakes.map((one) => one.code).join()
      if (named === code) figure.named += 1
    }
    await emulator.worlds.delete(name)
  }
  const sum = [...figures.values()].reduce((all, { tried, named }) => ({
    tried: all.tried + tried,
    named: all.named + named,
  }))
  process.stdout.write(
    `Basic: ${sum.named}/${sum.tried}; ${[...figures].map(([code, { tried, named }]) => `${code} ${named}/${tried}`).join(', ')}\n`,
  )
  expect(sum.tried).toBeGreaterThan(900)
  expect(sum.named / sum.tried).toBeGreaterThan(0.98)
  await emulator.close()
}, 120_000)

test.each<[string, readonly MistakeCode[], string]>([
  ['a mistyped name, and the line end of echo', ['unknown-key', 'secret-whitespace'], basic('amdin:apw\n')],
  ['not encoded, with quotes around the password', ['malformed-credentials', 'secret-quoted'], 'Basic admin:"apw"'],
  ['the user of another world with another password', ['other-world', 'wrong-password'], basic('theirs:nope')],
  ['the key of the buckets', ['other-key'], basic('my-access-key:my-secret')],
  ['the password of another user', ['wrong-password'], basic('admin:rpw')],
  ['a password in another form of Unicode', ['wrong-charset'], basic('zoë:u\u0308')],
])('names two, or what is rare: %s', async (_, codes, authorization) => {
  const emulator = await createEmulator()
  await emulator.worlds.create({
    name: 'theirs',
    credentials: { duracloud: [{ username: 'theirs', password: 'right', roles: ['ROLE_USER'] }] },
  })
  const name = 'mine'
  const users = [
    ...emulator.worlds.main.credentials.duracloud.map((user) => ({ ...user, username: `${user.username}s` })),
    { username: 'zoë', password: 'ü', roles: ['ROLE_USER'] },
  ]
  expect(users).toHaveLength(4)
  const world = codes.includes('wrong-charset')
    ? await emulator.worlds.create({ name, credentials: { duracloud: users } })
    : emulator.worlds.main
  await emulator.fetch(new Request(`${emulator.url}/w/${world.name}/durastore/stores`, { headers: { authorization } }))
  const { diagnosis } = world.journal.list({ limit: 1 }).entries[0] ?? {}
  expect(diagnosis?.mistakes.map(({ code }) => code)).toEqual(codes)
  await emulator.close()
})
