// The same seed gives the same people, films, files and calls, row by row, in another process and on the other platform.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'

const program = fileURLToPath(new URL('scenario-dump.ts', import.meta.url))
const scenarios = ['default', 'video-library', 'archive', 'busy-calls', 'large:400']

interface Dumped {
  platform: string
  dumps: Record<string, Record<string, string>>
}

async function run(seed: number, ...conditions: string[]): Promise<Dumped> {
  const flags = ['stuntdouble-source', ...conditions].map((condition) => `--conditions=${condition}`)
  const args = ['--disable-warning=ExperimentalWarning', ...flags, program, String(seed), ...scenarios]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 })
  return JSON.parse(stdout) as Dumped
}

let node: Dumped
beforeAll(async () => {
  node = await run(1)
}, 120_000)

it('comes to the same rows in another process', async () => {
  expect((await run(1)).dumps).toEqual(node.dumps)
  expect(Object.keys(node.dumps['busy-calls'] ?? {})).toEqual(
    expect.arrayContaining(['stream_calls', 'stream_egress_files', 'jobs', 'counts']),
  )
}, 120_000)

it('comes to the same rows in the SQLite of a browser', async () => {
  const browser = await run(1, 'browser')
  expect(node.platform).toMatch(/platform\/node\.ts$/)
  expect(browser.platform).toMatch(/platform\/browser\.ts$/)
  expect(browser.dumps).toEqual(node.dumps)
}, 240_000)

it('comes to others with another seed', async () => {
  const other = await run(2)
  for (const [scenario, table] of [
    ['video-library', 'telestream_videos'],
    ['archive', 'objects'],
    ['busy-calls', 'stream_calls'],
    ['busy-calls', 'stream_users'],
    ['large:400', 'telestream_videos'],
  ] as const)
    expect(other.dumps[scenario]?.[table], scenario).not.toBe(node.dumps[scenario]?.[table])
}, 120_000)
