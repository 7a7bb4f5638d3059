// Who uses a store, and would fail without it.
import type { World } from '../../../world.ts'
import { factories } from '../model.ts'
import { workflowJobs, workflows } from '../workflows/model.ts'
import { type Store, storeLinks, watchRules } from './model.ts'

/** In words: `the workflow API Example (912d…)`. */
export function usersOf({ state }: World, { id: storeId }: Store): string[] {
  const owners = state
    .table(factories)
    .list()
    .filter(({ flip }) => flip?.storeId === storeId)
  return [
    ...state
      .table(workflows)
      .list({ where: { storeId } })
      .map(({ id, name }) => `the workflow ${name} (${id})`),
    ...state
      .table(workflowJobs)
      .list({ where: { status: 'in_progress' } })
      .filter(({ actions }) => actions.some((action) => action.storeId === storeId))
      .map(({ id }) => `the running workflow job ${id}`),
    ...owners.map(({ id, name }) => `the factory ${name} (${id})`),
    ...state
      .table(watchRules)
      .list({ where: { storeId } })
      .map(({ id }) => `the watch rule ${id}`),
    ...state
      .table(storeLinks)
      .list({ where: { storeId } })
      // A factory links its store too.
      .filter(({ serviceId }) => !owners.some(({ id }) => id === serviceId))
      .map(({ serviceName, serviceId }) => `a link of ${serviceName} ${serviceId}`),
  ]
}
