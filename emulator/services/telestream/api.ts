// One of Telestream's APIs: where it is mounted, and how it authenticates and answers.
import type { Service } from '../../service.ts'

export interface Api extends Pick<Service, 'select' | 'handle'> {
  /** Also named in `service.ts`, which is read before this service is loaded. */
  readonly prefixes: readonly string[]
}
