// What the suites have recorded: for each file of tests that ran to its end, and passed, what its doubles were asked.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../readme-blocks.ts'
import type { Sighting } from './record.ts'

/** Where records are, by default. */
export const recordsDirectory = join(root, '.cache', 'ledger')

/** The file that says that a record is whole. */
export const seal = 'complete'

const between = '__'

/** @param file of tests, from the root of the repository */
export function directoryOf(file: string, records = recordsDirectory): string {
  return join(records, file.split(/[\\/]/).join(between))
}

const sighting = z.object({
  service: z.string(),
  operation: z.string(),
  mount: z.string(),
  ok: z.boolean(),
  agent: z.string(),
  driving: z.string(),
}) satisfies z.ZodType<Sighting>

/** By the file of tests, from the root of the repository; without those that are there no more, failed, or have not ended. */
export async function readRecords(records = recordsDirectory): Promise<Map<string, readonly Sighting[]>> {
  const directories = await readdir(records).catch(unlessMissing)
  const found = new Map<string, readonly Sighting[]>()
  for (const name of directories.toSorted()) {
    const file = name.split(between).join('/')
    if (!existsSync(join(root, file)) || !existsSync(join(records, name, seal))) continue
    found.set(file, await readSightings(join(records, name)))
  }
  return found
}

async function readSightings(directory: string): Promise<Sighting[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.jsonl'))
  const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')))
  return texts.flatMap((text) => text.split('\n').flatMap((line) => readLine(line)))
}

/** A double that was killed may have left half a line. */
function readLine(line: string): Sighting[] {
  if (!line.endsWith('}')) return []
  return [sighting.parse(JSON.parse(line))]
}

function unlessMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}
