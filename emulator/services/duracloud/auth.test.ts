import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientAs, duraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await createEmulator()
})
afterEach(() => emulator.close())

const lastDiagnosis = (world = emulator.worlds.main) =>
  world.journal.list({ limit: 1 }).entries[0]?.diagnosis?.mistakes[0]?.code

describe('HTTP Basic', () => {
  it('knows the users that the documents name', async () => {
    for (const [username, password] of [
      ['root', 'rpw'],
      ['admin', 'apw'],
      ['user', 'upw'],
    ] as const) {
      expect((await clientAs(emulator, { username, password }).get('/stores')).status).toBe(200)
    }
  })

  it.each([
    ['a wrong password', { username: 'root', password: 'rpw2' }, 'wrong-password'],
    ['an unknown user', { username: 'nobody', password: 'rpw' }, 'unknown-key'],
    ['nobody', undefined, 'no-credentials'],
  ])('refuses %s with the realm and an HTML page, and explains it in the journal', async (_, user, code) => {
    const answer = await clientAs(emulator, user).get('/stores')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="DuraCloud:DuraStore"')
    expect(answer.headers.get('content-type')).toBe('text/html;charset=utf-8')
    expect(answer.text).toContain('HTTP Status 401')
    expect(answer.text).not.toContain(code)
    expect(lastDiagnosis()).toBe(code)
    expect(emulator.worlds.main.journal.list({ limit: 1 }).entries[0]?.diagnosis?.mistakes[0]?.hint).toContain(
      '`stuntdouble env` prints',
    )
  })

  it.each(['Basic', 'Basic !!!', `Basic ${btoa('no colon')}`])('refuses %s as no credentials at all', async (value) => {
    const answer = await clientAs(emulator, undefined).get('/spaces', { authorization: value })
    expect(answer.status).toBe(401)
    expect(lastDiagnosis()).toBe('malformed-credentials')
  })

  it('refuses wrong credentials also where nobody needs any', async () => {
    expect((await clientAs(emulator, { username: 'root', password: 'x' }).get('/spaces')).status).toBe(401)
    expect((await clientAs(emulator, undefined).get('/spaces')).status).toBe(200)
  })

  it('takes passwords with colons and letters beyond ASCII, and another scheme for anonymous', async () => {
    const world = await emulator.worlds.create({
      credentials: { duracloud: [{ username: 'zoë', password: 'a:b:ü', roles: ['ROLE_ADMIN'] }] },
    })
    const token = btoa(String.fromCharCode(...new TextEncoder().encode('zoë:a:b:ü')))
    expect((await clientAs(emulator, undefined).get('/stores', { authorization: `basic ${token}` })).status).toBe(200)
    expect(world.journal.list().entries).toHaveLength(1)
    expect((await clientAs(emulator, undefined).get('/spaces', { authorization: 'Bearer x' })).status).toBe(200)
  })

  it('asks the world for each request: what was right in one that is gone, or in another, is wrong now', async () => {
    const alice = (password: string) => ({ username: 'alice', password })
    const world = (password: string) =>
      emulator.worlds.create({
        name: 'hers',
        credentials: { duracloud: [{ ...alice(password), roles: ['ROLE_ADMIN'] }] },
      })
    const status = async (password: string) => (await clientAs(emulator, alice(password)).get('/stores')).status
    await world('first')
    expect([await status('first'), await status('second'), await status('first')]).toEqual([200, 401, 200])
    await emulator.worlds.delete('hers')
    expect(await status('first')).toBe(401)
    const again = await world('second')
    expect([await status('first'), await status('second')]).toEqual([401, 200])
    await again.reset()
    expect([await status('first'), await status('second')]).toEqual([401, 200])
  })

  it('reads a header like any other, however many came before', async () => {
    for (let n = 0; n < 600; n += 1) {
      const answer = await clientAs(emulator, { username: 'root', password: `no-${n}` }).get('/stores')
      expect(answer.status).toBe(401)
    }
    expect((await clientAs(emulator, { username: 'root', password: 'rpw' }).get('/stores')).status).toBe(200)
    const long = { username: 'root', password: 'x'.repeat(5000) }
    for (let n = 0; n < 2; n += 1) expect((await clientAs(emulator, long).get('/stores')).status).toBe(401)
  })

  it('selects the world by the user, and keeps the worlds’ spaces apart', async () => {
    const world = await emulator.worlds.create({ name: 'other' })
    await duraCloudClient(emulator, world, 'admin').put('/only-here')
    expect((await duraCloudClient(emulator, world, 'admin').get('/spaces')).text).toContain('only-here')
    expect((await duraCloudClient(emulator, emulator.worlds.main, 'root').get('/spaces')).text).not.toContain(
      'only-here',
    )
    const foreign = await duraCloudClient(
      { fetch: emulator.fetch, url: `${emulator.url}/w/other` },
      emulator.worlds.main,
      'root',
    ).get('/spaces')
    expect(foreign.status).toBe(401)
    expect(lastDiagnosis(world)).toBe('other-world')
  })
})

describe('a user whose addresses are named', () => {
  const limited = { username: 'here', password: 'p', roles: ['ROLE_ROOT'], ipLimits: '203.0.113.0/24;2001:db8::7' }

  it.each([
    ['203.0.113.9', 200],
    ['::ffff:203.0.113.9', 200],
    ['2001:db8::7', 200],
    ['203.0.114.9', 403],
    ['2001:db8::8', 403],
    [undefined, 403],
  ])('asks from %s: %i', async (remoteAddress, status) => {
    const world = await emulator.worlds.create({ credentials: { duracloud: [limited] } })
    const fetch = (request: Request) => emulator.fetch(request, { remoteAddress })
    const client = clientAs({ fetch, url: emulator.url }, limited)
    expect((await client.get('/stores')).status).toBe(status)
    expect((await client.post('/task/noop')).status).toBe(status)
    expect(lastDiagnosis(world)).toBe(status === 200 ? undefined : 'other-address')
    expect((await clientAs({ fetch, url: emulator.url }, { ...limited, password: 'x' }).get('/stores')).status).toBe(
      401,
    )
  })
})

describe('what the container refuses before anybody is asked', () => {
  it.each(['/a//b', '/space/a%5Cb', '/space/%2e%2e%2fother', '/space/a%00b', '/space/%zz', '/space/a%ff'])(
    '%s',
    async (path) => {
      const answer = await duraCloudClient(emulator, emulator.worlds.main, 'root').get(path)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('content-type')).toBe('text/html;charset=utf-8')
    },
  )
})
