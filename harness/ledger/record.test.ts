import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import type { Recorded } from '../../emulator/journal.ts'
import { startCli } from '../cli-process.ts'
import { duraCloudClient } from '../duracloud-client.ts'
import { driving } from './driving.ts'
import { record, sightingOf, variable } from './record.ts'
import { directoryOf, readRecords, seal } from './records.ts'

const recorded: Recorded = {
  at: 0,
  service: 'telestream',
  operation: 'videos.list',
  direction: 'in',
  method: 'GET',
  url: 'http://127.0.0.1:4600/v2/videos.json?access_key=key',
  status: 200,
  requestHeaders: new Headers({ 'User-Agent': 'python-requests/2.32.5' }),
  responseHeaders: {},
  durationMs: 1,
}

describe('what is noted of a request', () => {
  it('is its operation, the API, how it ended, and what the client says of itself', () => {
    expect(sightingOf(recorded)).toEqual({
      service: 'telestream',
      operation: 'videos.list',
      mount: '/v2',
      ok: true,
      agent: 'python-requests/2.32.5',
      driving: '',
    })
  })

  it.each([
    ['behind the prefix of a world', 'telestream', 'http://double/w/ci/flip/3.1/videos.json', '/flip/3.1'],
    ['of which another begins alike', 'telestream', 'http://double/v2x/videos.json', ''],
    ['on a host that a world issued', 'duracloud', 'https://d1.cloudfront.net/v2/film.mp4', ''],
    ['of the buckets', 's3', 'http://double/v2/film.mp4', ''],
  ])('has the API by its path: %s', (_where, service, url, mount) => {
    expect(sightingOf({ ...recorded, service, url })).toMatchObject({ mount })
  })

  it('has the name of the SDK rather than that of its HTTP library', () => {
    const requestHeaders = new Headers({ 'user-agent': 'axios/1', 'x-stream-client': 'stream-node-0.7.64' })
    expect(sightingOf({ ...recorded, requestHeaders })).toMatchObject({ agent: 'stream-node-0.7.64' })
  })

  it('has what the suite says that it drives with', () => {
    {
      using _declared = driving('python-boto3')
      expect(sightingOf(recorded)).toMatchObject({ driving: 'python-boto3' })
    }
    expect(sightingOf(recorded)).toMatchObject({ driving: '' })
  })

  it.each([
    ['of no operation', { operation: undefined }],
    ['that was made to go wrong', { fault: { id: '1', kind: 'request' } as never }],
    ['that was cut off', { status: 0 }],
  ])('is nothing for a request %s', (_what, change) => {
    expect(sightingOf({ ...recorded, ...change })).toBeUndefined()
  })
})

describe('a record', () => {
  let records: string
  beforeEach(async () => {
    records = await mkdtemp(join(tmpdir(), 'stuntdouble-ledger-'))
  })
  afterEach(() => rm(records, { recursive: true }))

  const file = 'harness/ledger/record.test.ts'
  const spaces = { service: 'duracloud', operation: 'spaces.list', mount: '/durastore', ok: true }

  it('has each combination once, and is read when it is sealed', async () => {
    const directory = directoryOf(file, records)
    const stop = record(directory)
    await using double = await createEmulator()
    const ask = () => duraCloudClient(double, double.worlds.main, 'root').get('/spaces')
    await ask()
    await ask()
    stop()
    await ask()
    expect(await readRecords(records)).toEqual(new Map())
    await writeFile(join(directory, seal), '')
    expect(await readRecords(records)).toEqual(new Map([[file, [expect.objectContaining(spaces)]]]))
  })

  it('leaves out the half of a line that a killed double has left, and files of tests that are there no more', async () => {
    for (const name of [file, 'harness/ledger/gone.test.ts']) {
      record(directoryOf(name, records))()
      await writeFile(
        join(directoryOf(name, records), '1.jsonl'),
        `${JSON.stringify({ ...spaces, agent: '', driving: '' })}\n{"serv`,
      )
      await writeFile(join(directoryOf(name, records), seal), '')
    }
    expect([...(await readRecords(records))].map(([name, seen]) => [name, seen.length])).toEqual([[file, 1]])
  })

  it('is written by a double in a process of its own too', async () => {
    const before = process.env[variable]
    process.env[variable] = records
    try {
      await using cli = startCli(['start', '--port', '0', '--s3-port', '0', '--log', 'json'])
      const { url } = await cli.event('ready')
      await fetch(`${String(url)}/durastore/spaces`)
      const text = await readFile(join(records, `${String(cli.process.pid)}.jsonl`), 'utf8')
      expect(JSON.parse(text)).toMatchObject({ ...spaces, agent: 'node' })
    } finally {
      if (before === undefined) delete process.env[variable]
      else process.env[variable] = before
    }
  })

  it('there is none before any suite has run', async () => {
    expect(await readRecords(join(records, 'none'))).toEqual(new Map())
  })
})
