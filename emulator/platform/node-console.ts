// The files of the console's page: built ones of the package, or, when the double runs from its sources, bundled by the first who asks.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ConsoleFiles } from './platform.ts'

/** Beside the bundles and beside the modules of the package alike; in the sources there are none. */
const built = () => ({
  script: new URL('../console/console.js', import.meta.url),
  style: new URL('../console/console.css', import.meta.url),
})

export async function readConsoleFiles(): Promise<ConsoleFiles> {
  const { script, style } = built()
  try {
    const [js, css] = await Promise.all([readFile(script), readFile(style)])
    return { script: js, style: css }
  } catch (error) {
    if (!isMissing(error)) throw error
    return bundleConsole(new URL('../console/page/', import.meta.url))
  }
}

/**
 * @param page the folder of its sources
 * @returns also the paths of the modules that went into it
 */
export async function bundleConsole(page: URL): Promise<ConsoleFiles & { modules: string[] }> {
  const { rolldown } = await import('rolldown')
  const bundle = await rolldown({
    input: fileURLToPath(new URL('main.tsx', page)),
    platform: 'browser',
    resolve: { conditionNames: ['stuntdouble-source', 'browser', 'import', 'default'] },
    // What the checker of types is told is none of the bundle's business.
    tsconfig: false,
    transform: { target: 'es2022', jsx: { runtime: 'automatic', importSource: 'preact' } },
    logLevel: 'warn',
  })
  try {
    const { output } = await bundle.generate({ format: 'esm', minify: true })
    const [chunk] = output
    const style = await readFile(new URL('console.css', page))
    return { script: new TextEncoder().encode(chunk.code), style, modules: chunk.moduleIds }
  } finally {
    await bundle.close()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
