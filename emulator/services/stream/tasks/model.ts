// Work that is done after its answer: `GET /tasks/{id}` tells how it goes (§2.4).
import { defineTable } from '../../../state/table.ts'

export interface Task {
  id: string
  status: 'pending' | 'running' | 'completed' | 'failed'
  /** In the vendor's words, once it is completed. */
  result?: Record<string, unknown>
  error?: { type: string; description: string }
  createdAt: number
  updatedAt: number
}

export const tasks = defineTable<Task>('stream_tasks')
