// Which of Node's built-in modules an entry reaches when it is bundled for a browser, and by which chain of imports.
import { isBuiltin } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ModuleGraph {
  /** Every module that a page would load, the entry first; paths from the root of the repository. */
  modules: string[]
  /** One line for each import of a built-in: `emulator/index.ts → emulator/emulator.ts → node:fs`. */
  builtins: string[]
  /** What the bundler could not resolve, or warned of. */
  problems: string[]
}

/**
 * Follows the imports of `entry`, dynamic ones too, as a bundler for browsers does. A package that is bundled with shims for
 * Node counts as what it imports.
 * @param entry an absolute path
 */
export async function browserGraph(entry: string): Promise<ModuleGraph> {
  /** Who imported a module first; the entry has nobody. */
  const importers = new Map<string, string | undefined>([[entry, undefined]])
  const builtins: string[] = []
  const problems: string[] = []

  const chain = (id: string): string[] => {
    const importer = importers.get(id)
    return [...(importer === undefined ? [] : chain(importer)), relative(root, id)]
  }

  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    treeshake: false,
    resolve: { conditionNames: ['stuntdouble-source', 'browser', 'import', 'default'] },
    onLog: (level, log) => {
      if (level !== 'debug') problems.push(`${log.code}: ${log.message}`)
    },
    plugins: [
      {
        name: 'who-imports-what',
        async resolveId(specifier, importer) {
          if (importer === undefined) return null
          if (isBuiltin(specifier)) {
            builtins.push([...chain(importer), specifier].join(' → '))
            return { id: specifier, external: true }
          }
          const resolved = await this.resolve(specifier, importer, { skipSelf: true })
          if (!resolved) problems.push([...chain(importer), specifier].join(' → '))
          else if (!importers.has(resolved.id)) importers.set(resolved.id, importer)
          return resolved
        },
      },
    ],
  })
  try {
    await bundle.generate({ format: 'esm' })
  } finally {
    await bundle.close()
  }
  return { modules: [...importers.keys()].map((id) => relative(root, id)), builtins, problems }
}
