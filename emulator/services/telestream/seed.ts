// What a scenario puts into a world for this service.
import { loadScenario } from '../../../fixtures/scenarios/index.ts'
import type { World } from '../../world.ts'

export async function seed(world: World, scenario: string): Promise<void> {
  await (await loadScenario(scenario)).telestream?.(world)
}
