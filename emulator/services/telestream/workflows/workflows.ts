// Workflows (§3.10): what they take, and where they write.
import type { World } from '../../../world.ts'
import { notFound } from '../stores/errors.ts'
import type { JsonCall } from '../stores/json-api.ts'
import { type Workflow, workflows } from './model.ts'
import { workflowBody } from './wire.ts'

/** A bare array, as the stores are; in the order of creation. */
export function list({ world }: JsonCall) {
  return world.state.table(workflows).list().map(workflowBody)
}

export function get({ world }: JsonCall, { workflow = '' }: Readonly<Record<string, string>>) {
  return workflowBody(findWorkflow(world, workflow))
}

/** @throws {ListedErrors} 404 */
export function findWorkflow(world: World, id: string): Workflow {
  const workflow = world.state.table(workflows).get(id)
  if (!workflow) throw notFound('Workflow', id, 'workflow_id')
  return workflow
}
