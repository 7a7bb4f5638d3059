import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { readmeBlock, root } from '../readme-blocks.ts'
import { preparePython } from './python-environment.ts'
import { findToolchain } from './toolchains.ts'

const exec = promisify(execFile)

// On the ports that the README names: it is run as it stands.
let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ clock: 'real', telestream: { encodingTime: 3000 } })
  await emulator.listen()
})
afterAll(() => emulator.close())

it('the Python lines of the README run as they stand, and the outputs are at the URLs that they print', async () => {
  const toolchain = await findToolchain('python3')
  if (!toolchain) throw new Error('python3 is missing')
  const python = await preparePython('python-telestream-1.1', toolchain)
  const { stdout } = await exec(python, ['-c', await readmeBlock('python')], { cwd: root })
  const urls = stdout
    .split('\n')
    .filter((line) => line.startsWith('success'))
    .map((line) => line.split(' ')[1] ?? '')
  expect(urls).toHaveLength(2)
  for (const url of urls) {
    const output = await fetch(url)
    expect(output.headers.get('content-type')).toMatch(/^video\/(mp4|webm)$/)
    expect((await output.arrayBuffer()).byteLength).toBeGreaterThan(1000)
  }
})

it('the curl lines of the README run as they stand', async () => {
  const { stdout } = await exec('bash', ['-euc', await readmeBlock('curl')], { cwd: root })
  expect(stdout).toContain('"original_filename":"sample.mp4"')
  expect(stdout).toContain('"profile_name":"h264"')
})

it('the lines about worlds in the README run as they stand', async () => {
  const { stdout } = await exec('bash', ['-euc', await readmeBlock('worlds')], { cwd: root })
  expect(stdout).toContain('"accessKey":"AK"')
  expect(stdout).toContain('"entries":')
  expect(emulator.worlds.get('ci')).toBeUndefined()
})

it('the lines of the README for Stream and for the buckets run as they stand, one after the other', async () => {
  const run = async (name: string) => {
    const file = `${root}.cache/readme/${name}.mjs`
    await mkdir(`${root}.cache/readme`, { recursive: true })
    await writeFile(file, await readmeBlock(name))
    return (await exec(process.execPath, [file], { cwd: root })).stdout
  }
  const [, key = ''] = /my-bucket\/(recordings\/stream-[\w-]+\.md)\n$/.exec(await run('stream')) ?? []
  expect(await run('buckets')).toBe(`[ '${key}' ]\n`)
})
