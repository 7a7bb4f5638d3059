// Jobs of a workflow (§3.10): submitted, looked at, and asked how far they are.
import type { World } from '../../../world.ts'
import { notFound } from '../stores/errors.ts'
import type { JsonCall } from '../stores/json-api.ts'
import { createJob } from './create-job.ts'
import { type WorkflowJob, workflowJobs } from './model.ts'
import { readSubmission } from './submission.ts'
import { jobBody, progressBody } from './wire.ts'
import { findWorkflow } from './workflows.ts'

type Path = Readonly<Record<string, string>>

/** Newest first. No document names it; who uses watch rules has no other way to learn the ids of their jobs. */
export function list({ world }: JsonCall, { workflow = '' }: Path) {
  const { id: workflowId } = findWorkflow(world, workflow)
  const now = world.clock.now()
  return world.state
    .table(workflowJobs)
    .list({ where: { workflowId }, direction: 'desc' })
    .map((job) => jobBody(job, now))
}

export async function submit({ world, body }: JsonCall, path: Path) {
  const workflow = findWorkflow(world, path.workflow ?? '')
  const submission = await readSubmission(world, workflow, body)
  const job = world.state.transaction(() => createJob(world, workflow, submission))
  return jobBody(job, world.clock.now())
}

export function get({ world }: JsonCall, path: Path) {
  return jobBody(findJob(world, path), world.clock.now())
}

export function progress({ world }: JsonCall, path: Path) {
  return progressBody(findJob(world, path), world.clock.now())
}

/** @throws {ListedErrors} 404 */
function findJob(world: World, { workflow = '', job: id = '' }: Path): WorkflowJob {
  const job = world.state.table(workflowJobs).get(id)
  if (job?.workflowId !== findWorkflow(world, workflow).id) throw notFound('WorkflowJob', id, 'workflow_job_id')
  return job
}
