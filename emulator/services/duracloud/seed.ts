// What a scenario puts into a world for this service.
import { seedScenario } from '../../../fixtures/scenarios/index.ts'
import type { World } from '../../world.ts'

export async function seed(world: World): Promise<void> {
  await seedScenario(world, world.beginning.scenario, 'duracloud')
}
