// The example of a service in Python, whose tests run through `stuntdouble exec` out of the packed package.
import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packAndInstall, type Packed, root } from '../package/packed.ts'
import { prepareRequirements } from './python-environment.ts'
import { findToolchain } from './toolchains.ts'

const exec = promisify(execFile)
const toolchain = await findToolchain('python3')

let packed: Packed
let python: string
beforeAll(async () => {
  if (!toolchain) throw new Error('python3 is missing')
  packed = await packAndInstall()
  await cp(join(root, 'harness/examples/pytest-exec'), packed.project, { recursive: true })
  python = await prepareRequirements('pytest-exec', join(packed.project, 'requirements.txt'), toolchain)
})
afterAll(() => packed?.[Symbol.asyncDispose]())

interface Ended {
  code?: number
  stdout: string
  stderr: string
}

function pytest(env: Record<string, string> = {}, ...options: string[]): Promise<Ended> {
  const command = join(packed.project, 'node_modules/.bin/stuntdouble')
  const args = ['exec', '--encoding-time', '1', ...options, '--', python, '-m', 'pytest', '-p', 'no:cacheprovider']
  return exec(command, args, { cwd: packed.project, env: { ...process.env, ...env } }).catch((error: Ended) => error)
}

it('passes, in silence', async () => {
  const { stdout, stderr } = await pytest()
  expect(stdout).toMatch(/1 passed/)
  expect(stderr).toBe('')
})

it('fails as pytest does where the double refuses, and tells why it did', async () => {
  const { code, stderr } = await pytest({}, '--file-size-limit', '1000')
  expect(code).toBe(1)
  expect(stderr).toMatch(/^stuntdouble refused, or failed, 1 request:\n/m)
  expect(stderr).toMatch(/POST +\/v3\.0\/videos\.json 413/)
})
