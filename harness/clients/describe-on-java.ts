// A suite in Java, for one release of a vendor's artifacts: every Java test is one here, by its name.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { driving } from '../ledger/driving.ts'
import { describeReported, type Report, type TestClass } from './describe-reported.ts'
import { type JavaSuite, runJava } from './java-environment.ts'
import { findToolchain } from './toolchains.ts'

/** What the tests run against, and where they find it. */
export interface JavaDoubles extends AsyncDisposable {
  env: Record<string, string>
  problems: readonly string[]
}

/**
 * Declares the tests of a release. All run in one process, each in a world of its own.
 *
 * @param packages of the tests that are for this release
 */
export async function describeOnJava(
  title: string,
  suite: JavaSuite,
  packages: readonly string[],
  start: () => Promise<JavaDoubles>,
): Promise<void> {
  const toolchain = await findToolchain('maven')
  const sources = fileURLToPath(new URL(`${suite.project}/src/`, import.meta.url))
  const classes = (await Promise.all(packages.map((name) => findClasses(sources, name)))).flat()
  const run = async (): Promise<Report> => {
    if (!toolchain) return { tests: [], problems: [] }
    using _declared = driving(`${suite.project} ${suite.release}`)
    await using doubles = await start()
    return { tests: await runJava(suite, toolchain, doubles.env), problems: doubles.problems }
  }
  describeReported({ title: `${title},`, release: suite.release }, classes, toolchain && run)
}

async function findClasses(sources: string, directory: string): Promise<TestClass[]> {
  const files = (await readdir(join(sources, directory))).filter((file) => file.endsWith('Test.java')).sort()
  const found = files.map(async (file) => {
    const type = file.slice(0, -'.java'.length)
    const source = await readFile(join(sources, directory, file), 'utf8')
    const tests = [...source.matchAll(/@Test\s+void (\w+)\(/g)].map(([, method = '']) => ({
      name: `${directory.replaceAll('/', '.')}.${type}.${method}`,
      title: method.replaceAll('_', ' '),
    }))
    return { name: type.slice(0, -'Test'.length), tests }
  })
  return Promise.all(found)
}
