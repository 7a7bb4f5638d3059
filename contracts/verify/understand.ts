// What has to be known before anything is replayed: the service of each file, and that its states can be set up.
import { readState, type ReadState, StateRefused } from '../states/index.ts'
import type { Interaction, PactFile } from './pact-file.ts'
import { CannotVerify } from './problem.ts'
import { type ProviderService, serviceOfProvider } from './providers.ts'
import type { Play } from './stage.ts'

/** @throws {CannotVerify} with a line for each thing that is wrong */
export function understand(pacts: readonly PactFile[]): Play[] {
  const problems: string[] = []
  const plays = pacts.flatMap((pact) => {
    try {
      return [{ pact, service: serviceOf(pact), states: statesOf(pact, problems) }]
    } catch (error) {
      if (!(error instanceof CannotVerify)) throw error
      problems.push(error.message)
      return []
    }
  })
  if (problems.length > 0) throw new CannotVerify([...new Set(problems)].join('\n'))
  return plays
}

function serviceOf({ provider, source }: PactFile): ProviderService {
  try {
    return serviceOfProvider(provider)
  } catch (error) {
    if (error instanceof CannotVerify) throw new CannotVerify(`${source}: ${error.message}`, { cause: error })
    throw error
  }
}

function statesOf({ interactions, source }: PactFile, problems: string[]): Map<Interaction, ReadState[]> {
  return new Map(
    interactions.map((interaction) => [
      interaction,
      interaction.states.flatMap(({ name, params }) => {
        try {
          return [readState(name, params)]
        } catch (error) {
          if (!(error instanceof StateRefused)) throw error
          problems.push(`${source}: "${interaction.description}": ${error.message}`)
          return []
        }
      }),
    ]),
  )
}
