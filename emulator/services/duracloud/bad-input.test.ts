import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duraCloudClient, type DuraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'
import { tasksOf } from './tasks/providers.ts'

let emulator: Emulator
let root: DuraCloudClient
const problems: unknown[] = []
beforeEach(async () => {
  problems.length = 0
  emulator = await createEmulator({ onProblem: (message, error) => problems.push(message, error) })
  root = duraCloudClient(emulator, emulator.worlds.main, 'root')
})
afterEach(() => emulator.close())

const known = [
  'my-space',
  'my-archive',
  'item-1.txt',
  'dir',
  'acl',
  'stores',
  'spaces',
  'manifest',
  'bit-integrity',
  'audit',
  'report',
  'space',
  'store',
  'task',
  'aux',
  'cookies',
  'x-snapshot-metadata',
  ...(['AMAZON_S3', 'AMAZON_GLACIER', 'CHRONOPOLIS'] as const).flatMap((type) =>
    tasksOf(type, 'all').map(({ name }) => name),
  ),
]
const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known) },
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '%',
    '%00',
    '%2f',
    '%2F..',
    '..',
    '%2e',
    '',
    'x'.repeat(2000),
    '%C3%A9'.repeat(400),
    ';a=b',
    '%0d%0a',
  ),
)
const queryValue = fc.oneof(
  fc.constantFrom('1', '2', '3', '9', '', '-1', '1e3', 'x', 'TSV', 'true', '99999999999999999999', '%zz', '%'),
  fc.string().map((text) => encodeURIComponent(text.toWellFormed())),
)
const queryName = fc.constantFrom(
  'storeID',
  'storeid',
  'prefix',
  'maxResults',
  'marker',
  'format',
  'start',
  'end',
  'groupBy',
  'attachment',
  'token',
)
const headerValue = fc.oneof(
  fc.constantFrom('bytes=0-1', 'bytes=-1', 'bytes=5-', 'my-space/item-1.txt', 'READ', '3', 'a/b', '/', '%', ''),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) }),
)
const headerName = fc.constantFrom(
  'range',
  'content-md5',
  'content-type',
  'content-encoding',
  'x-dura-meta-copy-source',
  'x-dura-meta-copy-source-store',
  'x-dura-meta-content-mimetype',
  'x-dura-meta-acl-user',
  'x-dura-meta-acl-__proto__',
  'x-dura-meta-__proto__',
  'x-dura-meta-name',
  'x-dura-meta-',
)
const body = fc.oneof(
  fc.constantFrom(
    '',
    '{}',
    'null',
    '{"spaceId":"my-space"}',
    '{"spaceId":"my-space","userEmail":"x","description":""}',
  ),
  fc.constantFrom('my-archive/item-1.txt', '{"snapshotId":"a_b_c_d","userEmail":"x"}', '{"status":"ERROR"}'),
  fc.json(),
  fc.string(),
)

describe('whatever is sent', () => {
  it('is answered in the vendor’s words, and never by a mistake of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'),
        fc.array(segment, { maxLength: 4 }),
        fc.array(fc.tuple(queryName, queryValue), { maxLength: 3 }),
        fc.array(fc.tuple(headerName, headerValue), { maxLength: 3 }),
        body,
        async (method, segments, query, headers, text) => {
          const path = `/${segments.join('/')}?${query.map(([name, value]) => `${name}=${value}`).join('&')}`
          const sent = method === 'GET' || method === 'HEAD' ? {} : { body: text }
          const answer = await root.send(method, path, { headers: Object.fromEntries(headers), ...sent })
          expect(problems).toEqual([])
          expect(answer.text).not.toContain('stuntdouble failed')
        },
      ),
      { numRuns: 500 },
    )
    await emulator.worlds.main.jobs.advanceUntilIdle()
    expect(problems).toEqual([])
  }, 60_000)
})

describe('at the same time', () => {
  it('many make the same space, and fill it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const created = await root.put('/crowded')
        return [created.status, (await root.put(`/crowded/${index % 5}`, String(index))).status]
      }),
    )
    expect(answers.every(([created, added]) => created === 201 && added === 201)).toBe(true)
    expect((await root.head('/crowded')).headers.get('x-dura-meta-space-count')).toBe('5')
    expect(problems).toEqual([])
  })

  it('a snapshot is asked for, as a client does that tries again', async () => {
    const asked = { spaceId: 'my-space', description: '', userEmail: 'me@example.org' }
    const statuses: number[] = []
    for (let n = 0; n < 4; n += 1) statuses.push((await root.task('create-snapshot', asked, '2')).status)
    expect(statuses).toEqual([200, 409, 409, 409])
  })

  it('a client gives up in the middle of what it says', async () => {
    const breaking = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) })
    expect((await root.send('POST', '/task/enable-hls', { body: breaking() })).status).toBe(500)
    expect((await root.send('PUT', '/my-space/half', { body: breaking() })).status).toBe(400)
    expect(problems).toEqual([])
  })

  it('a space goes while content comes', async () => {
    await root.put('/going')
    const [deleted, ...added] = await Promise.all([
      root.delete('/going'),
      ...Array.from({ length: 10 }, (_, index) => root.put(`/going/${index}`, 'x')),
    ])
    expect(deleted.status).toBe(200)
    for (const { status } of added) expect([201, 404]).toContain(status)
    expect((await root.head('/going')).status).toBe(404)
    expect(problems).toEqual([])
  })
})
