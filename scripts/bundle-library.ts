// What tests import, as the package ships it for Node. Bundlers for browsers get the modules one by one, which is easier to leave parts out of.
import { join } from 'node:path'
import { beginning, bundleForNode, services } from './bundle-for-node.ts'

/** Puts it into a folder that becomes `dist`, as deep in it as the modules that name the media by relative URLs. */
export async function bundleLibrary(dist: string): Promise<void> {
  const input = { index: 'emulator/index.ts', vitest: 'harness/vitest/index.ts' }
  await bundleForNode(input, join(dist, 'emulator', 'lib'), [
    { name: 'emulator', modules: ['emulator/index.ts'] },
    { name: 'beginning', modules: beginning },
    ...services,
  ])
}
