// The committed contracts are kept, and a provider that changes is noticed.
import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../harness/readme-blocks.ts'
import { mutated } from './mutations/mutated.ts'
import type { Mutation } from './mutations/mutation.ts'
import { mutations } from './mutations/list.ts'
import { mutationsPage } from './mutations/page.ts'
import { ownDouble } from './verify/own-double.ts'
import { type PactFile, readPactFile } from './verify/pact-file.ts'
import type { Provider } from './verify/provider.ts'
import type { Play } from './verify/stage.ts'
import { understand } from './verify/understand.ts'
import { openVerifier, type Verifier } from './verify/verify.ts'

const names = (await readdir(`${root}contracts/pacts`)).filter((name) => name.endsWith('.json'))

let mutation: Mutation | undefined
let provider: Provider
let verifier: Verifier
let plays: Play[]
beforeAll(async () => {
  const pacts = names.map(async (name) =>
    readPactFile(`contracts/pacts/${name}`, await readFile(`${root}contracts/pacts/${name}`, 'utf8')),
  )
  plays = understand(await Promise.all(pacts))
  provider = await ownDouble()
  verifier = await openVerifier(mutated(provider, () => mutation))
})
afterAll(async () => {
  await verifier[Symbol.asyncDispose]()
  await provider.close()
})

function playOf(isIt: (pact: PactFile) => boolean): Play {
  const play = plays.find(({ pact }) => isIt(pact))
  if (!play) throw new Error('There is no such pact')
  return play
}

test.each(names)('%s is kept', { timeout: 120_000 }, async (name) => {
  mutation = undefined
  const { outcomes } = await verifier.verify(playOf(({ source }) => source === `contracts/pacts/${name}`))
  expect(outcomes.length).toBeGreaterThan(0)
  const others = outcomes.filter(({ status }) => status !== 'kept')
  expect(
    others.map(({ interaction, differences, refusal }) => [interaction.description, ...differences, ...refusal]),
  ).toEqual([])
})

describe('a provider that changes', () => {
  test.each(mutations)('$provider, $interaction: $change', { timeout: 60_000 }, async (one) => {
    mutation = one
    const play = playOf(({ provider }) => provider === one.provider)
    const { outcomes } = await verifier.verify(play, ({ description }) => description === one.interaction)
    expect(outcomes.map(({ status }) => status)).toEqual(['broken'])
    expect(outcomes[0]?.differences.join('\n')).not.toMatch(/state|not replayed|stopped answering/)
  })

  test('in at least forty ways, over all the services', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(40)
    expect(new Set(mutations.map(({ provider }) => provider)).size).toBe(4)
    expect(new Set(mutations.map(({ interaction, change }) => `${interaction}: ${change}`)).size).toBe(mutations.length)
  })

  test('is listed in contracts/mutations.md; npm run docs:mutations writes it', async () => {
    expect(await readFile(`${root}contracts/mutations.md`, 'utf8')).toBe(mutationsPage())
  })
})
