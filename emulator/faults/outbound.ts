// Deliveries and downloads on their way through the faults of their world.
import type { OutboundRequest, OutboundResponse } from '../outbound/outbound.ts'
import { OutboundRefused } from '../outbound/refused.ts'
import type { World } from '../world.ts'
import { isOutboundError, outboundErrors } from './catalogue.ts'
import { hold } from './held.ts'
import { firedAs } from './faults.ts'
import type { FaultService, FiredFault, StoredFault } from './model.ts'

/** One request of the double, and how it is made and noted. */
export interface Outgoing {
  world: World
  operation: string
  service: string
  request: OutboundRequest
  /** Makes it, and tells the journal. */
  send: (fault?: FiredFault) => Promise<OutboundResponse>
  /** Tells the journal of one that was not made. */
  record: (status: number, error: string, fault: FiredFault, fate?: 'lost' | 'held') => void
}

/** @throws {OutboundRefused} */
export async function meetOutbound(outgoing: Outgoing): Promise<OutboundResponse> {
  const { world, operation, service: vendor, request } = outgoing
  const service = serviceOf(operation)
  const method = request.method ?? 'GET'
  const path = String(request.url)
  const [fault] =
    service === 'storage'
      ? world.faults.strike({ kind: 'storage', service, vendor, operation: 'request', path })
      : world.faults.strike({ kind: 'outbound', service, vendor, method, path })
  return fault ? happen(outgoing, fault) : outgoing.send()
}

function serviceOf(operation: string): FaultService & ('webhook' | 'source' | 'storage') {
  return operation === 'webhook' || operation === 'storage' ? operation : 'source'
}

async function happen(outgoing: Outgoing, fault: StoredFault): Promise<OutboundResponse> {
  const { record, request, send } = outgoing
  const { effect } = fault
  const fired = firedAs(fault)
  switch (effect.kind) {
    case 'error':
      // A storage elsewhere is not there, as the one within is not.
      return fail(outgoing, fault.service === 'storage' ? 'connection-refused' : effect.error, fired)
    case 'lose':
      record(0, 'lost on its way; the service believes that it was delivered', fired, 'lost')
      return delivered(request)
    case 'duplicate': {
      const response = await send(fired)
      await again(send, fired)
      return response
    }
    case 'disorder':
      record(0, 'held back, and sent later', fired, 'held')
      hold(outgoing, effect, fired)
      return delivered(request)
    default:
      return send()
  }
}

function fail({ record, request }: Outgoing, name: string, fired: FiredFault): OutboundResponse {
  const error = isOutboundError(name) ? outboundErrors[name] : outboundErrors['connection-refused']
  if ('status' in error) {
    record(error.status, error.summary, fired)
    return { status: error.status, headers: new Headers(), body: null, url: String(request.url) }
  }
  record(0, `${error.reason}: ${error.message}`, fired)
  throw new OutboundRefused(error.reason, `${String(request.url)}: ${error.message}`)
}

/** What the service is told. */
function delivered({ url }: OutboundRequest): OutboundResponse {
  return { status: 200, headers: new Headers(), body: null, url: String(url) }
}

/** The service knows of the first alone; whatever becomes of the second is in the journal. */
async function again(send: Outgoing['send'], fired: FiredFault): Promise<void> {
  try {
    const { body } = await send(fired)
    await body?.cancel()
  } catch (error) {
    if (!(error instanceof OutboundRefused)) throw error
  }
}
