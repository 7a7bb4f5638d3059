// Webhooks that are held back: jobs of the world, sent when they are due.
import { OutboundRefused } from '../outbound/refused.ts'
import type { Job } from '../time/jobs.ts'
import type { World } from '../world.ts'
import type { Outgoing } from './outbound.ts'
import type { FiredFault } from './model.ts'

export const deliverJob = 'faults.deliver'

interface Held {
  operation: string
  service: string
  fault: FiredFault
  url: string
  method: string
  headers: [string, string][]
  /** Of bytes: their base64. */
  body: { text: string } | { base64: string } | undefined
  maxBytes: number
  timeoutMs: number
}

/** Puts a delivery off. */
export function hold(
  { world, operation, service, request }: Outgoing,
  { byMs, withinMs }: { byMs: number | undefined; withinMs: number },
  fault: FiredFault,
): void {
  const { body, headers, maxBytes, method = 'GET', timeoutMs, url } = request
  const held: Held = {
    operation,
    service,
    fault,
    url: String(url),
    method,
    headers: [...new Headers(headers)],
    body: body === undefined ? undefined : typeof body === 'string' ? { text: body } : { base64: btoa(binary(body)) },
    maxBytes,
    timeoutMs,
  }
  const delay = byMs ?? Math.floor(world.ids.fraction('fault-disorder') * withinMs)
  world.jobs.schedule({ kind: deliverJob, dueAt: world.clock.now() + delay, payload: held })
}

/** Sends it; the service has forgotten it, and so it is tried once. */
export async function deliverHeld({ payload }: Job, world: World): Promise<void> {
  const { operation, service, fault, body, ...request } = payload as Held
  try {
    const given = body === undefined ? {} : { body: 'text' in body ? body.text : bytes(atob(body.base64)) }
    const response = await world.outbound.deliver(
      operation,
      service,
      { ...request, headers: new Headers(request.headers), ...given },
      fault,
    )
    await response.body?.cancel()
  } catch (error) {
    if (!(error instanceof OutboundRefused)) throw error
  }
}

function binary(body: Uint8Array): string {
  return Array.from(body, (byte) => String.fromCharCode(byte)).join('')
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
