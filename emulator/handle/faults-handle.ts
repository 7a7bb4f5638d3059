// A world's faults as their user holds them. What it takes to understand one is loaded by the first that is added.
import type { CatalogueEntry } from '../faults/catalogue.ts'
import { describeFault, type Fault } from '../faults/describe.ts'
import type { FaultInput } from '../faults/input.ts'
import { type FaultService, faultServices } from '../faults/model.ts'
import type { World } from '../world.ts'

export interface WorldFaults {
  /**
   * Makes something go wrong: `{ service: 'telestream', operation: 'videos.*', error: 'unavailable', for: '10m' }`.
   * Answers what was added, several for some presets.
   * @throws {FaultRefused} for what is none, naming what is
   */
  add: (fault: FaultInput) => Promise<Fault[]>
  /** The same by the name of a preset, which may be given other limits: `preset('webhooks are lost', { times: 1 })`. */
  preset: (
    name: string,
    limits?: Pick<FaultInput, 'name' | 'probability' | 'nth' | 'times' | 'from' | 'until' | 'for'>,
  ) => Promise<Fault[]>
  /** In the order in which they were added, with how often each has happened. */
  list: () => Fault[]
  /** Answers false when there is none of that id. */
  remove: (id: string) => boolean
  clear: () => void
  /** The names of `error` that each service takes. */
  catalogue: () => Promise<Record<FaultService, CatalogueEntry[]>>
}

export function faultsHandle(world: World): WorldFaults {
  const describe = (faults: Awaited<ReturnType<World['faults']['add']>>) =>
    faults.map((fault) => describeFault(fault, world.clock.now()))
  return {
    add: async (fault) => describe(await world.faults.add(fault)),
    preset: async (preset, limits) => describe(await world.faults.add({ ...limits, preset })),
    list: () => describe(world.faults.list()),
    remove: (id) => world.faults.remove(id),
    clear: () => world.faults.clear(),
    async catalogue() {
      const { entriesOf } = await import('../faults/catalogue.ts')
      const all = faultServices.map(async (service) => [service, await entriesOf(service)] as const)
      // One for each service.
      return Object.fromEntries(await Promise.all(all)) as Record<FaultService, CatalogueEntry[]>
    },
  }
}
