// Telestream Cloud / Panda: several APIs over the same factories, videos, encodings and profiles.
import type { Exchange } from '../../exchange.ts'
import type { Service } from '../../service.ts'
import type { Api } from './api.ts'
import { encodeJobs } from './encoding-jobs.ts'
import { syncJobs } from './flip/factory-sync.ts'
import { flipApi } from './flip/flip-api.ts'
import { ingestJobs } from './ingest.ts'
import { seed } from './seed.ts'
import { signedApi } from './signed-api.ts'
import { storesApi, watchJobs } from './stores/index.ts'
import { uploadApi, uploadJobs } from './uploads.ts'
import { webhookJobs } from './webhooks.ts'
import { workflowRunJobs, workflowsApi } from './workflows/index.ts'

const apis: readonly Api[] = [signedApi, uploadApi, flipApi, storesApi, workflowsApi]

function apiOf({ path }: Exchange): Api {
  const api = apis.find(({ prefixes }) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)))
  if (!api) throw new Error(`No API of Telestream's is at ${path}`)
  return api
}

export const telestream: Service = {
  select: (exchange) => apiOf(exchange).select(exchange),
  handle: (exchange) => apiOf(exchange).handle(exchange),
  seed,
  jobs: { ...ingestJobs, ...encodeJobs, ...webhookJobs, ...uploadJobs, ...syncJobs, ...watchJobs, ...workflowRunJobs },
}
