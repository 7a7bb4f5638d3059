// pytest for the suites that run on it, with its report.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { preparePython, type PythonSuite } from './python-environment.ts'
import type { Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const shared = fileURLToPath(new URL('python-pytest/', import.meta.url))

const line = z.object({ name: z.string(), outcome: z.enum(['passed', 'failed', 'skipped']), told: z.string() })

/** How a test ended; `name` as pytest has it, without the directories: `test_objects.py::test_objects_have_tags`. */
export type PytestResult = z.infer<typeof line>

export interface PytestOptions {
  /** More arguments. */
  args?: readonly string[]
  /** By which the tests find what they run against. */
  env: Record<string, string>
}

/**
 * Runs tests in the suite's folder; a test has one result, the first thing that was wrong with it when something was.
 *
 * @throws what pytest said, when no tests could be run; those that fail are told in the answer
 */
export async function runPytest(
  suite: PythonSuite,
  toolchain: Toolchain,
  { args = [], env }: PytestOptions,
): Promise<PytestResult[]> {
  const python = await preparePython(suite, toolchain)
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-pytest-'))
  const report = join(directory, 'report')
  try {
    const all = [
      '-m',
      'pytest',
      '--quiet',
      '-p',
      'no:cacheprovider',
      '-p',
      'report',
      '--basetemp',
      join(directory, 'files'),
    ]
    const printed = await exec(python, [...all, ...args], {
      cwd: fileURLToPath(new URL(`${suite}/`, import.meta.url)),
      timeout: 590_000,
      killSignal: 'SIGKILL',
      maxBuffer: 256 * 1024 * 1024,
      env: {
        ...process.env,
        ...env,
        STUNTDOUBLE_REPORT: report,
        PYTHONPATH: [shared, fileURLToPath(new URL(`${suite}/`, import.meta.url))].join(delimiter),
        PYTHONDONTWRITEBYTECODE: '1',
      },
    }).catch((error: Error & { stdout?: string; code?: unknown }) => {
      // It ends with 1 when a test failed, and with more when there was nothing to be run.
      if (error.code === 1) return error
      throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error })
    })
    const lines = (await readFile(report, 'utf8').catch(() => '')).split('\n').filter((text) => text !== '')
    if (lines.length === 0) throw new Error(`pytest ran no test:\n${printed.stdout ?? ''}`)
    const results = new Map<string, PytestResult>()
    for (const result of lines.map((text) => line.parse(JSON.parse(text))))
      if (results.get(result.name)?.outcome !== 'failed') results.set(result.name, result)
    return [...results.values()]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
