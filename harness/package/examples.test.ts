// Example projects, as somebody runs them who has installed the package: what the README shows of them works.
import { execFile } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packAndInstall, type Packed, root } from './packed.ts'

const exec = promisify(execFile)

let packed: Packed

beforeAll(async () => {
  packed = await packAndInstall()
  // Its peers, as this repository has them.
  for (const name of ['msw', 'vitest', 'typescript', '@types/node']) await link(name)
}, 180_000)
afterAll(() => packed?.[Symbol.asyncDispose]())

async function link(name: string): Promise<void> {
  const place = join(packed.project, 'node_modules', name)
  await mkdir(join(place, '..'), { recursive: true })
  await symlink(join(root, 'node_modules', name), place)
}

it('tests an uploader against the double behind msw', async () => {
  await cp(join(root, 'harness/examples/vitest-msw'), packed.project, { recursive: true })
  const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
  const run = await exec(process.execPath, [vitest, 'run', '--root', packed.project, '--no-color'], {
    cwd: packed.project,
    env: { ...process.env, VITEST: '' },
  }).catch((error: { stdout: string; stderr: string }) => error)
  expect(run.stderr).toBe('')
  expect(run.stdout).toMatch(/Tests +3 passed \(3\)/)
})

it('is typed all the way', async () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom'],
    module: 'nodenext',
    allowImportingTsExtensions: true,
    types: ['node'],
  }
  await writeFile(join(packed.project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src', 'test'] }))
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  const { stdout } = await exec(process.execPath, [tsc, '--project', packed.project]).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout).toBe('')
})
