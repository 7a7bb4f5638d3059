import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duraCloudClient, type DuraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
let admin: DuraCloudClient
const day = 24 * 60 * 60_000
const born = Date.parse('2026-01-01T00:00:00Z')
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  admin = duraCloudClient(emulator, emulator.worlds.main, 'admin')
  await admin.put('/my-space')
  await admin.put('/my-space/b/c', 'hello world', { 'content-type': 'text/plain' })
  await admin.put('/my-space/a', '', { 'content-type': 'text/css' })
})
afterEach(() => emulator.close())

const advance = (days: number) => {
  const { clock, jobs } = emulator.worlds.main
  return jobs.advanceTo(clock.now() + days * day)
}
const [hello, empty] = ['5eb63bbbe01eeed093cb22bb8f5acdc3', 'd41d8cd98f00b204e9800998ecf8427e']

describe('a manifest', () => {
  it.each([
    ['', 'text/tab-separated-values', `space-id\tcontent-id\tMD5\nmy-space\ta\t${empty}\nmy-space\tb/c\t${hello}\n`],
    ['?format=BAGIT', 'text/bagit', `${empty}  my-space/a\n${hello}  my-space/b/c\n`],
    [
      '?format=EXTENDED_TSV&storeID=1',
      'text/tab-separated-values',
      `space-id\tcontent-id\tMD5\tcontent-size\tmime-type\nmy-space\ta\t${empty}\t0\ttext/css\nmy-space\tb/c\t${hello}\t11\ttext/plain\n`,
    ],
  ])('%s', async (query, type, text) => {
    const answer = await admin.get(`/manifest/my-space${query}`)
    expect(answer).toMatchObject({ status: 200, text })
    expect(answer.headers.get('content-type')).toBe(type)
  })

  it.each([
    ['/manifest/my-space?format=CSV', 400, /^Invalid manifest format: CSV Allowable formats are: 'TSV'/],
    ['/manifest/my-space?format=tsv', 500, /^No enum constant org.duracloud.common.constant.ManifestFormat.tsv$/],
    ['/manifest/my-space?storeID=9', 400, /^The storeId you supplied \(9\) is not associated with this domain.$/],
    ['/manifest/nope', 404, /^there is no manifest for space: nope where storeId = 1 : no such space exists.$/],
  ])('%s is %i', async (path, status, text) => {
    expect(await admin.get(path)).toMatchObject({ status, text: expect.stringMatching(text) })
  })

  it('is generated where the answer says', async () => {
    const accepted = await admin.post('/manifest/my-space')
    expect(accepted.status).toBe(202)
    const location = accepted.headers.get('location') ?? ''
    expect(location).toContain(
      '/durastore/x-duracloud-admin/generated-manifests/manifest-my-space_amazon_s3_2026-01-01-00-00-00.txt.gz',
    )
    expect(accepted.text).toContain(location)
    const { bytes, status } = await admin.get(location.slice(location.indexOf('/durastore') + 10))
    expect(status).toBe(200)
    const text = await new Response(
      new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip')),
    ).text()
    expect(text).toContain(`my-space\tb/c\t${hello}\n`)
  })
})

describe('the audit log', () => {
  it('tells what was done, in order', async () => {
    await admin.put('/my-space/d', undefined, { 'x-dura-meta-copy-source': 'my-space/a' })
    await admin.post('/my-space/d', undefined, { 'x-dura-meta-x': '1' })
    await admin.delete('/my-space/d')
    const { status, text, headers } = await admin.get('/audit/my-space')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain'])
    const [first = '', ...rows] = text.trimEnd().split('\n')
    expect(first.split('\t')).toHaveLength(14)
    const names = first.split('\t')
    expect(rows.map((row) => row.split('\t')[names.indexOf('action')])).toEqual([
      'CREATE_SPACE',
      'ADD_CONTENT',
      'ADD_CONTENT',
      'COPY_CONTENT',
      'UPDATE_CONTENT_PROPERTIES',
      'DELETE_CONTENT',
    ])
    expect(rows[1]?.split('\t')).toEqual([
      'example',
      '1',
      'my-space',
      'b/c',
      hello,
      '11',
      'text/plain',
      '{}',
      '',
      '',
      '',
      '2026-01-01T00:00:00',
      'ADD_CONTENT',
      'admin',
    ])
    expect((await admin.get('/audit/nope')).status).toBe(404)
  })
})

describe('a bit integrity report', () => {
  it('is there once a space was checked', async () => {
    expect((await admin.get('/bit-integrity/my-space')).status).toBe(204)
    await advance(15)
    const got = await admin.get('/bit-integrity/my-space')
    const head = await admin.head('/bit-integrity/my-space')
    for (const { status, headers } of [got, head]) {
      expect(status).toBe(200)
      expect(headers.get('bit-integrity-report-result')).toBe('SUCCESS')
      expect(headers.get('bit-integrity-report-completion-date')).toBe('2026-01-15T00:00:00')
      expect(headers.get('content-length')).toBe(String(got.bytes.length))
    }
    expect(got.text).toContain(`\tmy-space\tb/c\tSUCCESS\t${hello}\t${hello}\t${hello}\t\n`)
    expect(head.text).toBe('')
    expect(await admin.get('/bit-integrity/nope')).toMatchObject({
      status: 404,
      text: 'Space with ID nope does not exist',
    })
  })
})

describe('a report of use', () => {
  const report = async (path: string) => JSON.parse((await admin.get(path)).text) as unknown

  it('has a sample for every day, of a space, a store, and the spaces of a store', async () => {
    await advance(2)
    await admin.put('/my-space/a', 'xx')
    await admin.put('/other-space')
    await admin.put('/other-space/e', 'eee')
    const sample = (days: number, byteCount: number, objectCount: number, more = {}) => ({
      timestamp: born + days * day,
      accountId: 'example',
      storeId: '1',
      ...more,
      byteCount,
      objectCount,
    })
    const spaceId = { spaceId: 'my-space' }
    expect(await report('/report/space/my-space')).toEqual([
      sample(0, 11, 2, spaceId),
      sample(1, 11, 2, spaceId),
      sample(2, 13, 2, spaceId),
    ])
    expect(await report('/report/store')).toEqual([sample(0, 11, 2), sample(1, 11, 2), sample(2, 16, 3)])
    expect(await report(`/report/store/${born + 2 * day + 5}`)).toEqual([
      sample(2, 13, 2, spaceId),
      sample(2, 3, 1, { spaceId: 'other-space' }),
    ])
    expect(await report(`/report/store?start=${born + day}&end=${born + day}`)).toEqual([sample(1, 11, 2)])
    expect(await report('/report/store?groupBy=month')).toEqual([sample(0, 13, 2)])
    // 2026-01-01 is a Thursday.
    expect(await report('/report/store?groupBy=WEEK')).toEqual([sample(-3, 13, 2)])
    expect(await report('/report/store?storeID=2')).toEqual([])
    await advance(100)
    expect(await report('/report/store')).toHaveLength(103)
  })

  it('is asked for with dates, which are read first, a store, a space and a grouping', async () => {
    const refusals = [
      [
        '/report/space/nope?start=x&storeID=9&groupBy=year',
        'Unable to parse date: x. Input value must be in epoch milliseconds.',
      ],
      ['/report/space/nope?storeID=9&groupBy=year', 'Store id (9) is not associated with this account.'],
      ['/report/space/nope?groupBy=year', 'The space was not found: nope'],
      [
        '/report/space/my-space?groupBy=year',
        'year is not a valid value for the groupBy parameter. You must specify one of the following values: day,week,month',
      ],
    ] as const
    for (const [path, text] of refusals) {
      const answer = await admin.get(path)
      expect([answer.text, answer.headers.get('content-type')]).toEqual([text, 'application/json'])
    }
  })

  it.each([
    ['/report/space/nope', 404],
    ['/report/store?storeID=9', 404],
    ['/report/store?start=yesterday', 400],
    ['/report/store?groupBy=year', 400],
    ['/report/store/today', 400],
    ['/report/other', 404],
  ])('%s is %i', async (path, status) => {
    expect((await admin.get(path)).status).toBe(status)
  })
})
