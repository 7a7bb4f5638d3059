// The outbound requests of one world: guarded, told to its journal, and never waited for by requests that arrive meanwhile.
import { transport as platformTransport } from '#platform'
import { stopwatch } from '../time/stopwatch.ts'
import type { FiredFault } from '../faults/model.ts'
import type { Tracing } from '../tracing/tracing.ts'
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
  /** The same, and no fault happens to it but the one that has already. */
  deliver: (
    operation: string,
    service: string,
    request: OutboundRequest,
    fault?: FiredFault,
  ) => Promise<OutboundResponse>
}

export function createWorldOutbound(
  world: World,
  options: Pick<OutboundOptions, 'allowOutbound' | 'own'> & {
    transport: Transport | undefined
    tracing?: Tracing | undefined
  },
): WorldOutbound {
  const outbound = createOutbound({ ...options, transport: options.transport ?? platformTransport })
  const noteOf = (operation: string, service: string, request: OutboundRequest) => {
    const elapsed = stopwatch()
    return (
      status: number,
      responseHeaders: Iterable<[string, string]>,
      error?: string,
      fault?: FiredFault,
      fate?: 'lost' | 'held',
    ) =>
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
        fault,
        fate,
      })
  }

  async function deliver(operation: string, service: string, request: OutboundRequest, fault?: FiredFault) {
    const note = noteOf(operation, service, request)
    try {
      const send = () => world.jobs.outside(() => outbound.fetch(request))
      const traced = { world: world.name, operation, service, request }
      const response = await (options.tracing ? options.tracing.outbound(traced, send) : send())
      note(response.status, response.headers, undefined, fault)
      return response
    } catch (error) {
      if (error instanceof OutboundRefused) note(0, [], `${error.reason}: ${error.message}`, fault)
      throw error
    }
  }

  return {
    deliver,
    async fetch(operation, service, request) {
      if (!world.faults.armed) return deliver(operation, service, request)
      const { meetOutbound } = await import('../faults/outbound.ts')
      return meetOutbound({
        world,
        operation,
        service,
        request,
        send: (fault) => deliver(operation, service, request, fault),
        record: (status, error, fault, fate) => noteOf(operation, service, request)(status, [], error, fault, fate),
      })
    },
  }
}

function describeBody(body: Uint8Array | string | undefined): string | undefined {
  return body instanceof Uint8Array ? `[${body.length} bytes]` : body
}
