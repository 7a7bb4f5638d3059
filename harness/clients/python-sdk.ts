// Runs behaviours written in Python, with a vendor's SDK installed from the registry, and hands their answers to a test.
import { execFile } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { z } from 'zod'
import { preparePython, type PythonSuite } from './python-environment.ts'
import type { Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const shared = fileURLToPath(new URL('python-telestream/', import.meta.url))

export interface PythonSdk {
  /**
   * Runs `module.function` of the suite's folder in a process of its own, and answers with what the function returned.
   *
   * @param answer the shape of what the function returns
   * @param args the function's keyword arguments
   * @throws an error with the Python traceback, when the function raises or takes more than 120 s
   */
  run<T>(behaviour: string, answer: z.ZodType<T>, args?: Record<string, unknown>): Promise<T>
}

/** @param env variables that the behaviours read, as the double prints them; asked for anew at each run. */
export async function pythonSdk(
  suite: PythonSuite,
  toolchain: Toolchain,
  env: () => Record<string, string>,
): Promise<PythonSdk> {
  const python = await preparePython(suite, toolchain)
  const folder = fileURLToPath(new URL(`${suite}/`, import.meta.url))
  return {
    async run(behaviour, answer, args = {}) {
      const { stdout } = await exec(python, [`${shared}run.py`, behaviour, JSON.stringify(args)], {
        cwd: folder,
        timeout: 120_000,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...process.env,
          ...env(),
          PYTHONPATH: [shared, folder].join(delimiter),
          PYTHONDONTWRITEBYTECODE: '1',
        },
      })
      return answer.parse(JSON.parse(stdout))
    },
  }
}
