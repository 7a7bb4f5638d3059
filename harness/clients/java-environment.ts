// Maven for the Java suites: what it downloads and makes is kept in the repository's ignored .cache/, and it finds there what it made before.
import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import type { ReportedTest } from './describe-reported.ts'
import type { Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const cache = fileURLToPath(new URL('../../.cache/clients/', import.meta.url))

/** One release of a vendor's artifacts. */
export interface JavaSuite {
  /** A folder of this directory that holds a `pom.xml`. */
  project: 'java-duracloud' | 'java-stream' | 'java-s3'
  /** The property by which the `pom.xml` is told the release. */
  property: string
  release: string
}

/**
 * Downloads the release and compiles the tests, unless both was done before. It goes as far as the plugin that runs tests,
 * so that this is there too, and is asked for one that there is not.
 *
 * @throws what Maven said, when something cannot be had or does not compile
 */
export async function prepareJava(suite: JavaSuite, toolchain: Toolchain): Promise<void> {
  await maven(suite, toolchain, ['-Dtest=NoSuchTest', '-Dsurefire.failIfNoSpecifiedTests=false'])
}

/**
 * Runs all tests for the release.
 *
 * @param env by which the tests find what they run against
 * @throws what Maven said, when no tests could be run; those that fail are told in the answer
 */
export async function runJava(
  suite: JavaSuite,
  toolchain: Toolchain,
  env: Record<string, string>,
): Promise<ReportedTest[]> {
  const reports = join(cache, `${suite.project}-${suite.release}`, 'surefire-reports')
  await rm(reports, { recursive: true, force: true })
  await maven(suite, toolchain, ['-Dmaven.test.failure.ignore=true'], env)
  const files = (await readdir(reports)).filter((file) => /^TEST-.*\.xml$/.test(file))
  return (await Promise.all(files.map((file) => readReport(join(reports, file))))).flat()
}

async function maven(
  { project, property, release }: JavaSuite,
  toolchain: Toolchain,
  options: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const local = `-Dmaven.repo.local=${join(cache, 'maven')}`
  const all = ['--quiet', '--batch-mode', local, `-D${property}=${release}`, ...options, 'test']
  await exec(toolchain.command, all, {
    cwd: fileURLToPath(new URL(`${project}/`, import.meta.url)),
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

async function readReport(file: string): Promise<ReportedTest[]> {
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
