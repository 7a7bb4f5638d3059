// `npm run docs:states`: writes docs/provider-states.md.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { statesPage } from '../contracts/states/page.ts'

await writeFile(fileURLToPath(new URL('../docs/provider-states.md', import.meta.url)), statesPage())
