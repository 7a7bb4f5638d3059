// What a double tells OpenTelemetry, when it is asked to; whoever is observed knows this and nothing of the packages.
import type { Exchange } from '../exchange.ts'
import type { OutboundRequest, OutboundResponse } from '../outbound/outbound.ts'
import type { Effect, Job, JobHandler } from '../time/jobs.ts'

/** A `Tracer` of `@opentelemetry/api`, of which nobody needs the types who does not trace. */
export interface GivenTracer {
  startSpan: (name: string, ...rest: never[]) => object
}

export interface TracedRequest {
  world: string
  operation: string
  service: string
  request: OutboundRequest
}

export interface Tracing {
  /** A request to a service: a span as long as it takes, a child of what its `traceparent` says where propagation is set up. */
  request: (service: string, exchange: Exchange, work: () => Promise<Response>) => Promise<Response>
  /** What schedules a job is what the job is traced back to, as long as the program runs. */
  scheduled: (world: string, job: Job) => void
  /** Work of a job; what its effect schedules is traced back to it too. */
  job: (world: string, job: Job, work: () => ReturnType<JobHandler>) => Promise<void | Effect>
  /** A request by the double. It carries nothing of the trace: the wire is the vendor's. */
  outbound: (traced: TracedRequest, work: () => Promise<OutboundResponse>) => Promise<OutboundResponse>
}
