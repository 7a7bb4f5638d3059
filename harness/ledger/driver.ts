// Who drove a double: read off the wire, and believed where the suite says the same.
import { type Client, clients } from './clients.ts'
import type { Sighting } from './record.ts'

export interface Driver {
  kind: 'sdk' | 'other' | 'contract' | 'transcript' | 'tests'
  /** `getstream 7.0.0 (Python)`; of a contract, its consumer; of our own, the same as the kind. */
  name: string
  /** The client; of the first two kinds only. */
  client?: Client
}

/** What transcripts say of themselves. */
export const transcriptAgent = 'golden-transcript'
/** What the verifier of contracts says of itself, before the name of the consumer. */
export const contractAgent = 'pact-verifier/'

/**
 * @param file of the tests, from the root of the repository
 * @param consumers whose contracts there are: the verifier's own tests make up others
 */
export function driverOf(sighting: Sighting, file: string, consumers: ReadonlySet<string>): Driver {
  const { agent } = sighting
  if (agent === transcriptAgent) return { kind: 'transcript', name: 'transcript' }
  const consumer = agent.startsWith(contractAgent) ? agent.slice(contractAgent.length) : ''
  if (consumers.has(consumer)) return { kind: 'contract', name: consumer }
  const client = clients.find((client) => isBy(client, sighting, file))
  return client ? { kind: client.kind, name: nameOf(client, agent), client } : { kind: 'tests', name: 'tests' }
}

function isBy(client: Client, { service, agent, driving }: Sighting, file: string): boolean {
  return (
    client.service === service &&
    client.wire.test(agent) &&
    (client.installed === undefined || client.installed === driving) &&
    (client.files === undefined || client.files.test(file))
  )
}

function nameOf({ name, version, language, wire }: Client, agent: string): string {
  const told = wire.exec(agent)?.[1] ?? version
  return `${told === undefined ? name : `${name} ${told}`} (${language})`
}
