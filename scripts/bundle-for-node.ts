// Many small modules in a few files, for Node: a process that has to read some two hundred of them takes twice as long to its first answer.
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import {
  browserPackages,
  developmentPackages,
  largePackages,
  serverPeers,
  testRunners,
  tracePackages,
} from './left-outside.ts'
import { thirdPartyLicences } from './third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundles modules, named from the root of the project, into `directory`, as `NAME.js` each. */
export async function bundleForNode(input: Readonly<Record<string, string>>, directory: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: { ...input },
    platform: 'node',
    resolve: { conditionNames: ['stuntdouble-source', 'node', 'import', 'default'] },
    external: [
      /^node:/,
      ...largePackages,
      ...serverPeers,
      ...tracePackages,
      ...browserPackages,
      ...developmentPackages,
      ...testRunners,
    ],
    plugins: [thirdPartyLicences()],
    // What the oldest Node that is promised has.
    transform: { target: 'node22' },
    logLevel: 'warn',
  })
  await bundle.write({ dir: directory, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' })
  await bundle.close()
}
