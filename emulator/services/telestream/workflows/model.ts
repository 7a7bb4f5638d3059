// What the hosted workflows keep (§3.10): workflows that were imported from Vantage, and jobs that run in them.
import { defineTable } from '../../../state/table.ts'
import type { ErrorClass } from '../model.ts'
import type { Provider } from '../stores/providers.ts'

export interface Variable {
  identifier: string
  name: string
  /** Of .NET: Int32, String, Boolean, Double, TimeCode, … */
  typecode: string
  default: string
  value: string
}

export interface Nickname {
  identifier: string
  name: string
  description: string
}

/** An action that writes somewhere, which a job has to say. */
export interface StorageReference {
  actionIdentifier: string
  name: string
  description: string
  lifecycle: string
}

export interface Workflow {
  id: string
  name: string
  vantageWorkflowName: string
  identifier: string
  workflowHash: string
  /** When it was exported from Vantage. */
  timestamp: string
  variables: Record<string, Variable>
  sources: Record<string, Nickname>
  storageReferences: Record<string, StorageReference>
  /** The default store, for material that is uploaded. */
  storeId: string
  status: string
  createdAt: string
  updatedAt: string
}

export interface Output {
  /** In the bucket of its store. */
  path: string
  /** Bytes. */
  size: number
  mimeType: string
}

/** One action of a job, and where it runs: where its store is. */
export interface Action {
  identifier: string
  name: string
  storeId: string
  folderOffset: string | null
  provider: Provider
  region: string
  outputs: Output[]
}

/** What a job has of a source: an object in one of the world's buckets. */
export interface HeldSource {
  name: string
  bucket: string
  key: string
  /** Bytes. */
  size: number
}

export interface WorkflowJob {
  id: string
  workflowId: string
  name: string
  status: 'in_progress' | 'completed'
  state: 'succeeded' | 'failed' | null
  /** When it has ended; while it is under way, progress follows from the clock. */
  progress: number
  /** ms; null until it is picked up. */
  startedAt: number | null
  /** World time from start to end, in ms. */
  takes: number
  variables: Record<string, unknown>
  sources: Record<string, string>
  held: HeldSource[]
  actions: Action[]
  errorClass: ErrorClass | null
  errorMessage: string | null
  createdAt: number
  completedAt: number | null
  updatedAt: number
}

export const workflows = defineTable<Workflow>('telestream_workflows', { indexes: [['storeId']] })
export const workflowJobs = defineTable<WorkflowJob>('telestream_workflow_jobs', {
  indexes: [['workflowId'], ['status']],
})
