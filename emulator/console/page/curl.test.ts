import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../journal.ts'
import { curlOf, quote } from './curl.ts'

function entry(request: JournalEntry['request'], service = 'telestream'): JournalEntry {
  return {
    id: '1',
    at: '2026-01-01T00:00:00.000Z',
    world: 'main',
    service,
    direction: 'in',
    request,
    response: { status: 200, headers: {} },
    durationMs: 1,
  }
}

/** The words that a shell makes of a command. */
function words(command: string, env: Record<string, string> = {}): string[] {
  const script = `show() { for word; do printf '%s\\0' "$word"; done; }\n${command.replace(/^curl /, 'show ')}`
  return execFileSync('sh', ['-c', script], { env }).toString().split('\0').slice(0, -1)
}

test('a shell reads back what was quoted, whatever it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constantFrom("'", '$(id)', '`id`', '"', '\\', '\n', ''),
      (text, evil) => {
        expect(words(`curl ${quote(text + evil + text)}`)).toEqual([text + evil + text])
      },
    ),
    { numRuns: 30 },
  )
})

test('a request comes back with its method, headers and body', () => {
  const body = `{"name": "it's $HOME"}`
  const { command, notes } = curlOf(
    entry({
      method: 'POST',
      url: 'http://127.0.0.1:4600/v3.0/videos.json?a=1&b=%20',
      headers: {
        host: 'x',
        'content-type': 'application/json',
        'content-length': String(body.length),
        'x-evil': "';id;'",
      },
      body,
    }),
  )
  expect(words(command)).toEqual([
    '-i',
    '-X',
    'POST',
    'http://127.0.0.1:4600/v3.0/videos.json?a=1&b=%20',
    '-H',
    'content-type: application/json',
    '-H',
    "x-evil: ';id;'",
    '--data-binary',
    body,
  ])
  expect(notes).toEqual([])
})

describe('what the journal redacts', () => {
  test.each<[string, string, Record<string, string>, Record<string, string>, string[]]>([
    [
      'telestream',
      'http://h/v2/videos.json?token=clou…&x=1',
      {},
      { TELESTREAM_TOKEN: 't k' },
      ['http://h/v2/videos.json?token=t k&x=1'],
    ],
    [
      'telestream',
      'http://h/',
      { 'x-api-key': 'tcs_…' },
      { TELESTREAM_API_KEY: 'k' },
      ['http://h/', '-H', 'x-api-key: k'],
    ],
    [
      'stream',
      'http://h/?api_key=your…',
      { authorization: 'eyJh…' },
      { STREAM_API_KEY: 'k', STREAM_TOKEN: 'j' },
      ['http://h/?api_key=k', '-H', 'authorization: j'],
    ],
    [
      'duracloud',
      'http://h/',
      { authorization: 'Basi…' },
      { DURACLOUD_USERNAME: 'u', DURACLOUD_PASSWORD: 'p w' },
      ['http://h/', '--user', 'u:p w'],
    ],
    [
      's3',
      'http://h/b/k',
      { authorization: 'AWS4…', 'x-amz-date': 'd', 'x-amz-content-sha256': 's', range: 'bytes=0-1' },
      { AWS_REGION: 'r', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' },
      ['http://h/b/k', '--aws-sigv4', 'aws:amz:r:s3', '--user', 'a:s', '-H', 'range: bytes=0-1'],
    ],
  ])('of %s at %s is a variable', (service, url, headers, env, expected) => {
    expect(words(curlOf(entry({ method: 'GET', url, headers }, service)).command, env)).toEqual(['-i', ...expected])
  })

  test('is said when it stands in the body', () => {
    const { notes } = curlOf(entry({ method: 'POST', url: 'http://h/', headers: {}, body: '{"password":"abcd…"}' }))
    expect(notes.join()).toContain('redacted')
  })
})

test.each([
  [{ 'content-length': '900' }, '[900 bytes of video/mp4]'],
  [{}, `${'x'.repeat(10)}… [70000 characters]`],
  [{ 'content-length': '5' }, undefined],
])('a body that the journal has not as a whole is left to the user: %j %j', (headers, body) => {
  const { command, notes } = curlOf(
    entry({ method: 'PUT', url: 'http://h/', headers, ...(body !== undefined && { body }) }),
  )
  expect(command).not.toContain('--data-binary')
  expect(notes.join()).toContain('not all of its body')
})
