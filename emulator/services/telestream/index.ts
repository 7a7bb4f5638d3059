// Telestream Cloud / Panda: several APIs over the same factories, videos, encodings and profiles.
import type { Service } from '../../service.ts'
import { adopt } from './adopt.ts'
import { apiOf } from './api-of.ts'
import { encodeJobs } from './encoding-jobs.ts'
import { syncJobs } from './flip/factory-sync.ts'
import { ingestJobs } from './ingest.ts'
import { watchJobs } from './stores/index.ts'
import { uploadJobs } from './uploads.ts'
import { webhookJobs } from './webhooks.ts'
import { workflowRunJobs } from './workflows/index.ts'

export const telestream: Service = {
  select: (exchange) => apiOf(exchange).select(exchange),
  handle: (exchange) => apiOf(exchange).handle(exchange),
  adopt,
  jobs: { ...ingestJobs, ...encodeJobs, ...webhookJobs, ...uploadJobs, ...syncJobs, ...watchJobs, ...workflowRunJobs },
}
