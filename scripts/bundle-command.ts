// The command as the package ships it.
import { chmod, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeConsole } from './bundle-console.ts'
import { bundleForNode } from './bundle-for-node.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Puts the command, and the media and the console beside it, into a folder that is or becomes `dist`. The command's own folder is as deep in it as the
 * modules that name the media by relative URLs.
 */
export async function bundleCommand(dist: string): Promise<void> {
  const directory = join(dist, 'emulator', 'bin')
  await cp(join(root, 'fixtures', 'media'), join(dist, 'fixtures', 'media'), { recursive: true })
  await writeConsole(dist)
  await bundleForNode({ cli: 'emulator/cli.ts' }, directory)
  await chmod(join(directory, 'cli.js'), 0o755)
}
