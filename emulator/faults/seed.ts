// What a scenario makes go wrong from the beginning.
import { loadScenario } from '../../fixtures/scenarios/index.ts'
import type { World } from '../world.ts'

/** To be called once a beginning; what was taken back stays so after a restart. */
export async function seedFaults(world: World): Promise<void> {
  const { faults = [] } = await loadScenario(world.beginning.scenario)
  if (faults.length === 0 || world.state.read('seeded/faults') === true) return
  const { readFaults } = await import('./input.ts')
  const read = await Promise.all(faults.map((fault) => readFaults(fault, world.clock.now())))
  world.state.transaction(() => {
    world.faults.insert(read.flat())
    world.state.write('seeded/faults', true)
  })
}
