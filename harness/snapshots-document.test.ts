import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../emulator/index.ts'
import { documentBlock, root } from './readme-blocks.ts'

const exec = promisify(execFile)
const path = 'docs/snapshots.md'
const flags = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']

let emulator: Emulator
let url: string
let directory: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  ;({ url } = await emulator.listen())
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-document-'))
})
afterAll(async () => {
  await emulator.close()
  await rm(directory, { recursive: true })
})

async function inShell(block: string): Promise<string> {
  const command = join(directory, 'stuntdouble')
  const node = [process.execPath, ...flags, `${root}emulator/cli.ts`].map((word) => `'${word}'`).join(' ')
  await writeFile(command, `#!/bin/sh\nexec ${node} "$@"\n`)
  await chmod(command, 0o755)
  const env = { PATH: `${directory}:${process.env.PATH}`, STUNTDOUBLE_URL: url }
  return (await exec('sh', ['-ec', await documentBlock(path, block)], { cwd: directory, env })).stdout
}

it('the in-process lines of the how-to run as they stand', async () => {
  const file = `${root}.cache/readme/snapshots.ts`
  await mkdir(`${root}.cache/readme`, { recursive: true })
  await writeFile(file, await documentBlock(path, 'in-process'))
  const { stdout, stderr } = await exec(process.execPath, [...flags, file], { cwd: root })
  expect(stderr).toBe('')
  expect(stdout).toBe('before\nworld-2 before\n')
})

it('the lines for a running double do what they say', async () => {
  expect(await inShell('http')).toContain('"id":"main@1"')
  expect(emulator.worlds.get('mine')).toBeDefined()
  expect(emulator.worlds.snapshots.list('main')).toEqual([])
})

it('so do those for files', async () => {
  const told = await inShell('file')
  expect(told).toContain('saved main as it was at 2026-01-01T00:00:00.000Z')
  expect(told).toContain('into the world bug-4711')
  expect(told).toContain('into the world main')
  expect(told).toContain(`STUNTDOUBLE_URL=${url}/w/bug-4711`)
})
