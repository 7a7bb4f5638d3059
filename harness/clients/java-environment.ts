// Maven for the Java suites: what it downloads and makes is kept in the repository's ignored .cache/, and it finds there what it made before.
import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import type { Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const project = fileURLToPath(new URL('java-duracloud/', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/clients/', import.meta.url))

/** A release of DuraCloud's artifacts: a profile of the project's `pom.xml`. */
export type DuraCloudRelease = '8.1.0' | '6.2.0'

/** How a test in Java ended. */
export interface JavaResult {
  /** `package.Class.method`. */
  name: string
  /** What was thrown and where; undefined for a test that passed. */
  failure: string | undefined
}

/**
 * Downloads the release and compiles the tests, unless both was done before. It goes as far as the plugin that runs tests,
 * so that this is there too, and is asked for one that there is not.
 *
 * @throws what Maven said, when something cannot be had or does not compile
 */
export async function prepareJava(release: DuraCloudRelease, toolchain: Toolchain): Promise<void> {
  await maven(release, toolchain, ['-Dtest=NoSuchTest', '-Dsurefire.failIfNoSpecifiedTests=false'])
}

/**
 * Runs all tests for the release against the double at `url`.
 *
 * @throws what Maven said, when no tests could be run; those that fail are told in the answer
 */
export async function runJava(release: DuraCloudRelease, toolchain: Toolchain, url: string): Promise<JavaResult[]> {
  const reports = join(cache, `java-duracloud-${release}`, 'surefire-reports')
  await rm(reports, { recursive: true, force: true })
  await maven(release, toolchain, ['-Dmaven.test.failure.ignore=true'], { STUNTDOUBLE_URL: url })
  const files = (await readdir(reports)).filter((file) => /^TEST-.*\.xml$/.test(file))
  return (await Promise.all(files.map((file) => readReport(join(reports, file))))).flat()
}

async function maven(
  release: DuraCloudRelease,
  toolchain: Toolchain,
  options: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const local = `-Dmaven.repo.local=${join(cache, 'maven')}`
  const all = ['--quiet', '--batch-mode', local, `-Dduracloud.version=${release}`, ...options, 'test']
  await exec(toolchain.command, all, {
    cwd: project,
    timeout: 590_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  }).catch((error: Error & { stdout?: string }) => {
    // Maven tells its errors on standard output.
    throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error })
  })
}

const details = z.union([z.string(), z.object({ '#text': z.string() }).transform((node) => node['#text'])])
const report = z.object({
  testsuite: z.object({
    testcase: z
      .array(
        z.object({
          '@name': z.string(),
          '@classname': z.string(),
          failure: details.optional(),
          error: details.optional(),
        }),
      )
      .default([]),
  }),
})

async function readReport(file: string): Promise<JavaResult[]> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    // Traces of the clients hold pages of answers.
    processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
    isArray: (name) => name === 'testcase',
  })
  const { testsuite } = report.parse(parser.parse(await readFile(file, 'utf8')))
  return testsuite.testcase.map((test) => ({
    name: `${test['@classname']}.${test['@name']}`,
    failure: test.failure ?? test.error,
  }))
}
