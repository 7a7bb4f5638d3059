import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { root } from '../../harness/readme-blocks.ts'
import { states } from './index.ts'
import { statesPage } from './page.ts'

test('docs/provider-states.md is what the states say of themselves; npm run docs:states writes it', async () => {
  expect(await readFile(`${root}docs/provider-states.md`, 'utf8')).toBe(statesPage())
})

test('every state is on it, with what it takes and answers', () => {
  const page = statesPage()
  for (const { name, values } of states) {
    const [, section = ''] = page.split(`### ${name}\n`)
    const own = section.split('\n### ')[0] ?? ''
    for (const value of Object.keys(values)) expect(own, name).toContain(`\`${value}\``)
  }
  expect(page).not.toMatch(/undefined|\[object/)
})
