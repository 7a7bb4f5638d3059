// Vantage Cloud Port: hosted workflows v2.0 (§3.10).
import { createJsonApi, type JsonRoute } from '../stores/json-api.ts'
import * as jobs from './jobs.ts'
import * as workflows from './workflows.ts'

export { workflowRunJobs } from './run.ts'

const job = '/workflows/:workflow/workflow-jobs/:job'

export const workflowsRoutes: readonly JsonRoute[] = [
  ['GET', '/workflows', 'workflows.list', workflows.list],
  ['GET', '/workflows/:workflow', 'workflows.get', workflows.get],
  ['GET', '/workflows/:workflow/workflow-jobs', 'workflow-jobs.list', jobs.list],
  ['POST', '/workflows/:workflow/workflow-jobs', 'workflow-jobs.submit', jobs.submit],
  ['GET', job, 'workflow-jobs.get', jobs.get],
  ['GET', `${job}/progress`, 'workflow-jobs.progress', jobs.progress],
]

export const workflowsApi = createJsonApi('/vantage-cloud-port/v2.0', workflowsRoutes)
