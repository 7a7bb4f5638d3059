// Where the example consumers' tests write their pacts: aside, so that what is committed is compared with it, or renewed by `npm run pacts`.
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { PactOptions } from '../../harness/pact/index.ts'

const pacts = fileURLToPath(new URL('../pacts', import.meta.url))

/** The pact of a test file, made in parts: Pact reads and writes a whole file for each interaction. */
export interface GrowingPact {
  /** Options for the interactions of a part, which has a folder of its own. */
  part(): PactOptions
  /** To be called after all tests of the file that add to it. */
  itIsCommitted(provider: string): void
}

export function pactOf(consumer: string): GrowingPact {
  const place = mkdtempSync(join(tmpdir(), 'stuntdouble-pact-'))
  afterAll(() => rmSync(place, { recursive: true, force: true }))
  const parts: string[] = []
  return {
    part() {
      const dir = join(place, String(parts.length))
      parts.push(dir)
      return { consumer, dir }
    },
    itIsCommitted(provider) {
      const name = `${consumer}-${provider}.json`
      it(`makes the pact that is committed as contracts/pacts/${name}`, async () => {
        const texts = await Promise.all(parts.map((dir) => readFile(join(dir, name), 'utf8')))
        await expect(whole(texts)).toMatchFileSnapshot(join(pacts, name))
      })
    },
  }
}

const written = z.looseObject({
  interactions: z.array(z.looseObject({ description: z.string(), providerStates: z.unknown() })),
  metadata: z.looseObject({ pactSpecification: z.unknown() }),
})

/** Without the versions of Pact's own programs; interactions by what they describe, whatever order the tests ran in. */
function whole(texts: readonly string[]): string {
  const read = texts.map((text) => written.parse(JSON.parse(text)))
  const [first] = read
  if (!first) throw new Error('No part of the pact was written')
  const place = (interaction: (typeof first.interactions)[number]) =>
    `${interaction.description} ${JSON.stringify(interaction.providerStates)}`
  const interactions = read
    .flatMap(({ interactions }) => interactions)
    .sort((one, other) => (place(one) < place(other) ? -1 : 1))
  const metadata = { pactSpecification: first.metadata.pactSpecification }
  return `${JSON.stringify({ ...first, interactions, metadata }, null, 2)}\n`
}
