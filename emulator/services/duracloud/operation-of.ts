// What the journal calls a request to DuraCloud, before anything of it is handled.
import type { Exchange } from '../../exchange.ts'
import { context, readPath } from './call.ts'
import { DuraCloudError } from './errors.ts'
import { operationOf as resourceOperation } from './routes.ts'
import { bridgeOperation } from './snapshots/bridge-api.ts'
import { distributionOperation } from './streaming/distribution-operation.ts'

/** Undefined for a request that nobody answers. */
export function operationOf(exchange: Exchange): string | undefined {
  const { method } = exchange.request
  if (exchange.host !== undefined) return distributionOperation(method)
  if (!exchange.path.startsWith(context)) return bridgeOperation(exchange)
  try {
    return resourceOperation({ method, ...readPath(exchange) })
  } catch (error) {
    // A path that nobody answers.
    if (error instanceof DuraCloudError) return undefined
    throw error
  }
}
