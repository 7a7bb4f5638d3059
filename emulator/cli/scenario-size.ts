// `--scenario-size 100k`: the same as `large:100k`, for scripts that have the size in a variable.
import { ScenarioRefused } from '../../fixtures/scenarios/scenario.ts'
import { parseScenario } from '../options.ts'
import { exitStatus, Failure } from './failure.ts'

/** @param name of a scenario, with or without a size. @throws {Failure} when it has none to be given */
export function sized(name: string, { scenarioSize }: { scenarioSize?: string }): string {
  try {
    return parseScenario(scenarioSize === undefined ? name : `${name.split(':')[0] ?? ''}:${scenarioSize}`)
  } catch (error) {
    if (error instanceof ScenarioRefused)
      throw new Failure(error.message.replace(/^scenario: /, '--scenario: '), exitStatus.usage, { cause: error })
    throw error
  }
}
