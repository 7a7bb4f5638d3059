// The way of a request from its service to the journal: its world is chosen, what is due there is done, the service answers, and all is noted.
import { exchanges } from '#platform'
import type { Exchange } from './exchange.ts'
import { answerJson, headersOf } from './exchange.ts'
import { ConnectionReset } from './faults/connection-reset.ts'
import type { meet as meetFaults } from './faults/meet.ts'
import type { Recorded } from './journal.ts'
import { isObjectStoreError } from './objects/errors.ts'
import { sentUrl } from './sent-url.ts'
import { loadService, type Service, type ServiceDefinition } from './service.ts'
import type { Tracing } from './tracing/tracing.ts'
import { noSuchWorld } from './unserved.ts'
import type { Worlds } from './worlds.ts'

interface PassageOptions {
  worlds: Worlds
  tracing: Tracing | undefined
  /** Told of what fails on our side. */
  problem: (message: string, error: unknown) => void
}

/**
 * Takes a request through its service, at once where nothing has to be waited for.
 * @param elapsed ms since the request came
 * @param isBound whether its world is chosen already, whatever it presents
 */
export type Passage = (
  definition: ServiceDefinition,
  exchange: Exchange,
  elapsed: () => number,
  isBound?: boolean,
) => Response | Promise<Response>

export function createPassage({ worlds, tracing, problem }: PassageOptions): Passage {
  const ready = new Map<string, Service>()
  /** Loaded by the first request to a world that has faults. */
  let meet: typeof meetFaults | undefined

  /** The request path of the design, top to bottom: here to its world, below through it, and then into the journal. */
  function pass(
    definition: ServiceDefinition,
    exchange: Exchange,
    elapsed: () => number,
    isBound = false,
  ): Response | Promise<Response> {
    const service = ready.get(definition.name)
    if (!service) return load(definition).then(() => pass(definition, exchange, elapsed, isBound))
    const { prefix } = exchange
    if (prefix !== undefined) {
      const world = worlds.get(prefix)
      if (!world) return noSuchWorld(prefix)
      exchange.world = world
    } else if (exchange.host === undefined && !isBound) {
      const selected = service.select(exchange)
      if (selected instanceof Promise)
        return selected.then((key) => {
          choose(exchange, key)
          return enter(definition, service, exchange, elapsed)
        })
      choose(exchange, selected)
    }
    return enter(definition, service, exchange, elapsed)
  }

  function choose(exchange: Exchange, key: string | undefined): void {
    exchange.credential = key
    const world = key === undefined ? undefined : worlds.byKey(key)
    if (world) exchange.world = world
  }

  function enter(
    definition: ServiceDefinition,
    service: Service,
    exchange: Exchange,
    elapsed: () => number,
  ): Response | Promise<Response> {
    const { world } = exchange
    const { halted } = world.traffic
    if (halted) return halted.then(() => enter(definition, service, exchange, elapsed))
    if (world.closed) return noSuchWorld(world.name)
    world.traffic.enter()
    const leave = (response: Response): Response => {
      world.traffic.leave()
      record(definition, exchange, response, elapsed)
      return response
    }
    const fail = (error: unknown): Response => {
      world.traffic.leave()
      if (error instanceof ConnectionReset) {
        record(definition, exchange, Response.error(), elapsed, 'the connection was reset')
        throw error
      }
      if (world.closed) return noSuchWorld(world.name)
      const response = failed(definition, exchange, error)
      record(definition, exchange, response, elapsed)
      return response
    }
    let response: Response | Promise<Response>
    try {
      response = handle(definition, service, exchange)
    } catch (error) {
      return fail(error)
    }
    return response instanceof Promise ? response.then(leave, fail) : leave(response)
  }

  /** After what is due in the world, and through its faults. */
  function handle(definition: ServiceDefinition, service: Service, exchange: Exchange): Response | Promise<Response> {
    const { world } = exchange
    const waiting = world.prepare(definition.name) ?? world.jobs.settle()
    if (waiting)
      return waiting.then(async () => {
        await world.jobs.settle()
        return meetAndHandle(definition, service, exchange)
      })
    return meetAndHandle(definition, service, exchange)
  }

  function meetAndHandle(
    definition: ServiceDefinition,
    service: Service,
    exchange: Exchange,
  ): Response | Promise<Response> {
    if (!exchange.world.faults.armed) return service.handle(exchange)
    if (meet) return meet(exchange, definition, service)
    return import('./faults/meet.ts').then((loaded) => {
      ;({ meet } = loaded)
      return loaded.meet(exchange, definition, service)
    })
  }

  /** A service says in its vendor's words what goes wrong, unless it could not even begin. */
  function failed({ name }: ServiceDefinition, exchange: Exchange, error: unknown): Response {
    problem(`${name} failed on ${exchange.request.method} ${exchange.path}`, error)
    if (isObjectStoreError(error, 'ObjectStoreUnavailable'))
      return answerJson(exchange, 503, { error: error.code, message: error.message })
    const message = 'stuntdouble failed; its log says why'
    return answerJson(exchange, 500, { error: 'InternalError', message })
  }

  function record(
    { name }: ServiceDefinition,
    exchange: Exchange,
    response: Response,
    elapsed: () => number,
    error?: string,
  ): void {
    const { request, world } = exchange
    const recorded: Recorded = {
      at: world.clock.now(),
      service: name,
      operation: exchange.operation,
      direction: 'in',
      method: request.method,
      url: sentUrl(request),
      status: response.status,
      requestHeaders: request.headers,
      requestBody: exchange.requestBody,
      responseHeaders: headersOf(exchange, response),
      responseBody: exchange.responseBody,
      durationMs: elapsed(),
      diagnosis: exchange.diagnosis,
      fault: exchange.fault,
      error,
    }
    world.journal.record(recorded)
    if (exchanges.hasSubscribers) exchanges.publish(recorded)
  }

  async function load(definition: ServiceDefinition): Promise<Service> {
    const service = await loadService(definition)
    ready.set(definition.name, service)
    return service
  }

  if (!tracing) return pass
  return (definition, exchange, elapsed, isBound) =>
    tracing.request(definition.name, exchange, async () => pass(definition, exchange, elapsed, isBound))
}
