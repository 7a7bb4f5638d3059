// A directory with those above it: what Node's own recursive mkdir does, except that where none can be made it tries for ever (/proc).
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory, readable for its owner only, and those above it where they are not there.
 * @throws the system's error, or one that names the directory in which none can be made
 */
export function makeDirectory(path: string): void {
  if (isMade(path)) return
  const above = dirname(path)
  makeDirectory(above)
  if (!isMade(path)) throw new Error(`${above} takes no directory`)
}

/** False when the one above it is not there, or does as if it were not. */
function isMade(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
    return true
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return true
    // The root is always there, but for a drive that is not.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && dirname(path) !== path) return false
    throw error
  }
}
