// The outbound requests of one world: guarded, told to its journal, and never waited for by requests that arrive meanwhile.
import { transport as platformTransport } from '#platform'
import { stopwatch } from '../time/stopwatch.ts'
import type { World } from '../world.ts'
import { createOutbound, type OutboundOptions, type OutboundRequest, type OutboundResponse } from './outbound.ts'
import { OutboundRefused } from './refused.ts'
import type { Transport } from './transport.ts'

export interface WorldOutbound {
  /**
   * @param operation how the journal calls it: `webhook`, `source`
   * @throws {OutboundRefused}
   */
  fetch: (operation: string, service: string, request: OutboundRequest) => Promise<OutboundResponse>
}

export function createWorldOutbound(
  world: World,
  options: Pick<OutboundOptions, 'allowOutbound' | 'own'> & { transport: Transport | undefined },
): WorldOutbound {
  const outbound = createOutbound({ ...options, transport: options.transport ?? platformTransport })
  return {
    async fetch(operation, service, request) {
      const elapsed = stopwatch()
      const record = (status: number, responseHeaders: Iterable<[string, string]>, error?: string) =>
        world.journal.record({
          at: world.clock.now(),
          service,
          operation,
          direction: 'out',
          method: request.method ?? 'GET',
          url: String(request.url),
          status,
          requestHeaders: new Headers(request.headers),
          requestBody: describeBody(request.body),
          responseHeaders,
          durationMs: elapsed(),
          error,
        })
      try {
        const response = await world.jobs.outside(() => outbound.fetch(request))
        record(response.status, response.headers)
        return response
      } catch (error) {
        if (error instanceof OutboundRefused) record(0, [], `${error.reason}: ${error.message}`)
        throw error
      }
    },
  }
}

function describeBody(body: Uint8Array | string | undefined): string | undefined {
  return body instanceof Uint8Array ? `[${body.length} bytes]` : body
}
