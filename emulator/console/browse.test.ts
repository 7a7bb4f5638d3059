// What the console reads of a world besides its journal: state and objects.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ControlClient, controlClient } from '../../harness/control-client.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import { previewType } from './preview.ts'
import { shown } from './state-rows.ts'

let emulator: Emulator
let control: ControlClient
beforeEach(async () => {
  emulator = await createEmulator()
  control = controlClient(emulator)
})
afterEach(() => emulator.close())

interface Tables {
  tables: { name: string; group: string; rows: number }[]
}

interface Rows {
  rows: { seq: number; row: Record<string, unknown> }[]
  next?: number
  total: number
}

describe('the state', () => {
  test('is a list of tables, with those of a scenario that nobody has asked for yet', async () => {
    const { body } = await control.call<Tables>('GET', '/state')
    expect(body.tables).toContainEqual({ name: 'telestream_factories', group: 'telestream', rows: 1 })
    expect(body.tables.map(({ group }) => group)).toEqual(expect.arrayContaining(['stream', 'duracloud', 'buckets']))
  })

  test('is read page by page, newest first', async () => {
    const { rows, total, next } = (await control.call<Rows>('GET', '/state/telestream_profiles?limit=2')).body
    expect(rows).toHaveLength(2)
    expect(rows[0]?.seq).toBeGreaterThan(rows[1]?.seq ?? Infinity)
    const rest = (await control.call<Rows>('GET', `/state/telestream_profiles?limit=200&after=${next}`)).body
    expect(rest.rows.length).toBe(total - 2)
    expect(rest.next).toBeUndefined()
  })

  test('is searched by text', async () => {
    const { rows } = (await control.call<Rows>('GET', '/state/telestream_profiles?limit=1')).body
    const id = String(rows[0]?.row.id)
    const found = (await control.call<Rows>('GET', `/state/telestream_profiles?text=${id}`)).body
    expect(found).toMatchObject({ total: 1, rows: [{ row: { id } }] })
  })

  test('shows no secret', async () => {
    const { token } = emulator.worlds.main.credentials.telestream
    const { rows } = (await control.call<Rows>('GET', '/state/telestream_factories')).body
    expect(rows[0]?.row.token).toBe('clou…')
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test.each([['nothing'], ['meta'], ['sqlite_schema'], ['x" UNION SELECT 1, value FROM meta --']])(
    'has no table %s',
    async (table) => {
      expect((await control.call('GET', `/state/${encodeURIComponent(table)}`)).status).toBe(404)
    },
  )

  test('redacts by name, wherever it stands, and cuts long texts', () => {
    expect(
      shown({
        a: { awsSecretKey: 'abcdefghijklmnop', list: [{ password: 'pw' }] },
        url: 'http://h/?token=abcdefghijklmnop',
        text: 'x'.repeat(5000),
        count: 3,
        gone: null,
      }),
    ).toEqual({
      a: { awsSecretKey: 'abcd…', list: [{ password: '…' }] },
      url: 'http://h/?token=abcd…',
      text: `${'x'.repeat(4000)}… [5000 characters]`,
      count: 3,
      gone: null,
    })
  })
})

describe('an object', () => {
  const content = (key: string, headers = {}) =>
    emulator.fetch(
      new Request(`${emulator.url}/_stuntdouble/objects/my-bucket/content?key=${encodeURIComponent(key)}`, { headers }),
    )

  async function put(key: string, body: string, contentType?: string) {
    const { main } = emulator.worlds
    await main.prepare('s3')
    await main.objects.put('my-bucket', key, new TextEncoder().encode(body), contentType ? { contentType } : {})
  }

  test('is listed with its bucket', async () => {
    await put('a/b.txt', 'hello', 'text/plain')
    await put('c.mp4', 'film')
    const { buckets } = (await control.call<{ buckets: { name: string }[] }>('GET', '/objects')).body
    expect(buckets.map(({ name }) => name)).toContain('my-bucket')
    expect((await control.call('GET', '/objects/my-bucket?delimiter=/')).body).toMatchObject({
      prefixes: ['a/'],
      objects: [{ key: 'c.mp4', size: 4, contentType: 'binary/octet-stream', shownAs: 'video/mp4' }],
    })
    expect((await control.call('GET', '/objects/none')).status).toBe(404)
  })

  test('is read as a whole, or a range of it', async () => {
    await put('a b/ü.mp4', '0123456789', 'video/mp4')
    const whole = await content('a b/ü.mp4')
    expect([whole.status, whole.headers.get('accept-ranges'), await whole.text()]).toEqual([200, 'bytes', '0123456789'])
    const part = await content('a b/ü.mp4', { range: 'bytes=2-4' })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    const none = await content('a b/ü.mp4', { range: 'bytes=20-' })
    expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    expect((await content('nothing')).status).toBe(404)
  })

  test('cannot act in the name of the console, whatever it says that it is', async () => {
    await put('evil.html', '<script>fetch("/_stuntdouble/reset",{method:"POST"})</script>', 'text/html')
    const { headers } = await content('evil.html')
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    ['text/html', 'a', 'text/plain; charset=utf-8'],
    ['image/svg+xml', 'a', 'image/svg+xml'],
    ['video/mp4; codecs=x', 'a', 'video/mp4'],
    ['binary/octet-stream', 'a.png', 'image/png'],
    ['application/octet-stream', 'a.html', 'text/plain; charset=utf-8'],
    ['application/vnd.api+json', 'a', 'text/plain; charset=utf-8'],
    ['application/javascript', 'a', 'application/octet-stream'],
    ['application/xhtml+xml', 'a', 'text/plain; charset=utf-8'],
    ['image/png\r\nx: y', 'a', 'application/octet-stream'],
    ['', 'a', 'application/octet-stream'],
  ])('of %j named %s is shown as %s', (contentType, key, type) => {
    expect(previewType({ contentType, key })).toBe(type)
  })

  test('is looked at without using up a fault', async () => {
    await put('c.txt', 'text', 'text/plain')
    await control.call('POST', '/faults', { service: 'storage', error: 'unavailable', times: 1 })
    expect((await content('c.txt')).status).toBe(200)
    expect((await control.call('GET', '/objects/my-bucket')).status).toBe(200)
    expect((await control.call('GET', '/faults')).body).toMatchObject({ faults: [{ fired: 0 }] })
  })
})
