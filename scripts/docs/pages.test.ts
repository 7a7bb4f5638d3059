import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../harness/readme-blocks.ts'
import { pages } from './pages.ts'

it.each(Object.entries(pages))('%s is what the code says; npm run docs writes it anew', async (path, page) => {
  expect(await readFile(join(root, path), 'utf8')).toBe(await page())
})

it('the page of the command line does not depend on where it is written', async () => {
  const page = await pages['docs/reference/cli.md']?.()
  expect(page).toContain('| `--log <format>` | `STUNTDOUBLE_LOG` | pretty on a terminal, else json |')
  expect(page).not.toMatch(/undefined|\[object/)
})

it('each option of createEmulator has words', async () => {
  const page = (await pages['docs/reference/options.md']?.()) ?? ''
  const rows = page.split('\n').filter((row) => row.startsWith('| `'))
  expect(rows.length).toBeGreaterThan(40)
  expect(rows.filter((row) => / \|\s+\|$/.test(row) && !row.includes('[below]'))).toEqual([])
})

it('each route of the control API is on its page', async () => {
  const { routes } = await import('../../emulator/control/app.ts')
  const page = await pages['docs/reference/control-api.md']?.()
  for (const { method, path } of routes) expect(page).toContain(`### ${method} ${path}\n`)
})
