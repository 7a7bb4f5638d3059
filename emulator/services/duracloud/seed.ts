// What a world's DuraCloud begins with: the part of its scenario.
import { loadScenario } from '../../../fixtures/scenarios/index.ts'
import type { World } from '../../world.ts'

export async function seed(world: World, scenario: string): Promise<void> {
  await (await loadScenario(scenario)).duracloud?.(world)
}
