// What faults put off.
import type { Job } from '../time/jobs.ts'
import type { World } from '../world.ts'
import { deliverHeld, deliverJob } from './held.ts'
import { releaseJob } from './waiting.ts'

export const faultJobs: Readonly<Record<string, (job: Job, world: World) => Promise<void>>> = {
  [releaseJob]: (job, world) => world.faults.waiting.release(job),
  [deliverJob]: deliverHeld,
}
