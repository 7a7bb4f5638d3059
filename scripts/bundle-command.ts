// The command as the package ships it.
import { chmod, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeConsole } from './bundle-console.ts'
import { beginning, bundleForNode, services } from './bundle-for-node.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Puts the command, and the media and the console beside it, into a folder that is or becomes `dist`. The command's own folder is as deep in it as the
 * modules that name the media by relative URLs.
 */
export async function bundleCommand(dist: string): Promise<void> {
  const directory = join(dist, 'emulator', 'bin')
  await cp(join(root, 'fixtures', 'media'), join(dist, 'fixtures', 'media'), { recursive: true })
  await writeConsole(dist)
  await bundleForNode({ cli: 'emulator/cli.ts' }, directory, [
    { name: 'program', modules: ['emulator/cli/program.ts'] },
    // What those that only ask a running double share with one, so that they do not load all of it.
    {
      name: 'shared',
      modules: [
        'emulator/credentials.ts',
        'emulator/environment.ts',
        'emulator/time/stopwatch.ts',
        'emulator/cli/progress-bar.ts',
        'emulator/cli/scenario-size.ts',
      ],
    },
    { name: 'double', modules: ['emulator/cli/start.ts', ...beginning] },
    ...services,
  ])
  await chmod(join(directory, 'cli.js'), 0o755)
}
