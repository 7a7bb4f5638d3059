// Many small modules in a few files, for Node: a process that has to read some two hundred of them takes twice as long to its first answer.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OutputOptions, rolldown } from 'rolldown'
import { askForBuiltins, isNeedless, withoutNeedless } from './builtin-modules.ts'
import { withoutFacades } from './facades.ts'
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

/** Modules that are needed at once, with all that these import: one file, but for what a group before it has. */
export interface Together {
  /** Of the file. */
  name: string
  /** From the root of the project. */
  modules: readonly string[]
}

/** What two of these groups or more import. */
export interface Between {
  name: string
  between: readonly Together[]
}

const outside = new Set([
  ...largePackages,
  ...serverPeers,
  ...tracePackages,
  ...browserPackages,
  ...developmentPackages,
  ...testRunners,
])

/** What every double loads before its first answer. */
export const beginning: readonly string[] = [
  'emulator/platform/node-listen.ts',
  'emulator/control/index.ts',
  'emulator/faults/seed.ts',
  'emulator/services/telestream/seed.ts',
  'emulator/services/duracloud/seed.ts',
  'emulator/services/stream/seed.ts',
  'fixtures/scenarios/default.ts',
]

const each: readonly Together[] = [
  {
    name: 'telestream',
    modules: [
      'emulator/services/telestream/index.ts',
      'emulator/services/telestream/simulate.ts',
      'fixtures/builders/telestream.ts',
    ],
  },
  { name: 'duracloud', modules: ['emulator/services/duracloud/index.ts', 'fixtures/builders/duracloud.ts'] },
  { name: 'stream', modules: ['emulator/services/stream/index.ts', 'fixtures/builders/stream.ts'] },
  { name: 's3', modules: ['emulator/s3/service.ts'] },
]

/** What the first request to each service loads, after all that loads before. */
export const services: readonly (Together | Between)[] = [
  { name: 'zod', modules: ['node_modules/zod/index.js'] },
  { name: 'common', between: each },
  ...each,
]

/**
 * Bundles modules, named from the root of the project, into `directory`, as `NAME.js` each.
 * @param together the first group that reaches a module without a dynamic import has it; what no group reaches is split by who imports it
 */
export async function bundleForNode(
  input: Readonly<Record<string, string>>,
  directory: string,
  together: readonly (Together | Between)[],
): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: { ...input },
    platform: 'node',
    resolve: { conditionNames: ['stuntdouble-source', 'node', 'import', 'default'] },
    external: (id, importer) => outside.has(id) || (id.startsWith('node:') && !isNeedless(id, importer)),
    plugins: [withoutNeedless(), askForBuiltins(), withoutFacades(), thirdPartyLicences()],
    // What the oldest Node that is promised has.
    transform: { target: 'node22' },
    // In a group it has no effect, and is not to.
    checks: { ineffectiveDynamicImport: false },
    logLevel: 'warn',
  })
  await bundle.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    // Node reads a file of nothing but ASCII in half the time: it is kept as it is, a byte a character.
    charset: 'ascii',
    comments: { legal: true, annotation: true, jsdoc: false },
    codeSplitting: { groups: together.map(groupOf) },
  })
  await bundle.close()
}

type Groups = NonNullable<Exclude<NonNullable<OutputOptions['codeSplitting']>, boolean>['groups']>

function groupOf(group: Together | Between): Groups[number] {
  const { name } = group
  const roots = 'between' in group ? group.between.map(({ modules }) => modules) : [group.modules]
  const least = Math.min(roots.length, 2)
  let reached: Set<string>[] | undefined
  return {
    debugName: name,
    name: (id, graph) => {
      reached ??= roots.map((modules) =>
        reachedFrom(modules, (module) => graph.getModuleInfo(module)?.importedIds ?? []),
      )
      return reached.filter((modules) => modules.has(id)).length >= least ? name : null
    },
  }
}

/** Absolute paths: these modules, and what they import, but for what they import dynamically. */
function reachedFrom(modules: readonly string[], importedBy: (module: string) => readonly string[]): Set<string> {
  const reached = new Set(modules.map((module) => join(root, module)))
  // A set goes through what is added on the way, too.
  for (const module of reached) importedBy(module).forEach((imported) => reached.add(imported))
  return reached
}
