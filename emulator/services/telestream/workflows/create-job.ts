// A job comes to be: whoever submitted it, a client or a watch rule.
import type { World } from '../../../world.ts'
import { type Store, stores } from '../stores/model.ts'
import type { Action, Workflow, WorkflowJob } from './model.ts'
import { workflowJobs } from './model.ts'

export interface NewJob {
  id?: string
  name: string
  variables: Record<string, unknown>
  /** URLs by nickname. */
  sources: Record<string, string>
  /** By the identifier of the action. */
  storage: Record<string, { store: Store; folderOffset: string | null }>
}

/** Belongs in a transaction. What it asks for has been checked. */
export function createJob(world: World, workflow: Workflow, asked: NewJob): WorkflowJob {
  const now = world.clock.now()
  const job: WorkflowJob = {
    id: asked.id ?? world.ids.hex('workflow-job'),
    workflowId: workflow.id,
    name: asked.name,
    status: 'in_progress',
    state: null,
    progress: 0,
    startedAt: null,
    takes: world.settings.telestream.encodingTime,
    variables: asked.variables,
    sources: asked.sources,
    held: [],
    actions: Object.entries(asked.storage).map(([identifier, { store, folderOffset }]): Action => ({
      identifier,
      name: workflow.storageReferences[identifier]?.name ?? '',
      storeId: store.id,
      folderOffset,
      provider: store.provider,
      region: store.region,
      outputs: [],
    })),
    errorClass: null,
    errorMessage: null,
    createdAt: now,
    completedAt: null,
    updatedAt: now,
  }
  world.state.table(workflowJobs).insert(job)
  world.jobs.schedule({ kind: 'telestream.workflow-start', dueAt: now, payload: { jobId: job.id }, subject: job.id })
  return job
}

/** The store in which material is that came without naming one. */
export function defaultStore(world: World, workflow: Workflow): Store | undefined {
  return world.state.table(stores).get(workflow.storeId)
}
