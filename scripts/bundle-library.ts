// What tests import, in a few files, for Node: to read some seventy small modules takes longer than all that they do. Bundlers for
// browsers get the modules one by one, which is easier to leave parts out of.
import { join } from 'node:path'
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

/** Puts it into a folder that becomes `dist`, as deep in it as the modules that name the media by relative URLs. */
export async function bundleLibrary(dist: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: { index: 'emulator/index.ts', vitest: 'harness/vitest/index.ts' },
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
  const dir = join(dist, 'emulator', 'lib')
  await bundle.write({ dir, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' })
  await bundle.close()
}
