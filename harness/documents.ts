// Every document of the repository, by its path from the root.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './readme-blocks.ts'

/** Folders that are not ours, or are made. */
const leftOut = new Set(['node_modules', 'dist', '.cache', '.git'])

export async function documents(): Promise<string[]> {
  return (await below('')).toSorted()
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : below(path)
      return entry.name.endsWith('.md') ? [path] : []
    }),
  )
  return found.flat()
}
