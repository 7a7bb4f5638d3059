import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCli } from '../../harness/cli-process.ts'
import { aList, olderPact, pactOf, signedQuery } from './sample-pacts.ts'

// Each runs the command, as a process.
vi.setConfig({ testTimeout: 60_000 })

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-verify-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

let files = 0
async function fileOf(text: string): Promise<string> {
  files += 1
  const file = join(directory, `${files}.json`)
  await writeFile(file, text)
  return file
}

const verify = (...args: string[]) => runCli(['verify', ...args])
const wrongType = {
  ...aList,
  description: 'a wish',
  body: [{ width: 'wide' }],
  rules: { '$[0].width': { match: 'type' } },
}

test('a contract that is kept: a line, and status 0', async () => {
  const { status, stdout, stderr } = await verify(await fileOf(pactOf([aList])))
  expect(stdout).toMatch(
    /An uploader relies on telestream-cloud \(.*\.json\)\n {2}✓ a list of videos, given a video exists\n\n1 kept \(\d+\.\d s\)\n$/,
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('a contract that is broken: what is different, and status 1', async () => {
  const { status, stdout, stderr } = await verify(await fileOf(pactOf([aList, wrongType])))
  expect(stdout).toContain(
    '  ✓ a list of videos, given a video exists\n  ✗ a wish, given a video exists  GET /v3.0/videos.json\n',
  )
  expect(stdout).toContain('body $[0].width: expected a text such as "wide", got 320\n')
  expect(stdout).toContain('\n1 broken, 1 kept (')
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
})

test('a refusal comes with the diagnosis of the journal', async () => {
  const late = { ...aList, states: [{ name: 'the clock of the client is wrong', params: { minutes: 75 } }] }
  const { status, stdout } = await verify(await fileOf(pactOf([late])))
  expect(stdout).toMatch(/status: expected 200, got 401\n {6}refused: The timestamp is 1 hour 15 minutes ahead/)
  expect(status).toBe(1)
})

test('a directory is all of its files', async () => {
  const folder = join(directory, 'folder')
  await mkdir(folder)
  await writeFile(join(folder, 'b.json'), olderPact(3))
  await writeFile(join(folder, 'a.json'), pactOf([aList]))
  await writeFile(join(folder, 'read-me.txt'), 'nothing')
  const { status, stdout } = await verify(folder)
  expect(stdout.match(/relies on .*\((.*)\)/g)).toEqual([
    `relies on telestream-cloud (${join(folder, 'a.json')})`,
    `relies on Telestream Cloud (${join(folder, 'b.json')})`,
  ])
  expect(status).toBe(0)
})

test.each([2, 3] as const)('files of version %i are verified too', async (version) => {
  const { status, stdout } = await verify(await fileOf(olderPact(version)))
  expect(stdout).toContain('  ✓ a list, given a video exists\n')
  expect(status).toBe(0)
})

test('--reporter json: one document, and nothing else on stdout', async () => {
  const { status, stdout } = await verify(await fileOf(pactOf([aList, wrongType])), '--reporter', 'json')
  expect(JSON.parse(stdout)).toMatchObject({
    summary: { kept: 1, broken: 1, pending: 0, skipped: 0 },
    pacts: [
      {
        consumer: 'An uploader',
        provider: 'telestream-cloud',
        interactions: [
          { description: 'a list of videos', status: 'kept', request: 'GET /v3.0/videos.json', differences: [] },
          { description: 'a wish', status: 'broken', differences: [expect.stringContaining('$[0].width')] },
        ],
      },
    ],
  })
  expect(status).toBe(1)
})

test('--reporter github: an annotation at the place in the file', async () => {
  const text = pactOf([aList, wrongType])
  const file = await fileOf(text)
  const line = text.split('\n').findIndex((line) => line.includes('"a wish"')) + 1
  const { status, stdout } = await verify(file, '--reporter', 'github')
  expect(stdout.split('\n')[0]).toBe(
    `::error file=${file},line=${line},title=An uploader relies on telestream-cloud::a wish, given a video exists%0Abody $[0].width: expected a text such as "wide", got 320`,
  )
  expect(status).toBe(1)
})

test('--junit: a case for each interaction', async () => {
  const file = join(directory, 'reports', 'contracts.xml')
  const { status } = await verify(await fileOf(pactOf([aList, wrongType])), '--junit', file)
  const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(
    await readFile(file, 'utf8'),
  ) as {
    testsuites: unknown
  }
  expect(testsuites).toMatchObject({
    tests: '2',
    failures: '1',
    testsuite: {
      name: 'An uploader relies on telestream-cloud',
      testcase: [
        { name: 'a list of videos, given a video exists' },
        { name: 'a wish, given a video exists', failure: { message: expect.stringContaining('$[0].width') } },
      ],
    },
  })
  expect(status).toBe(1)
})

test('--provider: only the pacts of one', async () => {
  const files = [await fileOf(pactOf([aList])), await fileOf(pactOf([aList], 'panda'))]
  const { stdout } = await verify(...files, '--provider', 'panda')
  expect(stdout.match(/relies on \S+/g)).toEqual(['relies on panda'])
})

test('--scenario: what every interaction’s world begins with', async () => {
  const many = {
    ...aList,
    states: [],
    body: [{ id: 'x' }],
    rules: { $: { match: 'type', min: 5 }, '$[*].id': { match: 'type' } },
  }
  const file = await fileOf(pactOf([many]))
  expect((await verify(file)).status).toBe(1)
  expect((await verify(file, '--scenario', 'video-library')).status).toBe(0)
})

const oneLine = /^stuntdouble: [^\n]+\n$/

/** What is said of each file, in their order. */
async function refused(texts: readonly string[]): Promise<{ status: number | null; said: (string | undefined)[] }> {
  const files = await Promise.all(texts.map(fileOf))
  const { status, stderr } = await verify(...files)
  const lines = stderr.trimEnd().split('\n')
  return {
    status,
    said: lines.map((line, at) => (line.startsWith(`stuntdouble: ${files[at]}`) ? line : undefined)),
  }
}

test('files that are no pact files, or of a kind that cannot be verified: a line each, and status 2', async () => {
  const wrong: [text: string, message: string][] = [
    [pactOf([aList]).slice(0, 300), 'cannot be read: it ends in the middle'],
    ['', 'cannot be read: it ends in the middle'],
    ['<pact/>', 'cannot be read: it is no JSON'],
    ['[]', 'is no pact file: it is no JSON object'],
    ['{"name":"stuntdouble","version":"1"}', 'is no pact file: it names no consumer'],
    ['{"consumer":{"name":"a"}}', 'is no pact file: it names no provider'],
    ['{"consumer":{"name":"a"},"provider":{"name":"s3"}}', 'it has neither interactions nor messages'],
    ['{"consumer":{"name":"a"},"provider":{"name":"s3"},"interactions":7}', 'its interactions are no list'],
    ['{"consumer":{"name":"a"},"provider":{"name":"s3"},"interactions":[{}]}', 'interaction 1 has no description'],
    [pactOf([aList]).replace('"4.0"', '"5.0"'), 'is of version 5 of Pact'],
    [
      pactOf([aList]).replace('Synchronous/HTTP', 'Synchronous/Messages'),
      'interaction 1 is of the type Synchronous/Messages',
    ],
  ]
  const { status, said } = await refused(wrong.map(([text]) => text))
  expect(said).toEqual(wrong.map(([, message]) => expect.stringContaining(message)))
  expect(status).toBe(2)
})

test('files that nobody can verify: a line each, and status 2', async () => {
  const wrong: [text: string, message: string][] = [
    [
      pactOf([aList], 'telestrem-cloud'),
      'called "telestrem-cloud"; did you mean "telestream-cloud"? It knows telestream-cloud, duracloud, stream-video, stuntdouble-s3',
    ],
    [pactOf([aList], 'acme'), 'called "acme"; it knows telestream-cloud,'],
    [
      pactOf([{ ...aList, states: ['a vidoe exists'] }]),
      '"a list of videos": the state "a vidoe exists": there is none of that name; did you mean "a video exists"',
    ],
    [
      pactOf([{ ...aList, states: [{ name: 'a video exists', params: { filename: 'x' } }] }]),
      'the state "a video exists": "filename" is not known here; did you mean "fileName"?',
    ],
    [
      pactOf([{ ...aList, states: [{ name: 'several videos exist', params: { count: 'many' } }] }]),
      'count: Expected a whole number from 1 to 100',
    ],
  ]
  const { status, said } = await refused(wrong.map(([text]) => text))
  expect(said).toEqual(wrong.map(([, message]) => expect.stringContaining(message)))
  expect(status).toBe(2)
})

test('several mistakes are a line each', async () => {
  const file = await fileOf(
    pactOf([
      { ...aList, states: ['a'] },
      { ...aList, description: 'b', states: ['c', 'd'] },
    ]),
  )
  const { status, stderr } = await verify(file)
  expect(stderr.trimEnd().split('\n')).toHaveLength(3)
  expect(stderr).toMatch(/^(stuntdouble: .*there is none of that name.*\n){3}$/)
  expect(status).toBe(2)
})

test('a state that the world cannot be brought into: one line, and status 2', async () => {
  const fault = { name: 'something goes wrong', params: { service: 'telestream', error: 'unavailible' } }
  const { status, stderr } = await verify(await fileOf(pactOf([{ ...aList, states: [fault] }])))
  expect(stderr).toMatch(
    /^stuntdouble: .*"a list of videos": the state "something goes wrong": error: .* did you mean "unavailable"\?[^\n]*\n$/,
  )
  expect(status).toBe(2)
})

test.each([
  [[], "missing required argument 'pact'"],
  [['nowhere.json'], 'nowhere.json is neither a file nor a directory'],
  [['scripts'], 'there are no pact files in scripts'],
  [['x.json', '--reporter', 'loud'], 'Allowed choices are pretty, github, json.'],
  [['x.json', '--provider-url', 'nowhere'], 'It takes an address such as'],
  [['contracts/pacts', '--world', 'main'], '--world is about the provider at --provider-url'],
  [['contracts/pacts', '--assume-states'], '--assume-states is about the provider at --provider-url'],
  [['contracts/pacts', '--provider', 'nobody'], 'no pact is for the provider "nobody"; there are '],
  [['contracts/pacts', '--scenario', 'defalt'], 'did you mean'],
])('verify %j: one line, and status 2', async (args, message) => {
  const { status, stderr } = await verify(...args)
  expect(stderr).toMatch(oneLine)
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})

test('a report that cannot be written: one line, and status 2', async () => {
  const file = await fileOf(pactOf([aList]))
  const { status, stderr } = await verify(file, '--junit', join(file, 'report.xml'))
  expect(stderr).toMatch(oneLine)
  expect(stderr).toContain('cannot be written')
  expect(status).toBe(2)
})

test('without Pact’s packages: the command that installs them, and status 2', async () => {
  // By the name that every Node resolves a `require` by: hooks of modules are not asked about those by Node 22.
  const hide = `const Module = require('node:module')
const resolve = Module._resolveFilename
Module._resolveFilename = (request, ...rest) => {
  if (request.startsWith('@pact-foundation/')) throw Object.assign(new Error('none'), { code: 'MODULE_NOT_FOUND' })
  return resolve(request, ...rest)
}`
  const hiding = join(directory, 'hide.cjs')
  await writeFile(hiding, hide)
  const options = `--require ${hiding}`
  const { status, stderr } = await runCli(['verify', await fileOf(pactOf([aList]))], { NODE_OPTIONS: options })
  expect(stderr).toBe(
    'stuntdouble: contracts are verified by @pact-foundation/pact; install it with: npm install --save-dev @pact-foundation/pact\n',
  )
  expect(status).toBe(2)
})

test('a pending interaction that is broken does not break the build', async () => {
  const text = pactOf([aList, wrongType]).replace(
    '"description": "a wish",',
    '"description": "a wish", "pending": true,',
  )
  const { status, stdout } = await verify(await fileOf(text))
  expect(stdout).toContain('  ! a wish, given a video exists')
  expect(stdout).toContain('1 kept, 1 pending and broken (')
  expect(status).toBe(0)
})

test('what carries no signature is sent without', async () => {
  const { signature: _, ...unsigned } = signedQuery
  const text = pactOf([{ ...aList, query: unsigned, status: 400, body: { error: 'BadRequest' } }])
  expect((await verify(await fileOf(text))).status).toBe(0)
})

test('messages of version 3: the webhook is sent, and compared', async () => {
  const message = (event: string, sent: string) => ({
    description: `the webhook ${event}`,
    providerStates: [{ name: 'a webhook will be sent', params: { event: sent } }],
    contents: { event },
    metaData: { contentType: 'application/json' },
  })
  const text = JSON.stringify({
    consumer: { name: 'A receiver' },
    provider: { name: 'telestream-cloud' },
    messages: [message('video-encoded', 'video-encoded'), message('video-encoded', 'video-created')],
    metadata: { pactSpecification: { version: '3.0.0' } },
  })
  const { status, stdout } = await verify(await fileOf(text))
  expect(stdout).toContain('  ✓ the webhook video-encoded, given a webhook will be sent\n  ✗ the webhook video-encoded')
  expect(stdout).toContain('body $.event: expected "video-encoded", got "video-created"')
  expect(status).toBe(1)
})
