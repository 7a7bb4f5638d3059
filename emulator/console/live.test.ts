import { expect, test, vi } from 'vitest'
import { Journal, type Recorded } from '../journal.ts'
import { liveLines } from './live.ts'

function request(url: string, status = 200): Recorded {
  return {
    at: 0,
    service: 'telestream',
    direction: 'in',
    method: 'GET',
    url,
    status,
    requestHeaders: [],
    responseHeaders: [],
    durationMs: 1,
  }
}

/** Reads events one after the other, without the comments between them. */
function eventsOf(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async next(): Promise<{ name: string; id: string | undefined; data: Record<string, unknown> } | undefined> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end === -1) {
          const { done, value } = await reader.read()
          if (done) return undefined
          text += decoder.decode(value)
          continue
        }
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
        const name = field('event')
        if (name !== undefined) return { name, id: field('id'), data: JSON.parse(field('data') ?? '{}') }
      }
    },
    cancel: () => reader.cancel(),
  }
}

test('a line comes when its request is answered', async () => {
  const journal = new Journal('main')
  journal.record(request('/before'))
  const events = eventsOf(liveLines(journal, {}))
  const next = events.next()
  journal.record(request('/one'))
  expect(await next).toMatchObject({ name: 'line', id: '2', data: { id: '2', url: '/one', status: 200 } })
  await events.cancel()
})

test('whoever comes again goes on behind the last line that arrived', async () => {
  const journal = new Journal('main')
  for (let n = 1; n <= 5; n += 1) journal.record(request(`/${n}`))
  const events = eventsOf(liveLines(journal, { from: 3 }))
  expect([(await events.next())?.id, (await events.next())?.id]).toEqual(['4', '5'])
  await events.cancel()
})

test('entries that were dropped meanwhile are counted', async () => {
  const journal = new Journal('main', { entries: 2 })
  for (let n = 1; n <= 5; n += 1) journal.record(request(`/${n}`))
  const events = eventsOf(liveLines(journal, { from: 1 }))
  expect(await events.next()).toMatchObject({ name: 'behind', data: { entries: 2 } })
  expect(await events.next()).toMatchObject({ name: 'line', id: '4' })
  await events.cancel()
})

test('a journal that never had that entry is another one, and is told from its beginning', async () => {
  const journal = new Journal('main')
  journal.record(request('/1'))
  const events = eventsOf(liveLines(journal, { from: 500 }))
  expect([(await events.next())?.name, (await events.next())?.id]).toEqual(['cleared', '1'])
  await events.cancel()
})

test('it tells that the journal was emptied, and goes on', async () => {
  const journal = new Journal('main')
  journal.record(request('/1'))
  const events = eventsOf(liveLines(journal, {}))
  const cleared = events.next()
  journal.clear()
  expect(await cleared).toMatchObject({ name: 'cleared' })
  journal.record(request('/2'))
  expect(await events.next()).toMatchObject({ name: 'line', data: { url: '/2' } })
  await events.cancel()
})

test('only what matches is told', async () => {
  const journal = new Journal('main')
  const events = eventsOf(liveLines(journal, { only: 'failed' }))
  const next = events.next()
  journal.record(request('/fine'))
  journal.record(request('/broken', 503))
  expect(await next).toMatchObject({ data: { url: '/broken' } })
  await events.cancel()
})

test('it ends when the world does', async () => {
  const journal = new Journal('main')
  const events = eventsOf(liveLines(journal, {}))
  const next = events.next()
  journal.end()
  expect(await next).toBeUndefined()
})

test('nobody listens any more when the reader has gone', async () => {
  const journal = new Journal('main')
  const entry = vi.spyOn(journal, 'recorded')
  const events = eventsOf(liveLines(journal, {}))
  const next = events.next()
  await events.cancel()
  expect(await next).toBeUndefined()
  journal.record(request('/1'))
  expect(entry).not.toHaveBeenCalled()
})

test('a silent connection is told that it lives', async () => {
  vi.useFakeTimers()
  try {
    const reader = liveLines(new Journal('main'), { heartbeat: 15_000 }).getReader()
    await reader.read()
    const next = reader.read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(new TextDecoder().decode((await next).value)).toBe(': still here\n\n')
    await reader.cancel()
  } finally {
    vi.useRealTimers()
  }
})
