// A request on its way through the faults of its world, to its service or past it.
import type { Exchange } from '../exchange.ts'
import type { Service, ServiceDefinition } from '../service.ts'
import { cut, slowed, truncated } from './bodies.ts'
import { type Limited, loadServiceFaults, type ServiceFaults } from './catalogue.ts'
import { ConnectionReset } from './connection-reset.ts'
import { firedAs } from './faults.ts'
import { type FaultEffect, faultServices, type FaultService, type StoredFault } from './model.ts'
import { type Reason, WaitEnded } from './waiting.ts'

/** A fault that has happened to a request, and how long the request has to have patience with it. */
interface Held {
  fault: StoredFault
  patience: AbortSignal
}

/**
 * Answers a request as the service does, or as a fault does.
 * @throws {ConnectionReset} when the connection is to break
 */
export async function meet(exchange: Exchange, { name }: ServiceDefinition, service: Service): Promise<Response> {
  const vendor = await loadServiceFaults(name)
  if (!vendor || !isFaultService(name)) return service.handle(exchange)
  const { faults } = exchange.world
  const fired = faults.strike({
    kind: 'request',
    service: name,
    operation: vendor.operationOf(exchange),
    method: exchange.request.method,
    path: exchange.path,
    ...(faults.asksForCredentials && { credentials: await credentialsOf(exchange, service, vendor) }),
  })
  if (fired.length === 0) return service.handle(exchange)

  const { promise: done, resolve } = Promise.withResolvers<void>()
  // From now on: a fault may be taken back while another one holds the request up.
  const held = fired.map((fault): Held => ({ fault, patience: faults.waiting.patienceFor(fault.id) }))
  try {
    for (const { fault, patience } of held) {
      note(exchange, fault)
      const { effect, id: because } = fault
      if (effect.kind === 'latency') await faults.waiting.wait(effect.ms, effect.clock, { because, patience, done })
    }
    const ending = fired.find(({ effect }) => ends(effect))
    if (ending) note(exchange, ending)
    const answer = ending ? await end(exchange, ending, service, vendor) : await service.handle(exchange)
    return held.reduce((response, one) => changed(exchange, response, one), answer)
  } catch (error) {
    if (!(error instanceof WaitEnded)) throw error
    vendor.drop?.(exchange)
    throw new ConnectionReset(exchange.peer)
  } finally {
    resolve()
  }
}

function isFaultService(name: string): name is FaultService {
  return faultServices.some((service) => service === name)
}

async function credentialsOf(exchange: Exchange, service: Service, vendor: ServiceFaults): Promise<string[]> {
  const key = exchange.credential ?? (await service.select(exchange))
  return [...(key === undefined ? [] : [key]), ...(vendor.credentialsOf?.(exchange) ?? [])]
}

/** A limit that is not exceeded is nothing that has happened. */
function note(exchange: Exchange, fault: StoredFault): void {
  if (fault.effect.kind !== 'rate-limit' || isExceeded(fault)) exchange.fault = firedAs(fault)
}

function ends({ kind }: FaultEffect): boolean {
  return kind === 'error' || kind === 'rate-limit' || kind === 'reset'
}

async function end(exchange: Exchange, fault: StoredFault, service: Service, vendor: ServiceFaults): Promise<Response> {
  const { effect } = fault
  const operation = vendor.operationOf(exchange)
  if (operation !== undefined) exchange.operation ??= operation
  const instead = (answer: () => Response | Promise<Response>) => {
    vendor.drop?.(exchange)
    return answer()
  }
  switch (effect.kind) {
    case 'error': {
      const error = vendor.errors[effect.error]
      // A newer program's name.
      if (!error) return service.handle(exchange)
      if (effect.after) await giveUp(await service.handle(exchange))
      return instead(() => error.answer(exchange, effect.details))
    }
    case 'rate-limit': {
      const limited = limitedBy(exchange, fault, effect)
      if (isExceeded(fault)) return instead(() => vendor.limited(exchange, limited))
      const response = await service.handle(exchange)
      for (const [header, value] of Object.entries(vendor.limitHeaders?.(limited) ?? {}))
        response.headers.set(header, value)
      exchange.answered = undefined
      return response
    }
    case 'reset':
      if (effect.after) await giveUp(await service.handle(exchange))
      else if (effect.afterBytes === undefined || !exchange.request.body || exchange.request.bodyUsed)
        vendor.drop?.(exchange)
      else await handleCut(exchange, effect.afterBytes, service)
      throw new ConnectionReset(exchange.peer)
    default:
      return service.handle(exchange)
  }
}

/** The service sees the beginning of the body, and then that the client is gone. What it answers, nobody hears. */
async function handleCut(exchange: Exchange, bytes: number, service: Service): Promise<void> {
  const { request } = exchange
  if (!request.body) return
  const { method, headers, url } = request
  const init = { method, headers, body: cut(request.body, bytes), duplex: 'half' as const }
  const seen: Exchange = { ...exchange, request: new Request(url, init) }
  await giveUp(await service.handle(seen))
  if (seen.operation !== undefined) exchange.operation = seen.operation
}

async function giveUp(response: Response): Promise<void> {
  // Its reader is gone, and so is whatever could fail.
  await response.body?.cancel().catch(() => undefined)
}

function isExceeded({ effect, window }: StoredFault): boolean {
  return effect.kind === 'rate-limit' && (window?.count ?? 0) > effect.limit
}

function limitedBy(
  { world }: Exchange,
  { window }: StoredFault,
  { limit, windowMs }: { limit: number; windowMs: number },
): Limited {
  const { number, count } = window ?? { number: 0, count: 0 }
  const resetAt = (number + 1) * windowMs
  const retryAfter = Math.max(1, Math.ceil((resetAt - world.clock.now()) / 1000))
  return { limit, remaining: Math.max(0, limit - count), resetAt, retryAfter }
}

/** What is left to do with an answer: its body. */
function changed(exchange: Exchange, response: Response, { fault, patience }: Held): Response {
  const { effect, id: because } = fault
  if (effect.kind !== 'truncate' && effect.kind !== 'slow') return response
  const { responseBody, world } = exchange
  exchange.answered = undefined
  // Without its length, a body that breaks off could look complete.
  if (responseBody !== undefined && response.body && !response.headers.has('content-length'))
    response.headers.set('content-length', String(new TextEncoder().encode(responseBody).length))
  const { waiting } = world.faults
  const { peer } = exchange
  if (effect.kind === 'truncate') return truncated(response, effect.bytes, { peer, signal: waiting.signal })
  const reason: Reason = { because, patience, done: Promise.resolve() }
  const wait = (ms: number) => waiting.wait(ms, effect.clock, reason)
  return slowed(response, effect.bytesPerSecond, { peer, wait })
}
