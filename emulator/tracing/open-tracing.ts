// Traces by way of OpenTelemetry's API, which the user brings; loaded only when it is asked for.
import { importOpenTelemetry } from '#platform'
import type { Attributes, Context, Span, SpanContext, Tracer } from '@opentelemetry/api'
import type { Exchange } from '../exchange.ts'
import { OutboundRefused } from '../outbound/refused.ts'
import { version } from '../version.ts'
import type { GivenTracer, Tracing } from './tracing.ts'

type Api = Awaited<ReturnType<typeof importOpenTelemetry>>

/** The package is not installed. */
export class OpenTelemetryMissing extends Error {
  override name = 'OpenTelemetryMissing'
}

/** Jobs of which it is remembered who scheduled them. */
const mostScheduled = 10_000

/**
 * @param given default: that of the provider that is registered for the whole program
 * @throws {OpenTelemetryMissing}
 */
export async function openTracing(given?: GivenTracer, load = importOpenTelemetry): Promise<Tracing> {
  const api = await load().catch((cause: unknown) => {
    throw new OpenTelemetryMissing('Traces need one package more: npm install @opentelemetry/api', { cause })
  })
  const tracer = given && isTracer(given) ? given : api.trace.getTracer('stuntdouble', version)
  return tracingBy(api, tracer)
}

function isTracer(given: GivenTracer): given is GivenTracer & Tracer {
  return typeof given.startSpan === 'function'
}

function tracingBy(api: Api, tracer: Tracer): Tracing {
  const { context, propagation, SpanKind, SpanStatusCode, trace } = api
  const scheduledBy = new Map<string, SpanContext>()

  /** A span around some work, which sees it as the active one where a context manager is set up. */
  async function within<R>(
    name: string,
    { kind, attributes, parent }: { kind: number; attributes: Attributes; parent: Context },
    work: (span: Span) => R | Promise<R>,
  ): Promise<R> {
    const span = tracer.startSpan(name, { kind, attributes }, parent)
    try {
      return await context.with(trace.setSpan(parent, span), () => work(span))
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
      span.setAttribute('error.type', error instanceof OutboundRefused ? error.reason : nameOf(error))
      throw error
    } finally {
      span.end()
    }
  }

  return {
    request(service, exchange, work) {
      const { headers, method } = exchange.request
      const parent = propagation.extract(context.active(), headers, {
        get: (carrier, key) => carrier.get(key) ?? undefined,
        keys: (carrier) => [...carrier.keys()],
      })
      const attributes = { 'http.request.method': method, 'url.path': exchange.path, 'stuntdouble.service': service }
      return within(`${service} ${method}`, { kind: SpanKind.SERVER, attributes, parent }, async (span) => {
        try {
          const response = await work()
          span.setAttribute('http.response.status_code', response.status)
          if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
          return response
        } finally {
          if (exchange.operation !== undefined) span.updateName(`${service} ${exchange.operation}`)
          span.setAttributes(attributesOf(exchange))
        }
      })
    },
    scheduled(world, { id }) {
      const active = trace.getSpanContext(context.active())
      if (!active) return
      scheduledBy.set(`${world}/${id}`, active)
      const [oldest] = scheduledBy.keys()
      if (scheduledBy.size > mostScheduled && oldest !== undefined) scheduledBy.delete(oldest)
    },
    async job(world, { id, kind }, work) {
      const by = scheduledBy.get(`${world}/${id}`)
      const parent = by ? trace.setSpanContext(context.active(), by) : context.active()
      const attributes = { 'stuntdouble.world': world, 'stuntdouble.job': kind }
      return within(`job ${kind}`, { kind: SpanKind.INTERNAL, attributes, parent }, async (span) => {
        const effect = await work()
        return effect && (() => context.with(trace.setSpan(parent, span), effect))
      })
    },
    outbound({ world, operation, service, request }, work) {
      const { method = 'GET', url } = request
      const attributes = {
        'http.request.method': method,
        'url.full': String(url).replace(/[?#].*$/, ''),
        'stuntdouble.world': world,
        'stuntdouble.service': service,
        'stuntdouble.operation': operation,
      }
      const parent = context.active()
      return within(`${service} ${operation}`, { kind: SpanKind.CLIENT, attributes, parent }, async (span) => {
        const response = await work()
        span.setAttribute('http.response.status_code', response.status)
        if (response.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR })
        return response
      })
    },
  }
}

function attributesOf({ diagnosis, fault, operation, world }: Exchange): Attributes {
  return {
    'stuntdouble.world': world.name,
    ...(operation !== undefined && { 'stuntdouble.operation': operation }),
    ...(diagnosis && { 'stuntdouble.diagnosis': diagnosis.mistakes.map(({ code }) => code) }),
    ...(fault && { 'stuntdouble.fault': fault.name }),
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
