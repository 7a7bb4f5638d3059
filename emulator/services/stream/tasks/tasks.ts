// Tasks: started by whoever has something to do, asked for by clients.
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { notFound } from '../errors.ts'
import type { Route } from '../route.ts'
import { at } from '../wire.ts'
import { type Task, tasks } from './model.ts'

/** World time from the answer that names a task to its end, in ms: a first poll sees it under way. */
const takes = 500

/**
 * Begins a task whose work was done in the same transaction, and answers its id; clients see it completed a little later.
 * @param result in the vendor's words: `{ 'default:abc': { status: 'ok' } }`
 */
export function startTask(world: World, result: Record<string, unknown>): string {
  const now = world.clock.now()
  const id = world.ids.uuid('stream.task')
  world.state.table(tasks).insert({ id, status: 'pending', createdAt: now, updatedAt: now })
  world.jobs.schedule({ kind: 'stream.task', dueAt: now + takes, payload: { id, result }, subject: id })
  return id
}

export const taskJobs: Service['jobs'] = {
  'stream.task'(job, world) {
    const { id, result } = job.payload as { id: string; result: Record<string, unknown> }
    return () => void world.state.table(tasks).update(id, { status: 'completed', result, updatedAt: job.dueAt })
  },
}

function get(call: Call): object {
  const task = call.world.state.table(tasks).get(call.param('id'))
  if (!task) throw notFound(`Can't find task with id ${call.param('id')}`)
  return writeTask(task)
}

function writeTask({ id, status, result, error, createdAt, updatedAt }: Task): object {
  return {
    task_id: id,
    status,
    ...(result && { result }),
    ...(error && { error }),
    created_at: at(createdAt),
    updated_at: at(updatedAt),
  }
}

export const taskRoutes: readonly Route[] = [
  { method: 'GET', path: '/tasks/:id', operation: 'GetTask', serverOnly: true, handle: get },
]
