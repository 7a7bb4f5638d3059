// What users run from the sources, or paste from the documents, is parsed by the oldest Node that package.json promises, which only strips types.
import { glob, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { root } from './readme-blocks.ts'

/** `using` and `await using` came with Node 24. */
const using = /^[ \t]*(?:await )?using \w+(?::[^=\n]+)? =/m

it.each(['await using a = b()', '  using a = b()', 'await using a: B = b()'])('knows %s', (line) => {
  expect(line).toMatch(using)
})

it('no module of the product declares what is disposed by itself', async () => {
  const found: string[] = []
  for await (const file of glob(
    ['emulator/**/*.ts', 'contracts/**/*.ts', 'fixtures/**/*.ts', 'harness/{pact,msw,vitest,testcontainers}/**/*.ts'],
    { cwd: root },
  )) {
    if (!file.endsWith('.test.ts') && using.test(await readFile(`${root}${file}`, 'utf8'))) found.push(file)
  }
  expect(found).toEqual([])
})

it('nor does a line of the documents, but where the page says that it needs Node 24', async () => {
  const found: string[] = []
  for await (const file of glob(['README.md', 'docs/**/*.md', 'contracts/**/*.md'], { cwd: root })) {
    const text = await readFile(`${root}${file}`, 'utf8')
    if (using.test(text) && !text.includes('`await using` needs Node 24')) found.push(file)
  }
  expect(found).toEqual([])
})
