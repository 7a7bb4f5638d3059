// The signed encoding API, V2 and V3.0.
import type { Exchange } from '../../exchange.ts'
import type { Api } from './api.ts'
import { authenticate, credentialKey } from './auth.ts'
import { type Call, dropFile, prefixesOf, readCall } from './call.ts'
import { answerError } from './errors.ts'
import { createRouter, refuseOtherFormats } from './router.ts'
import { routes } from './routes.ts'

/** A call, or the error that reading it ended in: the world is chosen first, then the error is answered in its journal. */
type Reading = { call: Call } | { error: unknown }

const route = createRouter(routes)

async function read(exchange: Exchange): Promise<Reading> {
  try {
    return { call: await readCall(exchange) }
  } catch (error) {
    return { error }
  }
}

/** The parameters of a GET are read at once; a body is waited for, because the credential may stand in it (gem, PHP). */
async function select(exchange: Exchange): Promise<string | undefined> {
  const reading = await read(exchange)
  exchange.parsed = reading
  return 'call' in reading ? credentialKey(reading.call.parameters) : undefined
}

async function handle(exchange: Exchange): Promise<Response> {
  let call: Call | undefined
  try {
    const reading = (exchange.parsed as Reading | undefined) ?? (await read(exchange))
    if ('error' in reading) throw reading.error
    call = reading.call
    refuseOtherFormats(exchange)
    authenticate(call)
    return await route(call)
  } catch (error) {
    const answer = answerError(exchange, error)
    if (!answer) throw error
    return answer
  } finally {
    if (call) dropFile(call)
  }
}

export const signedApi: Api = { prefixes: prefixesOf('v2', 'v3.0'), select, handle }
