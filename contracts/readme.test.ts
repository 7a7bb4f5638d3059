// contracts/README.md, followed line by line in a folder of its own.
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentBlock, root } from '../harness/readme-blocks.ts'

const block = (name: string) => documentBlock('contracts/README.md', name)

let project: string
beforeAll(async () => {
  await mkdir(`${root}.cache`, { recursive: true })
  project = await mkdtemp(`${root}.cache/contracts-`)
  const modules = join(project, 'node_modules')
  await mkdir(join(modules, '@pact-foundation'), { recursive: true })
  await mkdir(join(modules, '.bin'))
  await symlink(root, join(modules, 'stuntdouble'))
  for (const name of ['vitest', '@pact-foundation/pact'])
    await symlink(`${root}node_modules/${name}`, join(modules, name))
  await symlink(`${root}node_modules/.bin/vitest`, join(modules, '.bin/vitest'))
  // The command, from the sources.
  const command = join(modules, '.bin/stuntdouble')
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${root}emulator/cli.ts" "$@"\n`)
  await chmod(command, 0o755)
  await writeFile(join(project, 'package.json'), '{"name":"bucket-finder","private":true,"type":"module"}\n')
  // On a machine under load vitest's own 5 s are too few.
  await writeFile(join(project, 'vitest.config.js'), 'export default { test: { testTimeout: 60_000 } }\n')
  await writeFile(join(project, 'buckets.ts'), await block('client'))
  await writeFile(join(project, 'buckets.test.ts'), await block('consumer'))
})
afterAll(() => rm(project, { recursive: true, force: true }))

interface Run {
  status: number
  stdout: string
  stderr: string
}

/** As a person would, in a shell. */
function run(command: string): Promise<Run> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|npm_|FORCE_COLOR)/.test(name))
  const env = {
    ...Object.fromEntries(inherited),
    NODE_OPTIONS: '--conditions=stuntdouble-source --disable-warning=ExperimentalWarning',
    PATH: `${join(project, 'node_modules/.bin')}:${process.env['PATH']}`,
    NO_COLOR: '1',
  }
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-e', '-c', command], { cwd: project, env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    )
  })
}

test('leads from nothing to red, and then to green', { timeout: 180_000 }, async () => {
  expect(await run(await block('write'))).toMatchObject({ status: 0 })
  const pact = await readFile(join(project, 'pacts/bucket-finder-telestream-cloud.json'), 'utf8')
  expect(pact).toContain('"a store exists"')

  const red = await run(await block('red'))
  const withoutTime = (text: string) => text.trim().replace(/\(\d+\.\d s\)/, '(time)')
  expect(withoutTime(red.stdout)).toBe(withoutTime(await block('said')))
  expect(red.status).toBe(1)

  expect(await run(await block('mend'))).toMatchObject({ status: 0 })
  const green = await run(await block('green'))
  expect(green).toMatchObject({ status: 0, stdout: expect.stringContaining('\n1 kept (') })
  expect(await readFile(join(project, 'reports/contracts.xml'), 'utf8')).toContain('<testsuites ')
})

test('leads to documents that are there', async () => {
  const text = await readFile(`${root}contracts/README.md`, 'utf8')
  const links = [...text.matchAll(/\]\(([^):#]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(1)
  for (const link of links)
    expect((await readFile(join(`${root}contracts`, link), 'utf8')).length, link).toBeGreaterThan(0)
})
