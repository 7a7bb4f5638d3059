// `npm run docs:mutations`: writes contracts/mutations.md.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { mutationsPage } from '../contracts/mutations/page.ts'

await writeFile(fileURLToPath(new URL('../contracts/mutations.md', import.meta.url)), mutationsPage())
