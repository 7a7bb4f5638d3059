// Virtual environments for the Python suites: made once, kept in the repository's ignored .cache/, made anew when the pins change.
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findToolchain, type Toolchain } from './toolchains.ts'

const exec = promisify(execFile)
const cache = fileURLToPath(new URL('../../.cache/clients/', import.meta.url))
// The last virtualenv that makes environments for Python 2.7 and 3.6; it brings pips that run there.
const virtualenv = 'virtualenv==20.21.1'
const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']

/** The SDK in question: a folder of this directory that holds a `requirements.txt`. */
export type PythonSuite =
  | 'python-telestream-1.1'
  | 'python-telestream-1.0'
  | 'python-telestream-flip-2.1'
  | 'python-telestream-flip-2.0'
  | 'python-telestream-stores-2.0'
  | 'python-getstream-7.0'
  | 'python-getstream-2.7'
  | 'python-gcs'
  | 'python-boto3'
  | 'python-s3tests'
  | 'python-prometheus'

/**
 * Makes an environment with the suite's pinned packages, unless it is there already.
 *
 * @returns the path of the environment's interpreter
 * @throws what pip or venv said, when the packages cannot be installed
 */
export async function preparePython(suite: PythonSuite, toolchain: Toolchain): Promise<string> {
  return prepareRequirements(suite, fileURLToPath(new URL(`${suite}/requirements.txt`, import.meta.url)), toolchain)
}

/**
 * The same for a file of requirements that is elsewhere.
 *
 * @param name of the environment
 */
export async function prepareRequirements(name: string, requirements: string, toolchain: Toolchain): Promise<string> {
  return environment(
    `${name}-${toolchain.name}`,
    toolchain.version,
    await readFile(requirements, 'utf8'),
    async (at) => {
      await makeEnvironment(toolchain, at)
      await exec(interpreter(at), [...pip, '-r', requirements])
    },
  )
}

async function makeEnvironment(toolchain: Toolchain, at: string): Promise<void> {
  if (toolchain.name === 'python3' || toolchain.name === 'python3.10') {
    await exec(toolchain.command, ['-m', 'venv', at])
    return
  }
  const python3 = await findToolchain('python3')
  if (!python3)
    throw new Error(`an environment for ${toolchain.name} is made with the help of Python 3, which is missing`)
  const maker = await environment('virtualenv', python3.version, virtualenv, async (tool) => {
    await exec(python3.command, ['-m', 'venv', tool])
    await exec(interpreter(tool), [...pip, virtualenv])
  })
  await exec(maker, ['-m', 'virtualenv', '--quiet', '--no-periodic-update', '--python', toolchain.command, at])
}

/** A directory that `make` fills; a file written last tells a complete one from a broken one, and for what it was made. */
async function environment(
  name: string,
  version: string,
  packages: string,
  make: (at: string) => Promise<void>,
): Promise<string> {
  const at = join(cache, name)
  const seal = join(at, 'stuntdouble-seal.txt')
  const wanted = `${version}\n${packages}`
  if ((await readFile(seal, 'utf8').catch(() => undefined)) !== wanted) {
    await rm(at, { recursive: true, force: true })
    await mkdir(cache, { recursive: true })
    await make(at)
    await writeFile(seal, wanted)
  }
  return interpreter(at)
}

const interpreter = (environment: string): string => join(environment, 'bin', 'python')
