// DuraCloud's DuraStore: stores, spaces, content, and the tasks of their providers.
import type { Service } from '../../service.ts'
import type { Exchange } from '../../exchange.ts'
import { authenticate, credentialKey } from './auth.ts'
import { readCall } from './call.ts'
import { answerError } from './errors.ts'
import { manifestJobs } from './manifest.ts'
import { route } from './routes.ts'
import { seed } from './seed.ts'
import { spaceJobs } from './spaces.ts'
import { authorize } from './voter.ts'

async function handle(exchange: Exchange): Promise<Response> {
  try {
    const call = readCall(exchange, authenticate(exchange))
    authorize(call)
    return await route(call)
  } catch (error) {
    const answer = answerError(exchange, error)
    if (!answer) throw error
    return answer
  }
}

export const duracloud: Service = { select: credentialKey, handle, seed, jobs: { ...spaceJobs, ...manifestJobs } }
