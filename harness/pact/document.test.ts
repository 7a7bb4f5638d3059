import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { documentBlock, root } from '../readme-blocks.ts'
import * as pact from './index.ts'

it('the test in docs/pact.md is that of the example, which is run from the packed package', async () => {
  const example = await readFile(`${root}harness/examples/vitest-pact/test/films.test.ts`, 'utf8')
  expect(await documentBlock('docs/pact.md', 'pact')).toBe(example.trimEnd())
})

it('docs/pact.md names everything that is exported', async () => {
  const document = await readFile(`${root}docs/pact.md`, 'utf8')
  const missing = Object.keys(pact).filter((name) => !new RegExp(`\\b${name}\\b`).test(document))
  expect(missing).toEqual([])
})
