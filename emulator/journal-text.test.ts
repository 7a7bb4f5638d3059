import { expect, test } from 'vitest'
import { firstDifference } from './diagnosis/index.ts'
import type { JournalEntry } from './journal.ts'
import { describeEntry } from './journal-text.ts'

const entry: JournalEntry = {
  id: '1',
  at: '2026-01-01T00:00:00.000Z',
  world: 'main',
  service: 'telestream',
  operation: 'videos.list',
  direction: 'in',
  request: { method: 'GET', url: 'http://127.0.0.1:4600/v2/videos.json?access_key=k&signature=s', headers: {} },
  response: { status: 401, headers: {} },
  durationMs: 1,
}

test('a refusal is told with all its mistakes, both strings to sign, and a mark where they part', () => {
  const expected = 'GET\nhost\n/videos.json\na=1'
  const received = 'GET\nhost:80\n/v2/videos.json\na=1'
  const difference = firstDifference(expected, received)
  if (difference === undefined) throw new Error('They differ.')
  const mistakes = [
    { code: 'port-in-host', message: 'The port was signed', hint: 'Do not' },
    { code: 'version-in-path', message: 'The version was signed.', hint: '' },
  ]
  const diagnosis = {
    mistakes,
    expected: { stringToSign: expected },
    received: { stringToSign: received },
    difference,
  }
  expect(describeEntry({ ...entry, diagnosis })).toBe(
    [
      'telestream GET /v2/videos.json 401 videos.list The port was signed. Do not. The version was signed.',
      '    it expects to be signed: "GET\\nhost\\n/videos.json\\na=1"',
      '    was signed, it seems: "GET\\nhost:80\\n/v2/videos.json\\na=1"',
      '    they part at character 8: "GET\\nhost\\n/videos.json\\na=1" expected',
      '                              "GET\\nhost:80\\n/v2/videos.json\\na=1" signed',
      '                                        ^',
    ].join('\n'),
  )
})

test('what went well is one line', () => {
  expect(describeEntry({ ...entry, response: { status: 200, headers: {} } })).toBe(
    'telestream GET /v2/videos.json 200 videos.list',
  )
})

test('strings to sign that are alike are not what is wrong', () => {
  const signed = { stringToSign: 'GET\nhost' }
  const mistakes = [{ code: 'expired', message: 'It expired 2 s ago', hint: '' }]
  expect(describeEntry({ ...entry, diagnosis: { mistakes, expected: signed, received: signed } })).toBe(
    'telestream GET /v2/videos.json 401 videos.list It expired 2 s ago.',
  )
})
