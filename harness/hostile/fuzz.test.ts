// A share of the hostile run that is always the same; `npm run test:hostile` sends a hundred thousand others.
import { expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'
import { asCurl, type HostileRequest } from './hostile-request.ts'

it('what nobody should send is answered in the vendors’ words, and has no effect without a credential', async () => {
  const { findings, sent, answers } = await fuzz({ seed: 20_261_121, requests: 1000 })
  expect(findings.map(({ what, request }) => `${what}\n${asCurl(request)}`)).toEqual([])
  expect(sent).toBeGreaterThan(900)
  // Else nobody would have been let in, and nothing tried.
  for (const dialect of ['telestream', 'telestream-list', 'duracloud', 'stream', 's3'] as const)
    expect(answers.get(dialect)?.get(200), dialect).toBeGreaterThan(0)
  expect([...answers.keys()].sort()).toEqual([
    'bridge',
    'control',
    'duracloud',
    's3',
    'stream',
    'telestream',
    'telestream-list',
    'telestream-upload',
  ])
}, 60_000)

it('the same over sockets, where every fifth request is hardly HTTP', async () => {
  const { findings } = await fuzz({ seed: 20_261_122, requests: 200, face: 'socket' })
  expect(findings.map(({ what, request }) => `${what}\n${asCurl(request)}`)).toEqual([])
}, 60_000)

it('a request is printed so that a shell sends the same', () => {
  const request: HostileRequest = {
    number: 1,
    dialect: 'stream',
    credential: 'none',
    method: 'POST',
    url: "http://127.0.0.1:4600/it's",
    headers: { 'x-empty': '', 'x-a': "b'c" },
    body: 'é%\n',
  }
  expect(asCurl(request)).toBe(
    `printf '\\303\\251\\045\\012' | curl -sS -i --path-as-is -X POST 'http://127.0.0.1:4600/it'\\''s' -H 'x-empty;' -H 'x-a: b'\\''c' --data-binary @-`,
  )
})
