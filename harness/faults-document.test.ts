// The code of docs/faults.md, run as it stands.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createEmulator } from '../emulator/index.ts'
import { documentBlock, root } from './readme-blocks.ts'

const exec = promisify(execFile)

it('the lines for a test print what the document says', async () => {
  const file = `${root}.cache/readme/faults.ts`
  await mkdir(`${root}.cache/readme`, { recursive: true })
  await writeFile(file, await documentBlock('docs/faults.md', 'faults-in-process'))
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', file]
  const { stdout, stderr } = await exec(process.execPath, node, { cwd: root })
  expect(stderr).toBe('')
  expect(stdout).toBe("503\n400\n[ 'telestream: unavailable: over, 1', 'webhooks are lost: active, 0' ]\n")
})

it('the lines for a shell add, list and take back', async () => {
  await using emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  const env = { ...process.env, STUNTDOUBLE_URL: url }
  const { stdout } = await exec('sh', ['-ec', await documentBlock('docs/faults.md', 'faults-http')], { env })
  expect(stdout.match(/"faults":\[/g)).toHaveLength(3)
  expect(stdout.match(/"state":"active"/g)).toHaveLength(4)
  expect(emulator.worlds.main.faults.list()).toEqual([])
})
