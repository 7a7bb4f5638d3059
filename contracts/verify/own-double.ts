// A double in this process: nothing listens, and each interaction finds its world as it began.
import { createEmulator } from '../../emulator/emulator.ts'
import type { JournalEntry } from '../../emulator/journal.ts'
import { why } from '../../emulator/why.ts'
import type { World } from '../../emulator/world.ts'
import type { GivenScenario } from '../../fixtures/scenarios/plan.ts'
import { setUpState } from '../states/index.ts'
import type { Delivery, Provider } from './provider.ts'

/**
 * Its world is `main`, whose credentials are those of the vendors' documents, so that examples in pact files are true. Time stands still in it.
 * @param options.scenario with which every interaction begins; default `default`
 */
export async function ownDouble(options: { scenario?: GivenScenario } = {}): Promise<Provider> {
  // What is wrong with the options is known now.
  let emulator = await createEmulator(options)
  let isFresh = true
  return {
    name: 'a double in this process',
    states: true,
    messages: true,
    async begin() {
      // A new double is there sooner than one that has been in use is as it began.
      if (!isFresh) {
        await emulator.close()
        emulator = await createEmulator(options)
      }
      isFresh = false
      const { fetch, s3Url, url } = emulator
      const world = emulator.worlds.main
      return {
        url,
        s3Url,
        credentials: world.credentials,
        now: () => world.clock.now(),
        send: (request) => fetch(request),
        setUp: (state) => setUpState(state, { world, origin: url }),
        explain: async () => explained(world.journal.list({ direction: 'in', limit: 1 }).entries[0]),
        deliveries: async () => deliveriesOf(world),
      }
    },
    close: () => emulator.close(),
  }
}

/** In the words of the journal. */
export function explained(entry: JournalEntry | undefined): readonly string[] {
  const reason = entry && why(entry)
  if (entry === undefined || reason === undefined) return []
  const { expected, received } = entry.diagnosis ?? {}
  const texts = [
    ['it expects to be signed', expected?.stringToSign],
    ['was signed, it seems', received?.stringToSign],
  ] as const
  const lines = texts.flatMap(([what, text]) =>
    text === undefined || reason.includes(JSON.stringify(text)) ? [] : [`${what}: ${JSON.stringify(text)}`],
  )
  return [reason, ...lines]
}

function deliveriesOf(world: World): Delivery[] {
  return world.journal
    .newestFirst()
    .filter(([, { direction, operation }]) => direction === 'out' && operation === 'webhook')
    .map(([, { url, requestHeaders, requestBody = '' }]) => ({
      url,
      headers: Object.fromEntries([...requestHeaders].map(([name, value]) => [name.toLowerCase(), value])),
      body: requestBody,
    }))
    .toReversed()
}
