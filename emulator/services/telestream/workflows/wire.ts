// The names, dates and bodies of the hosted workflows (§3.10); the only place where ours become theirs.
import { rfc3339 } from '../stores/wire.ts'
import type { Action, Workflow, WorkflowJob } from './model.ts'

export function workflowBody(workflow: Workflow) {
  return {
    id: workflow.id,
    name: workflow.name,
    vantage_workflow_name: workflow.vantageWorkflowName,
    identifier: workflow.identifier,
    workflow_hash: workflow.workflowHash,
    timestamp: workflow.timestamp,
    input: {
      variables: workflow.variables,
      sources: Object.fromEntries(
        Object.entries(workflow.sources).map(([key, { name, description, identifier }]) => [
          key,
          { name, description, identifier },
        ]),
      ),
      storage_references: Object.fromEntries(
        Object.entries(workflow.storageReferences).map(([key, { actionIdentifier, ...others }]) => [
          key,
          { action_identifier: actionIdentifier, ...others },
        ]),
      ),
    },
    store_id: workflow.storeId,
    created_at: workflow.createdAt,
    updated_at: workflow.updatedAt,
    status: workflow.status,
  }
}

/** As the documents show it: a failed job has no progress, one under way no state. */
export function progressBody(job: WorkflowJob, now: number) {
  return {
    status: job.status,
    ...(job.state === null ? {} : { state: job.state }),
    ...(job.state === 'failed' ? {} : { progress: progressOf(job, now) }),
  }
}

export function jobBody(job: WorkflowJob, now: number) {
  const [first] = job.actions
  return {
    id: job.id,
    workflow_id: job.workflowId,
    name: job.name,
    status: job.status,
    ...(job.state === null ? {} : { state: job.state }),
    progress: progressOf(job, now),
    // The documents: the store defines the provider and region in which the instance runs that processes the action.
    provider: first?.provider ?? null,
    region: first?.region ?? null,
    inputs: { variables: job.variables, sources: job.sources },
    storage_references: Object.fromEntries(job.actions.map((action) => [action.identifier, storageBody(action)])),
    actions: job.actions.map(actionBody),
    ...(job.errorClass === null ? {} : { error_class: job.errorClass, error_message: job.errorMessage }),
    created_at: rfc3339(job.createdAt),
    ...(job.startedAt === null ? {} : { started_at: rfc3339(job.startedAt) }),
    ...(job.completedAt === null ? {} : { completed_at: rfc3339(job.completedAt) }),
    updated_at: rfc3339(job.updatedAt),
  }
}

/** 99 is the most before the end. */
function progressOf({ status, progress, startedAt, takes }: WorkflowJob, now: number): number {
  if (status === 'completed' || startedAt === null) return progress
  return Math.max(0, Math.min(99, Math.floor(((now - startedAt) / takes) * 100)))
}

function storageBody({ storeId, folderOffset }: Action) {
  return { store_id: storeId, ...(folderOffset === null ? {} : { folder_offset: folderOffset }) }
}

function actionBody({ identifier, name, storeId, provider, region, outputs }: Action) {
  return {
    identifier,
    name,
    provider,
    region,
    store_id: storeId,
    outputs: outputs.map(({ path, size, mimeType }) => ({ path, file_size: size, mime_type: mimeType })),
  }
}
