// How bundles for Node come by its own modules. To give an ES module the names of one, Node reads each of its properties, and so loads all that is
// behind them: of node:http its fetch, of node:process the standard input; together a third of a start. Asked for, a module is as it is.
import type { Plugin } from 'rolldown'

// Not of those under one name for all: the command's first module is to be read by Nodes that cannot be asked.
const statement = /^import ([\w$]+)?(?:, )?(\{[^}]*\})? from "(node:[\w/]+)";$/gm

/** Has the code of a bundle ask for Node's modules where it would import them. */
export function askForBuiltins(): Plugin {
  return {
    name: 'ask-for-builtins',
    renderChunk: (code) =>
      code.replaceAll(statement, (_, whole: string | undefined, names: string | undefined, module: string) => {
        const asked = `process.getBuiltinModule("${module}")`
        const parts = [whole, names?.replaceAll(' as ', ': ')].filter((part) => part !== undefined)
        return parts.map((part) => `const ${part} = ${asked};`).join('\n')
      }),
  }
}

const stub = '\0no-child-process'

/** Commander imports node:child_process for commands that are programs of their own, of which there are none here. */
export function isNeedless(id: string, importer: string | undefined): boolean {
  return id === 'node:child_process' && /[\\/]commander[\\/]/.test(importer ?? '')
}

/** Has whoever imports what is needless import nothing. */
export function withoutNeedless(): Plugin {
  return {
    name: 'without-needless',
    resolveId: (id, importer) => (isNeedless(id, importer) ? stub : undefined),
    load: (id) => (id === stub ? 'export default {}' : undefined),
  }
}
