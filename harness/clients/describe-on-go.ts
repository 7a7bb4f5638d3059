// A suite in Go: every Go test is one here, by its name.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { driving } from '../ledger/driving.ts'
import { describeReported, type Report, type TestClass } from './describe-reported.ts'
import { type GoSuite, runGo } from './go-environment.ts'
import { findToolchain } from './toolchains.ts'

/** What the tests run against, and where they find it. */
export interface GoDoubles extends AsyncDisposable {
  env: Record<string, string>
  problems: readonly string[]
}

/** Declares the tests of a suite; all run in one process. */
export async function describeOnGo(
  { title, release }: { title: string; release: string },
  suite: GoSuite,
  start: () => Promise<GoDoubles>,
): Promise<void> {
  const toolchain = await findToolchain('go')
  const classes = await findClasses(fileURLToPath(new URL(`${suite}/`, import.meta.url)))
  const run = async (): Promise<Report> => {
    if (!toolchain) return { tests: [], problems: [] }
    using _declared = driving(suite)
    await using doubles = await start()
    return { tests: await runGo(suite, toolchain, doubles.env), problems: doubles.problems }
  }
  describeReported({ title, release }, classes, toolchain && run)
}

/** A file is a class of tests. */
async function findClasses(folder: string): Promise<TestClass[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('_test.go')).sort()
  const found = files.map(async (file) => {
    const source = await readFile(join(folder, file), 'utf8')
    const tests = [...source.matchAll(/^func (Test(\w+))\(t \*testing\.T\)/gm)].map(([, name = '', title = '']) => ({
      name,
      title: title.replaceAll('_', ' ').trim(),
    }))
    return { name: file.slice(0, -'_test.go'.length), tests }
  })
  return (await Promise.all(found)).filter(({ tests }) => tests.length > 0)
}
