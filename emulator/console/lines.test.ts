import { describe, expect, test } from 'vitest'
import { Journal, type Recorded } from '../journal.ts'
import { activityOf, listLines } from './lines.ts'

function request(change: Partial<Recorded> = {}): Recorded {
  return {
    at: Date.parse('2026-01-01T00:00:00Z'),
    service: 'telestream',
    operation: 'videos.list',
    direction: 'in',
    method: 'GET',
    url: 'http://127.0.0.1:4600/v3.0/videos.json',
    status: 200,
    requestHeaders: [['authorization', 'Basic c2VjcmV0']],
    requestBody: 'x'.repeat(10_000),
    responseHeaders: [],
    durationMs: 1.5,
    ...change,
  }
}

const diagnosis = { mistakes: [{ code: 'port-in-host', message: 'm', hint: 'h' }] }

test('a line is an entry without headers and bodies, secrets redacted', () => {
  const journal = new Journal('main')
  journal.record(
    request({ url: 'http://127.0.0.1:4600/v2/videos.json?token=clou_0123456789abcdef', status: 401, diagnosis }),
  )
  const { lines, total, last } = listLines(journal, {})
  expect({ total, last }).toEqual({ total: 1, last: '1' })
  expect(lines).toEqual([
    {
      id: '1',
      at: '2026-01-01T00:00:00.000Z',
      receivedAt: expect.stringMatching(/^20\d\d-/),
      service: 'telestream',
      operation: 'videos.list',
      direction: 'in',
      method: 'GET',
      url: 'http://127.0.0.1:4600/v2/videos.json?token=clou…',
      status: 401,
      durationMs: 1.5,
      mistakes: ['port-in-host'],
    },
  ])
})

test('ten thousand entries are paged without a gap or a repetition', () => {
  const journal = new Journal('main', { entries: 10_000, bytes: Infinity })
  for (let n = 0; n < 10_000; n += 1) journal.record(request())
  const ids: number[] = []
  let after: number | undefined
  do {
    const page = listLines(journal, { after, limit: 1000 })
    expect(page.total).toBe(10_000)
    ids.push(...page.lines.map(({ id }) => Number(id)))
    after = page.next === undefined ? undefined : Number(page.next)
  } while (after !== undefined)
  expect(ids).toEqual(Array.from({ length: 10_000 }, (_, index) => 10_000 - index))
})

describe('a filter', () => {
  const journal = new Journal('main')
  journal.record(request())
  journal.record(request({ status: 401, diagnosis, service: 'stream' }))
  journal.record(request({ status: 503, fault: { id: 'f', name: 'stream is down' }, method: 'POST' }))
  journal.record(request({ status: 0, direction: 'out', error: 'refused', url: 'http://127.0.0.1:9/HOOK' }))

  test.each([
    [{}, ['4', '3', '2', '1']],
    [{ service: 'stream' }, ['2']],
    [{ status: '4xx' }, ['2']],
    [{ status: '503' }, ['3']],
    [{ direction: 'out' }, ['4']],
    [{ only: 'failed' }, ['4', '3', '2']],
    [{ only: 'refused' }, ['2']],
    [{ only: 'fault' }, ['3']],
    [{ text: 'hook' }, ['4']],
    [{ text: 'post' }, ['3']],
    [{ text: 'videos.LIST', status: '2xx' }, ['1']],
  ] as const)('%j finds %j', (filter, ids) => {
    expect(listLines(journal, filter).lines.map(({ id }) => id)).toEqual(ids)
  })
})

describe('activity', () => {
  test('is counted in bars without gaps, in real time', () => {
    const journal = new Journal('main')
    const start = Date.parse('2026-05-01T10:00:00Z')
    for (const [seconds, status] of [
      [0, 200],
      [0, 500],
      [3, 200],
    ] as const)
      journal.record(request({ status, receivedAt: start + seconds * 1000 }))
    expect(activityOf(journal, {})).toEqual({
      from: '2026-05-01T10:00:00.000Z',
      stepMs: 1000,
      bars: [
        { requests: 2, failed: 1, faults: 0 },
        { requests: 0, failed: 0, faults: 0 },
        { requests: 0, failed: 0, faults: 0 },
        { requests: 1, failed: 0, faults: 0 },
      ],
    })
  })

  test.each([1, 60, 3600, 86_400, 30 * 86_400, 400 * 86_400])('of %d seconds fits into sixty bars', (seconds) => {
    const journal = new Journal('main')
    const start = Date.parse('2026-05-01T10:00:00.5Z')
    for (let n = 0; n <= 20; n += 1) journal.record(request({ receivedAt: start + (n / 20) * seconds * 1000 }))
    const { bars } = activityOf(journal, {})
    expect(bars.length).toBeLessThanOrEqual(61)
    expect(bars.reduce((sum, bar) => sum + bar.requests, 0)).toBe(21)
  })

  test('of an empty journal has no bars', () => {
    expect(activityOf(new Journal('main'), {}).bars).toEqual([])
  })
})
