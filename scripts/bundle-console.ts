// The console's page as the package ships it: one script and one style sheet.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundleConsole } from '../emulator/platform/node-console.ts'
import { licencesFile, licencesOf } from './third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Puts it into a folder that is or becomes `dist`, where the bundles and the modules look for it. */
export async function writeConsole(dist: string): Promise<void> {
  const { script, style, modules } = await bundleConsole(pathToFileURL(join(root, 'emulator', 'console', 'page', '/')))
  const directory = join(dist, 'emulator', 'console')
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'console.js'), script)
  await writeFile(join(directory, 'console.css'), style)
  await writeFile(join(directory, licencesFile), await licencesOf(modules))
}
