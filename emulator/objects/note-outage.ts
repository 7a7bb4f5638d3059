// Storage that is down while a job works: no request tells of it, and so the journal does.
import type { Job } from '../time/jobs.ts'
import type { World } from '../world.ts'
import { outageBehind } from './errors.ts'

/**
 * Records why a job could not go on: the outage, and the fault that made it where one did. Does nothing for any other error.
 * @param about what the job, or this part of it, is about: a video's id, a file's name
 */
export function noteOutage(world: World, { kind, subject, id }: Job, error: unknown, about = subject ?? id): void {
  const outage = outageBehind(error)
  if (!outage) return
  const [service = '', operation = ''] = kind.split('.')
  world.journal.record({
    at: world.clock.now(),
    service,
    operation,
    direction: 'out',
    method: 'FAULT',
    url: `${service}:${operation}/${about}`,
    status: 0,
    requestHeaders: [],
    responseHeaders: [],
    durationMs: 0,
    error: outage.message,
    fault: outage.fault,
  })
}
