// A watched object becomes a job of a hosted workflow.
import { UniqueViolation } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import { baseName } from '../path-format.ts'
import type { WatchedObject } from '../stores/watch-targets.ts'
import { createJob, defaultStore } from './create-job.ts'
import { workflows } from './model.ts'

/** Why a watched object cannot be submitted; undefined when it can. */
export function refuseWatched(world: World, workflowId: string): string | undefined {
  const workflow = world.state.table(workflows).get(workflowId)
  if (!workflow) return `Couldn't find Workflow with ID=${workflowId}`
  const count = Object.keys(workflow.sources).length
  if (count !== 1) return `The workflow ${workflow.name} takes ${count} sources; an object is one`
  return defaultStore(world, workflow) ? undefined : `The workflow ${workflow.name} has no store for its outputs`
}

/** There is nobody to give variables and stores: the workflow's defaults are taken. */
export async function submitWatched(world: World, { rule, store, head, resultId, done }: WatchedObject): Promise<void> {
  const workflow = world.state.table(workflows).get(rule.serviceId)
  const output = workflow && defaultStore(world, workflow)
  if (!workflow || !output) return
  const variables = Object.values(workflow.variables).map((variable) => [variable.name, variable.default])
  const references = Object.keys(workflow.storageReferences)
  try {
    world.state.transaction(() => {
      createJob(world, workflow, {
        id: resultId,
        name: baseName(head.key),
        variables: Object.fromEntries(variables),
        sources: Object.fromEntries(
          Object.keys(workflow.sources).map((nickname) => [nickname, objectUri(store.bucket, head.key)]),
        ),
        storage: Object.fromEntries(references.map((id) => [id, { store: output, folderOffset: null }])),
      })
      done()
    })
  } catch (error) {
    // Another notice of the same object was quicker.
    if (!(error instanceof UniqueViolation)) throw error
  }
}

function objectUri(bucket: string, key: string): string {
  return `s3://${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
}
