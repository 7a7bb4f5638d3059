// The consumers whose contracts are committed, as the verifier names them on the wire.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../readme-blocks.ts'

const pact = z.object({ consumer: z.object({ name: z.string() }) })

/** @param directory of pact files */
export async function consumersOf(directory = join(root, 'contracts', 'pacts')): Promise<Set<string>> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')))
  return new Set(texts.map((text) => pact.parse(JSON.parse(text)).consumer.name.replaceAll(/[^\w.-]+/g, '-')))
}
