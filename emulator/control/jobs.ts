// GET /jobs, POST /jobs/ID/run.
import { z } from 'zod'
import type { Job } from '../time/jobs.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'

export const jobSchema = z.object({
  id: z.string(),
  kind: z.string().describe('`SERVICE.WHAT`'),
  dueAt: answeredInstant.describe('In the world’s time.'),
  status: z.enum(['waiting', 'failed']),
  attempts: z.int().describe('How often it has failed.'),
  background: z.boolean().describe('Housekeeping: `advance until idle` does not wait for it.'),
  subject: z.string().optional().describe('What it is about.'),
  lastError: z.string().optional(),
})

export const jobs = [
  defineRoute({
    method: 'GET',
    path: '/jobs',
    operationId: 'listJobs',
    summary: 'What will happen in the world',
    description: 'Jobs that wait, those due first in front, and then those that have failed for good.',
    scope: 'world',
    answers: { 200: { description: 'All of them.', schema: z.object({ jobs: z.array(jobSchema) }) } },
    handle: (_, { world }) => ({ status: 200, body: { jobs: world.jobs.list().map(describeJob) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/jobs/{id}/run',
    operationId: 'runJob',
    summary: 'Makes a job happen now',
    description: 'Whenever it is due, and also when it has failed. The clock stays where it is.',
    scope: 'world',
    params: strict({ id: z.string() }),
    answers: {
      200: {
        description: 'It was tried. A job that is done is gone; one that failed is answered.',
        schema: z.object({ id: z.string(), done: z.boolean(), job: jobSchema.optional() }),
      },
    },
    errors: { 'not-found': 'There is no such job, or it is done.' },
    async handle({ params: { id } }, { world }) {
      if (!(await world.jobs.run(id)))
        throw new ControlError('not-found', `The world ${world.name} has no job ${id}, or it is done`)
      const job = world.closed ? undefined : world.jobs.get(id)
      return { status: 200, body: { id, done: job === undefined, ...(job && { job: describeJob(job) }) } }
    },
  }),
]

function describeJob(job: Job): z.output<typeof jobSchema> {
  const { attempts, background, dueAt, id, kind, lastError, status, subject } = job
  return {
    id,
    kind,
    dueAt: new Date(dueAt).toISOString(),
    status,
    attempts,
    background,
    ...(subject !== undefined && { subject }),
    ...(lastError !== undefined && { lastError }),
  }
}
