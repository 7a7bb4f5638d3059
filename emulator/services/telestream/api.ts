// One of Telestream's APIs: where it is mounted, and how it authenticates and answers.
import type { Exchange } from '../../exchange.ts'
import type { Service } from '../../service.ts'

export interface Api extends Pick<Service, 'select' | 'handle'> {
  /** Also named in `service.ts`, which is read before this service is loaded. */
  readonly prefixes: readonly string[]
  /** What the journal calls a request, before anything of it is handled; undefined for one that the API does not know. */
  readonly operationOf: (exchange: Exchange) => string | undefined
}
