// The suite of Stream's SDK in Python, for one of its releases.
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { driving } from '../ledger/driving.ts'
import { describeReported, type Report, type TestClass } from './describe-reported.ts'
import { preparePython } from './python-environment.ts'
import { startDoublesForStream } from './stream-doubles.ts'
import { findToolchain, type Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const shared = fileURLToPath(new URL('python-getstream/', import.meta.url))

export type GetstreamSuite = 'python-getstream-7.0' | 'python-getstream-2.7'

/** Declares what both releases do, and what this one does otherwise. */
export async function describeOnGetstream(release: string, suite: GetstreamSuite): Promise<void> {
  const toolchain = await findToolchain('python3.10')
  const folders = [shared, fileURLToPath(new URL(`${suite}/`, import.meta.url))]
  const classes = (await Promise.all(folders.map(findClasses))).flat()
  describeReported(
    { title: 'Stream’s Python SDK', release },
    classes,
    toolchain && (() => run(suite, toolchain, folders)),
  )
}

async function run(suite: GetstreamSuite, toolchain: Toolchain, folders: readonly string[]): Promise<Report> {
  const python = await preparePython(suite, toolchain)
  using _declared = driving(suite)
  await using doubles = await startDoublesForStream()
  const { stdout } = await exec(python, [join(shared, 'run_tests.py'), ...folders], {
    timeout: 590_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...doubles.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
  const ended = z.record(z.string(), z.string().nullable()).parse(JSON.parse(stdout))
  const tests = Object.entries(ended).map(([name, failure]) => ({ name, failure: failure ?? undefined }))
  return { tests, problems: doubles.problems }
}

async function findClasses(folder: string): Promise<TestClass[]> {
  const files = (await readdir(folder)).filter((file) => /^test_.*\.py$/.test(file)).sort()
  const found = files.map(async (file) => {
    const source = await readFile(join(folder, file), 'utf8')
    const [, ...bodies] = source.split(/^class /m)
    return bodies.map((body) => {
      const name = /^\w+/.exec(body)?.[0] ?? ''
      const tests = [...body.matchAll(/^ {4}def (test_(\w+))\(/gm)].map(([, method = '', title = '']) => ({
        name: `${file.slice(0, -'.py'.length)}.${name}.${method}`,
        title: title.replaceAll('_', ' '),
      }))
      return { name, tests }
    })
  })
  return (await Promise.all(found)).flat().filter(({ tests }) => tests.length > 0)
}
