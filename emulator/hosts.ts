// Hosts that worlds issue, as a content delivery network does: who names one means its service, and the one world that issued it.
import { type ServiceDefinition, services } from './service.ts'

/** What a world claims for a host that it issues. */
export const hostKey = (host: string) => `host/${host}`

const domains = services.flatMap((definition) =>
  (definition.domains ?? []).map((domain) => ({ definition, domain, end: `.${domain}` })),
)

/** The host of an origin, and the service that it would be of; of any other origin it costs next to nothing to say that there is none. */
export function serviceHost(origin: string): { definition: ServiceDefinition; host: string } | undefined {
  const found = domains.find(({ end }) => origin.includes(end))
  if (!found) return undefined
  const { hostname } = new URL(origin)
  return hostname.endsWith(found.end) ? { definition: found.definition, host: hostname } : undefined
}
