// Go for the suites in it: what it downloads and builds is kept in the repository's ignored .cache/.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { ReportedTest } from './describe-reported.ts'
import type { Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const cache = fileURLToPath(new URL('../../.cache/clients/go/', import.meta.url))

/** A folder of this directory that holds a `go.mod`, whose packages are tests. */
export type GoSuite = 'go-s3' | 'go-stream'

/**
 * Downloads what the suite needs, and compiles it.
 *
 * @throws what Go said, when something cannot be had or does not compile
 */
export async function prepareGo(suite: GoSuite, toolchain: Toolchain): Promise<void> {
  await go(suite, toolchain, ['vet', './...'])
  await go(suite, toolchain, ['test', '-count=1', '-run=^$', './...'])
}

const event = z.object({ Action: z.string(), Test: z.string().optional(), Output: z.string().optional() })

/**
 * Runs all tests of the suite.
 *
 * @param env by which the tests find what they run against
 * @throws what Go said, when no tests could be run; those that fail are told in the answer
 */
export async function runGo(
  suite: GoSuite,
  toolchain: Toolchain,
  env: Record<string, string>,
): Promise<ReportedTest[]> {
  const printed = await go(suite, toolchain, ['test', '-json', '-count=1', './...'], env).catch(
    // It fails when a test does.
    (error: Error & { stdout?: string }) => error.stdout ?? '',
  )
  const events = printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => event.parse(JSON.parse(line)))
  const ended = events.filter(({ Action, Test }) => Test !== undefined && /^(?:pass|fail|skip)$/.test(Action))
  if (ended.length === 0) throw new Error(`No Go test was run:\n${printed}`)
  return ended.map(({ Action, Test: name = '' }) => ({
    name,
    failure:
      Action === 'pass'
        ? undefined
        : events.flatMap(({ Test, Output = '' }) => (Test === name ? [Output] : [])).join('') || Action,
  }))
}

async function go(
  suite: GoSuite,
  toolchain: Toolchain,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { stdout } = await exec(toolchain.command, args, {
    cwd: fileURLToPath(new URL(`${suite}/`, import.meta.url)),
    timeout: 590_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      GOMODCACHE: join(cache, 'modules'),
      GOCACHE: join(cache, 'builds'),
      // What is kept can be removed like any other directory.
      GOFLAGS: '-modcacherw -buildvcs=false',
      ...env,
    },
  })
  return stdout
}
