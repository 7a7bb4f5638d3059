// What a world's Stream app begins with: the built-in call types, and the part of its scenario.
import { seedScenario } from '../../../fixtures/scenarios/index.ts'
import type { World } from '../../world.ts'
import { seedCallTypes } from './call-types/model.ts'
import { forgetCounts } from './rate-limits.ts'

export async function seed(world: World): Promise<void> {
  forgetCounts(world)
  seedCallTypes(world)
  await seedScenario(world, world.beginning.scenario, 'stream')
}
