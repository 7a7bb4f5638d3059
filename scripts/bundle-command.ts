// The command in a few files: a process that has to read some two hundred small modules takes twice as long to its first answer.
import { chmod, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { writeConsole } from './bundle-console.ts'
import { browserPackages, developmentPackages, largePackages, serverPeers, tracePackages } from './left-outside.ts'
import { thirdPartyLicences } from './third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Puts the command, and the media and the console beside it, into a folder that is or becomes `dist`. The command's own folder is as deep in it as the
 * modules that name the media by relative URLs.
 */
export async function bundleCommand(dist: string): Promise<void> {
  const directory = join(dist, 'emulator', 'bin')
  await cp(join(root, 'fixtures', 'media'), join(dist, 'fixtures', 'media'), { recursive: true })
  await writeConsole(dist)
  const bundle = await rolldown({
    cwd: root,
    input: { cli: 'emulator/cli.ts' },
    platform: 'node',
    resolve: { conditionNames: ['stuntdouble-source', 'node', 'import', 'default'] },
    external: [
      /^node:/,
      ...largePackages,
      ...serverPeers,
      ...tracePackages,
      ...browserPackages,
      ...developmentPackages,
    ],
    plugins: [thirdPartyLicences()],
    // What the oldest Node that is promised has.
    transform: { target: 'node22' },
    logLevel: 'warn',
  })
  await bundle.write({ dir: directory, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' })
  await bundle.close()
  await chmod(join(directory, 'cli.js'), 0o755)
}
