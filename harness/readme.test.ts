import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { documentBlock, readmeBlock, root } from './readme-blocks.ts'

const exec = promisify(execFile)

it('the in-process lines of the README run as they stand', async () => {
  const file = `${root}.cache/readme/in-process.ts`
  await mkdir(`${root}.cache/readme`, { recursive: true })
  await writeFile(file, await readmeBlock('in-process'))
  const { stdout, stderr } = await exec(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', file],
    { cwd: root },
  )
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^success \[ '[0-9a-f]{32}\.mp4' \]\n$/)
})

it('the test in the README is that of the example, which is run from the packed package', async () => {
  const example = await readFile(`${root}harness/examples/vitest-msw/test/films.test.ts`, 'utf8')
  expect(await readmeBlock('vitest-msw')).toBe(example.trimEnd())
})

it('the contract in the README is that of the example, which is run from the packed package', async () => {
  const example = await readFile(`${root}harness/examples/vitest-pact/test/films.test.ts`, 'utf8')
  expect(await readmeBlock('pact')).toBe(example.trimEnd())
})

it('contracts are verified as contracts/README.md does, where the command is run', async () => {
  expect(await readmeBlock('verify')).toBe(await documentBlock('contracts/README.md', 'red'))
})

it('the documents that the README leads to are there', async () => {
  const readme = await readFile(`${root}README.md`, 'utf8')
  const links = [...readme.matchAll(/\]\((docs\/[^)#]+)\)/g)].map(([, link]) => link ?? '')
  expect(links.length).toBeGreaterThan(0)
  for (const link of links) expect((await readFile(root + link, 'utf8')).length, link).toBeGreaterThan(0)
})
