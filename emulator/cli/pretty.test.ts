import { expect, test } from 'vitest'
import type { JournalEntry } from '../journal.ts'
import { prettyEntry } from './pretty.ts'

const entry: JournalEntry = {
  id: '1',
  at: '2026-01-01T00:00:00.000Z',
  world: 'main',
  service: 'telestream',
  operation: 'videos.list',
  direction: 'in',
  request: { method: 'GET', url: 'http://127.0.0.1:4600/v2/videos.json?access_key=k&signature=s', headers: {} },
  response: { status: 200, headers: {} },
  durationMs: 1.234,
}

function line(changes: Partial<JournalEntry>): string {
  return prettyEntry({ ...entry, ...changes }, new Date(2026, 0, 1, 9, 5, 7, 42), (_, text) => text)
}

test('a request is one line, without its query', () => {
  expect(line({})).toBe('09:05:07.042   telestream videos.list        GET    /v2/videos.json 200 1.2 ms')
})

test('a refusal says why', () => {
  const mistakes = [{ code: 'port', message: 'The port was signed.', hint: 'Sign the host alone.' }]
  expect(line({ response: { status: 401, headers: {} }, diagnosis: { mistakes } })).toMatch(
    /GET {4}\/v2\/videos\.json 401 1\.2 ms The port was signed\. Sign the host alone\.$/,
  )
})

test('a refusal that nothing explains says what was to be signed', () => {
  const diagnosis = { mistakes: [], expected: { stringToSign: 'GET\nhost\n/x\n' } }
  expect(line({ diagnosis })).toMatch(/the string to sign is "GET\\nhost\\n\/x\\n"$/)
})

test('a delivery has an arrow, and the whole address', () => {
  const url = 'http://localhost:3000/hook?secret=1'
  expect(line({ direction: 'out', operation: 'webhook', request: { method: 'POST', url, headers: {} } })).toBe(
    '09:05:07.042 → telestream webhook            POST   http://localhost:3000/hook 200 1.2 ms',
  )
})

test('a delivery that failed says how', () => {
  expect(line({ direction: 'out', response: { status: 0, headers: {} }, error: 'connect: ECONNREFUSED' })).toMatch(
    /failed 1\.2 ms connect: ECONNREFUSED$/,
  )
})

test('another world than main is named', () => {
  expect(line({ world: 'w1' })).toMatch(/ms \[w1\]$/)
})

test('a fault that was asked for is named', () => {
  const fault = { id: 'f1', name: 'telestream is down for ten minutes' }
  expect(line({ response: { status: 503, headers: {} }, fault })).toMatch(/fault: telestream is down for ten minutes$/)
  expect(line({ response: { status: 0, headers: {} }, fault, error: 'the connection was reset' })).toMatch(
    /fault: telestream is down for ten minutes \(the connection was reset\)$/,
  )
})
