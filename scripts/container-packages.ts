// Makes package.json ask for what the bundled command needs in a container and nothing else; for the image's build, which works on a
// copy. The versions stay those of the lock file.
import { readFile, writeFile } from 'node:fs/promises'
import { largePackages, serverPeers } from './left-outside.ts'

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

const path = new URL('../package.json', import.meta.url)
const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest & Record<string, unknown>
const known = { ...manifest.devDependencies, ...manifest.dependencies }
const dependencies = Object.fromEntries(
  [...largePackages, ...serverPeers].map((name) => {
    const range = known[name]
    if (range === undefined) throw new Error(`package.json knows no ${name}`)
    return [name, range]
  }),
)
const { devDependencies: _dev, peerDependencies: _peers, peerDependenciesMeta: _meta, ...rest } = manifest
await writeFile(path, `${JSON.stringify({ ...rest, dependencies }, null, 2)}\n`)
