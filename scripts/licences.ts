// Writes docs/licences.md from the lock file: `npm run docs:licences`.
import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { largePackages } from './left-outside.ts'
import { bundledLicences } from './third-party.ts'

export const page = new URL('../docs/licences.md', import.meta.url)

/** What one may be under that is never bundled, but installed as its makers publish it: also a licence that asks for its own files alone. */
const besides = [...bundledLicences, 'MPL-2.0']

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      os: z.array(z.string()).optional(),
      cpu: z.array(z.string()).optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
      peer: z.boolean().optional(),
    }),
  ),
})

export interface LockedPackage {
  name: string
  version: string
  /** An SPDX expression, or what its makers wrote instead of one; undefined if nothing. */
  license: string | undefined
  /** Whoever installs the package gets it; the others serve our development, or are peers that a user may bring. */
  runtime: boolean
  /** npm would have to run something of its own, or choose by processor or system. */
  native: boolean
}

/** Every package of a lock file, as npm writes it, the project itself left out. */
export function lockedPackages(text: string): LockedPackage[] {
  const { packages } = lockFile.parse(JSON.parse(text))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version = '', license, dev, devOptional, optional, peer, ...rest }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license,
      runtime: !dev && !devOptional && !optional && !peer,
      native: rest.hasInstallScript === true || rest.os !== undefined || rest.cpu !== undefined,
    }))
}

/** What cannot be passed on: one line for each package, empty when all is well. */
export function refusedLicences(packages: readonly LockedPackage[]): string[] {
  return packages
    .filter(({ runtime }) => runtime)
    .filter(({ name, license = '' }) => !(largePackages.includes(name) ? besides : bundledLicences).includes(license))
    .map(({ name, version, license }) => `${name} ${version} is under ${license ?? 'no known licence'}`)
}

/** The page as it should be. */
export function licencesPage(packages: readonly LockedPackage[]): string {
  const runtime = packages.filter((each) => each.runtime)
  const rows = runtime.map(({ name, version, license }) => `| \`${name}\` | ${version} | ${license} |`)
  const others = Map.groupBy(
    packages.filter((each) => !each.runtime),
    ({ license = 'not said' }) => license,
  )
  const counts = [...others]
    .sort(([a, those], [b, these]) => these.length - those.length || (a < b ? -1 : 1))
    .map(([license, { length }]) => `| ${license} | ${length} |`)
  return `<!-- Written by npm run docs:licences out of package-lock.json. -->
# Licences

stuntdouble is under the [MIT licence](../LICENSE).

## What is installed with it
${runtime.length} packages, none of them native, none of them with an install script. Those that are bundled have their licences beside the bundles, in
\`THIRD_PARTY_LICENSES.txt\`. mediabunny, under the Mozilla Public License, is in no bundle: npm installs it as its makers publish it.

| package | version | licence |
|---|---|---|
${rows.join('\n')}

The console's page also has preact and its signals in it, under the MIT licence.

## Known weaknesses
\`npm run audit\` asks the registry for those of all that is installed, and so does CI, which fails when there is one. Some mirrors keep no
such list, and it says so. Every package above is the newest that satisfies what asks for it. Those that read what strangers send, and the weaknesses that were published of
older versions: fast-xml-parser (expansion of entities, below 5.5.7: GHSA-jmr7-xgp7-cmfj, GHSA-8gc5-j5rx-235r, GHSA-jp2q-39xq-3w4g; document types are refused here before it sees
them), hono (below 4.13.5: GHSA-gqvv-2mrq-wpjv, GHSA-g6gw-c38x-mqfc, GHSA-crvj-82cr-hjcx) and @hono/node-server (files it would serve, below 1.19.15: GHSA-92pp-h63x-v22m,
GHSA-frvp-7c67-39w9; no files are served by it here).

## What it is developed with
Nothing of it is installed with the package. Peers, which you bring yourself if you want them, count here.

| licence | packages |
|---|---|
${counts.join('\n')}
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const packages = lockedPackages(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'))
  const refused = refusedLicences(packages)
  for (const line of refused) process.stderr.write(`${line}\n`)
  if (refused.length > 0) process.exitCode = 1
  else await writeFile(page, licencesPage(packages))
}
