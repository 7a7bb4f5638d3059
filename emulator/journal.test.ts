import { describe, expect, it } from 'vitest'
import { Journal, type Recorded } from './journal.ts'

const request = (changes: Partial<Recorded> = {}): Recorded => ({
  at: Date.parse('2026-01-01T00:00:00Z'),
  service: 'telestream',
  direction: 'in',
  method: 'GET',
  url: 'http://127.0.0.1:4600/v3.0/videos.json',
  status: 200,
  requestHeaders: [],
  responseHeaders: [],
  durationMs: 1,
  ...changes,
})

describe('the journal', () => {
  it('lists the newest first, by filters, in pages', () => {
    const journal = new Journal('main')
    for (let n = 0; n < 5; n += 1)
      journal.record(request({ status: n % 2 ? 401 : 200, at: Date.parse('2026-01-01T00:00:00Z') + n * 1000 }))
    expect(journal.list().entries.map(({ id }) => id)).toEqual(['5', '4', '3', '2', '1'])
    expect(journal.list({ status: 401 }).entries.map(({ id }) => id)).toEqual(['4', '2'])
    expect(journal.list({ since: '2026-01-01T00:00:03Z' }).entries.map(({ id }) => id)).toEqual(['5', '4'])
    expect(journal.list({ path: '/encodings' }).entries).toEqual([])
    const page = journal.list({ limit: 2 })
    expect([page.entries.map(({ id }) => id), page.next]).toEqual([['5', '4'], '4'])
    expect(journal.list({ limit: 3, after: page.next }).entries.map(({ id }) => id)).toEqual(['3', '2', '1'])
    expect(journal.list({ limit: 3, after: page.next })).not.toHaveProperty('next')
    expect(journal.get('3')?.at).toBe('2026-01-01T00:00:02.000Z')
    journal.clear()
    expect(journal.list().entries).toEqual([])
  })

  it('keeps no more entries and bytes than it may', () => {
    const journal = new Journal('main', { entries: 3, bytes: 10_000 })
    for (let n = 0; n < 5; n += 1) journal.record(request())
    expect(journal.list().entries.map(({ id }) => id)).toEqual(['5', '4', '3'])
    journal.record(request({ requestBody: 'x'.repeat(9000) }))
    expect(journal.list().entries.map(({ id }) => id)).toEqual(['6'])
  })

  it('counts the bytes of what it has, also after it was emptied', () => {
    const journal = new Journal('main', { bytes: 10_000 })
    const fill = (length: number) => journal.record(request({ responseBody: 'x'.repeat(length) }))
    for (const length of [5000, 100, 20, 7000]) fill(length)
    expect(journal.size).toBe(3)
    journal.clear()
    for (let n = 0; n < 4; n += 1) fill(2000)
    expect(journal.size).toBe(3)
    fill(20_000)
    expect(journal.size).toBe(0)
    fill(5000)
    expect(journal.size).toBe(1)
  })

  it('shows no secret: of headers, query, form or JSON', () => {
    const journal = new Journal('main')
    journal.record(
      request({
        url: 'http://h/v2/videos.json?token=clou_0123456789abcdef&access_key=AK&signature=abc',
        requestHeaders: [
          ['X-Api-Key', 'tcs_0123456789abcdef'],
          ['Authorization', 'Bearer eyJhbGciOiJIUzI1NiJ9'],
          ['Accept', '*/*'],
        ],
        requestBody: 'name=x&aws_secret_key=0123456789abcdefghij&aws_access_key=AKIA',
        responseBody: '{"password":"short","secret_key":"0123456789abcdefghij","id":1}',
      }),
    )
    const [entry] = journal.list().entries
    const text = JSON.stringify(entry)
    expect(text).not.toMatch(/0123456789|eyJhbGciOiJIUzI1NiJ9|short/)
    expect(text).toContain('access_key=AK&signature=abc')
    expect(entry?.request.headers.Accept).toBe('*/*')
    expect(entry?.response.body).toContain('"id":1')
  })

  it('shows no secret of storages, hooks and guests either', () => {
    const journal = new Journal('main')
    journal.record(
      request({
        url: 'http://h/video/edges?stream-auth-type=jwt&authorization=eyJhbGciOiJIUzI1NiJ9',
        requestBody: JSON.stringify({
          aws_s3: { s3_region: 'us-east-1', s3_api_key: 'AK0123456789', s3_secret: '0123456789abcdef' },
          gcs_credentials: JSON.stringify({ type: 'service_account', private_key: '0123456789' }),
          azure_blob: { abs_client_id: 'id', abs_client_secret: '0123456789' },
          event_hooks: [{ sqs_key: '0123456789', sns_secret: '0123456789' }],
        }),
        responseBody: '{"access_token":"eyJhbGciOiJIUzI1NiJ9","user":{"id":"x"}}',
      }),
    )
    const [entry] = journal.list().entries
    expect(JSON.stringify(entry)).not.toMatch(/0123456789|eyJhbGciOiJIUzI1NiJ9/)
    expect(entry?.request.body).toContain('"s3_region":"us-east-1"')
    expect(entry?.response.body).toContain('"user":{"id":"x"}')
  })

  it('cuts long bodies and says how long they were', () => {
    const journal = new Journal('main')
    journal.record(request({ requestBody: 'y'.repeat(100_000) }))
    expect(journal.get('1')?.request.body).toMatch(/y… \[100000 characters\]$/)
  })

  it('tells its listeners', () => {
    const journal = new Journal('main')
    const heard: string[] = []
    const stop = journal.subscribe((entry) => heard.push(entry().id))
    journal.record(request())
    stop()
    journal.record(request())
    expect(heard).toEqual(['1'])
  })
})
