// The code of docs/observability.md, run as it stands.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createEmulator } from '../emulator/index.ts'
import { readPrometheus } from './prometheus-text.ts'
import { documentBlock, root } from './readme-blocks.ts'

const exec = promisify(execFile)
const document = 'docs/observability.md'

it('the metrics are those of the table', async () => {
  await using emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  const env = { ...process.env, STUNTDOUBLE_URL: url }
  const { stdout } = await exec('sh', ['-ec', await documentBlock(document, 'metrics')], { env })
  const rows = (await readFile(root + document, 'utf8')).split('\n').filter((row) => row.startsWith('| `stuntdouble_'))
  const named = rows.flatMap((row) => row.split('|')[1]?.match(/stuntdouble_\w+/g) ?? [])
  expect([...readPrometheus(stdout).keys()].toSorted()).toEqual(named.toSorted())
})

it('the journal is saved as an archive', async () => {
  await using emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  await fetch(`${url}/v3.0/videos.json`)
  await fetch(`${url}/api/v2/app`)
  const cwd = await mkdtemp(join(tmpdir(), 'stuntdouble-har-'))
  try {
    const env = { ...process.env, STUNTDOUBLE_URL: url }
    await exec('sh', ['-ec', await documentBlock(document, 'har')], { env, cwd })
    expect(JSON.parse(await readFile(join(cwd, 'double.har'), 'utf8'))).toMatchObject({
      log: { version: '1.2', entries: [{ _service: 'telestream', response: { status: 400 } }] },
    })
  } finally {
    await rm(cwd, { recursive: true })
  }
})

it('the lines for traces print what the document says', async () => {
  const file = `${root}.cache/readme/traces.ts`
  await mkdir(`${root}.cache/readme`, { recursive: true })
  await writeFile(file, await documentBlock(document, 'traces'))
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', file]
  const { stdout, stderr } = await exec(process.execPath, node, { cwd: root })
  expect(stderr).toBe('')
  expect(await readFile(root + document, 'utf8')).toContain(`It prints \`${stdout.trim()}\``)
})
