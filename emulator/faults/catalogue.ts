// What can be made to go wrong with a service, by name. Each service says it in its `faults.ts`, in its vendor's words.
import type { Exchange } from '../exchange.ts'
import { s3, services } from '../service.ts'
import type { FaultDetails, FaultKind, FaultService } from './model.ts'

/** An answer in place of the service's own. */
export interface ErrorFault {
  /** One sentence for people who choose. */
  summary: string
  status: number
  answer: (exchange: Exchange, details: FaultDetails) => Response | Promise<Response>
}

/** Something that the service does by itself, and that fails. */
export interface EventFault {
  summary: string
  /** The event that it happens to, as the service calls it. */
  event: string
  /** What `details` may say, with the default of each. */
  details?: FaultDetails
  /** What else is wrong with them, in a sentence. */
  refuse?: (details: FaultDetails) => string | undefined
}

/** What a client is told of a limit. */
export interface Limited {
  limit: number
  remaining: number
  /** ms in world time: when the window ends. */
  resetAt: number
  /** Seconds, at least 1. */
  retryAfter: number
}

export interface ServiceFaults {
  /** What the journal will call a request; undefined for one that the service does not know. Nothing of the request's body is read. */
  operationOf: (exchange: Exchange) => string | undefined
  /** By what else than the key that selects the world a client may be known. */
  credentialsOf?: (exchange: Exchange) => readonly string[]
  errors: Readonly<Record<string, ErrorFault>>
  events: Readonly<Record<string, EventFault>>
  /** Too many requests. */
  limited: (exchange: Exchange, limited: Limited) => Response | Promise<Response>
  /** What answers within a limit say of it. */
  limitHeaders?: (limited: Limited) => Readonly<Record<string, string>>
  /** Lets go of what was read of a request that is not handled. */
  drop?: (exchange: Exchange) => void
}

/** A name of the catalogue, as it is told. */
export interface CatalogueEntry {
  name: string
  kind: FaultKind
  summary: string
  /** Of an answer. */
  status?: number
  event?: string
  details?: FaultDetails
}

/** How an outbound request can fail: as a connection does, or by an answer. */
export const outboundErrors = {
  'connection-refused': { summary: 'Nobody listens there', reason: 'connect', message: 'connect ECONNREFUSED' },
  'connection-reset': { summary: 'The connection breaks', reason: 'connect', message: 'read ECONNRESET' },
  'unknown-host': { summary: 'The name has no address', reason: 'dns', message: 'getaddrinfo ENOTFOUND' },
  timeout: { summary: 'There is no answer in time', reason: 'timeout', message: 'did not answer in time' },
  'not-found': { summary: 'The receiver answers 404', status: 404 },
  forbidden: { summary: 'The receiver answers 403', status: 403 },
  'too-many-requests': { summary: 'The receiver answers 429', status: 429 },
  internal: { summary: 'The receiver answers 500', status: 500 },
  unavailable: { summary: 'The receiver answers 503', status: 503 },
} as const

export type OutboundError = keyof typeof outboundErrors

export function isOutboundError(name: string): name is OutboundError {
  return Object.hasOwn(outboundErrors, name)
}

/** What the object store does. */
export const storageErrors = {
  unavailable: 'The object store does not answer: every service says so in its vendor’s words',
  'part-lost': 'A part of a multipart upload is taken, and is not there when the upload is completed',
} as const

/** Undefined where the service has none: `webhook`, `source`, `storage`. */
export function loadServiceFaults(name: string): Promise<ServiceFaults> | undefined {
  const known = loaded.get(name)
  if (known) return known
  const loading = [...services, s3].find((service) => service.name === name)?.faults?.()
  if (loading) loaded.set(name, loading)
  return loading
}

/** Asked for by every request while there are faults. */
const loaded = new Map<string, Promise<ServiceFaults>>()

export async function entriesOf(service: FaultService): Promise<CatalogueEntry[]> {
  if (service === 'storage')
    return Object.entries(storageErrors).map(([name, summary]) => ({ name, kind: 'storage', summary }))
  if (service === 'webhook' || service === 'source') {
    return Object.entries(outboundErrors).map(([name, error]) => ({
      name,
      kind: 'outbound',
      summary: error.summary,
      ...('status' in error && { status: error.status }),
    }))
  }
  const { errors = {}, events = {} } = (await loadServiceFaults(service)) ?? {}
  return [
    ...Object.entries(errors).map(([name, { summary, status }]): CatalogueEntry => ({
      name,
      kind: 'request',
      summary,
      status,
    })),
    ...Object.entries(events).map(([name, { summary, event, details }]): CatalogueEntry => ({
      name,
      kind: 'event',
      summary,
      event,
      ...(details && { details }),
    })),
  ]
}
