// `npm run docs`: writes the pages that are generated, where they are stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root } from '../../harness/readme-blocks.ts'
import { pages } from './pages.ts'

for (const [path, page] of Object.entries(pages)) {
  const file = join(root, path)
  const after = await page()
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (before === after) continue
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, after)
  process.stdout.write(`wrote ${path}\n`)
}
