// What somebody gets who installs the package into an empty project.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export interface Footprint {
  /** Without the package itself. */
  dependencies: number
  /** Of all files, in MB, rounded; the package included. */
  megabytes: number
}

const installed = z.object({ packages: z.record(z.string(), z.unknown()) })

/** @param project whose only dependency is the package */
export async function footprintOf(project: string): Promise<Footprint> {
  const modules = join(project, 'node_modules')
  // npm's own account of what it put there.
  const { packages } = installed.parse(JSON.parse(await readFile(join(modules, '.package-lock.json'), 'utf8')))
  const entries = await readdir(modules, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size))
  return {
    dependencies: Object.keys(packages).length - 1,
    megabytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6),
  }
}
