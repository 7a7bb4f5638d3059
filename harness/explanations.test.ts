// The code of docs/explanation, run as it stands.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../emulator/index.ts'
import { documentBlock, root } from './readme-blocks.ts'

const exec = promisify(execFile)

async function run(page: string, block: string, env: Record<string, string> = {}): Promise<string> {
  const file = `${root}.cache/readme/${block}.ts`
  await mkdir(`${root}.cache/readme`, { recursive: true })
  await writeFile(file, await documentBlock(page, block))
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', file]
  const { stdout, stderr } = await exec(process.execPath, node, { cwd: root, env: { ...process.env, ...env } })
  expect(stderr).toBe('')
  return stdout
}

it('the same story twice is the same', async () => {
  expect(await run('docs/explanation/determinism.md', 'twice')).toBe('true\n')
})

it('worlds are spread over replicas, each at the one that knows it', async () => {
  await using one = await createEmulator({ port: 0, s3Port: 0 })
  await using other = await createEmulator({ port: 0, s3Port: 0 })
  const replicas = [(await one.listen()).url, (await other.listen()).url]
  const printed = await run('docs/explanation/scaling.md', 'replicas', { REPLICAS: replicas.join(',') })
  const at = [one, other].map((emulator) => namesOf(emulator))
  expect(at.map(({ length }) => length > 0)).toEqual([true, true])
  const lines = at.flatMap((names, index) => names.map((name) => `${name} ${index}`))
  expect(printed.trim().split('\n')).toEqual(lines.toSorted())
})

it('a replica does not know the worlds of another, and a world of the same name issues the same ids', async () => {
  await using one = await createEmulator()
  await using other = await createEmulator()
  await using here = await one.createWorld({ name: 'ci' })
  const { token } = here.credentials.telestream
  const asked = (emulator: Emulator, path = '') =>
    emulator.fetch(new Request(`${emulator.url}${path}/v2/profiles.json?token=${token}`))
  expect((await asked(one)).status).toBe(200)
  expect((await asked(other)).status).toBe(401)
  expect((await asked(other, '/w/ci')).status).toBe(404)
  await using there = await other.createWorld({ name: 'ci' })
  expect((await there.telestream.aVideo()).id).toBe((await here.telestream.aVideo()).id)
})

function namesOf({ worlds }: Emulator): string[] {
  return worlds
    .list()
    .map(({ name }) => name)
    .filter((name) => name !== 'main')
}
