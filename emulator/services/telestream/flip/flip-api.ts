// Flip 3.1 (§3.7): the same factories, videos, encodings and profiles as the signed API has, by `X-Api-Key`, in JSON, page by page.
import type { Exchange } from '../../../exchange.ts'
import type { Api } from '../api.ts'
import { apiKeySelector, authenticateApiKey } from '../api-key.ts'
import { type Call, dropFile, prefixesOf, readCall } from '../call.ts'
import { answerError } from '../errors.ts'
import { createRouter, operationFinder, refuseOtherFormats } from '../router.ts'
import { parameterValue } from '../signature/index.ts'
import { routes } from './routes.ts'

const route = createRouter(routes)

/** A body is read only when the key is known: nobody else may send files. */
async function handle(exchange: Exchange): Promise<Response> {
  let call: Call | undefined
  try {
    refuseOtherFormats(exchange)
    authenticateApiKey(exchange)
    call = await readCall(exchange)
    const factoryId = parameterValue(call.query, 'factory_id')
    call.scopeId = factoryId === '' ? undefined : factoryId
    return await route(call)
  } catch (error) {
    exchange.operation ??= operationOf(exchange)
    const answer = answerError(exchange, error)
    if (!answer) throw error
    return answer
  } finally {
    if (call) dropFile(call)
  }
}

const prefixes = prefixesOf('flip-3.1')
const operationOf = operationFinder(prefixes, routes)

export const flipApi: Api = { prefixes, select: apiKeySelector, handle, operationOf }
