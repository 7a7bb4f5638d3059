// DuraCloud's DuraStore: stores, spaces, content, and the tasks of their providers.
import type { Service } from '../../service.ts'
import type { Exchange } from '../../exchange.ts'
import { adopt } from './adopt.ts'
import { credentialKey } from './auth.ts'
import { context, readCall } from './call.ts'
import { answerError } from './errors.ts'
import { manifestJobs } from './manifest.ts'
import { operationOf } from './operation-of.ts'
import { route } from './routes.ts'
import { spaceJobs } from './space-life.ts'
import { handleBridge } from './snapshots/bridge-api.ts'
import { restoreJobs } from './snapshots/restores.ts'
import { snapshotJobs } from './snapshots/snapshot-steps.ts'
import { expiryJobs } from './snapshots/space-changes.ts'
import { distributionJobs } from './streaming/distributions.ts'
import { cookieJobs, tokenKey } from './tasks/signed-cookies.ts'
import { authorize } from './voter.ts'

function isDuraStore({ path }: Exchange): boolean {
  return path === context || path.startsWith(`${context}/`)
}

/** A user selects a world, and so does the token of a set of cookies, for which nobody needs to be known. */
function select(exchange: Exchange): string | undefined {
  if (exchange.path !== `${context}/aux/cookies`) return credentialKey(exchange)
  return tokenKey(new URLSearchParams(exchange.query).get('token') ?? '')
}

/** At once where it can: what lists tasks or spaces waits for nothing. */
function handle(exchange: Exchange): Response | Promise<Response> {
  const fail = (error: unknown): Response => refuse(exchange, error)
  try {
    if (exchange.host !== undefined) return deliverTo(exchange).catch(fail)
    if (!isDuraStore(exchange)) return handleBridge(exchange).catch(fail)
    const call = readCall(exchange)
    authorize(call)
    const answer = route(call)
    return answer instanceof Promise ? answer.catch(fail) : answer
  } catch (error) {
    return fail(error)
  }
}

/** Loaded by the first who watches. */
async function deliverTo(exchange: Exchange): Promise<Response> {
  const { deliver } = await import('./streaming/deliver.ts')
  return deliver(exchange)
}

function refuse(exchange: Exchange, error: unknown): Response {
  // Who is refused has not come as far as the routes.
  exchange.operation ??= operationOf(exchange)
  const answer = answerError(exchange, error)
  if (!answer) throw error
  return answer
}

export const duracloud: Service = {
  select,
  handle,
  adopt,
  jobs: {
    ...spaceJobs,
    ...manifestJobs,
    ...distributionJobs,
    ...cookieJobs,
    ...expiryJobs,
    ...snapshotJobs,
    ...restoreJobs,
  },
}
