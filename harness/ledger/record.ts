// Writes down what the doubles of a process answer: each combination of operation, outcome and client once, in a file of its own.
import { channel } from 'node:diagnostics_channel'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { splitUrl } from '../../emulator/exchange.ts'
import type { Recorded } from '../../emulator/journal.ts'
import { services } from '../../emulator/service.ts'
import { drivingVariable } from './driving.ts'

/** The variable by which a double in another process is told to record, and where. */
export const variable = 'LEDGER_RECORDS'

/** One kind of exchange; how often there was one depends on the day. */
export interface Sighting {
  service: string
  operation: string
  /** The prefix of the path by which the APIs of a service are told apart. */
  mount: string
  /** The answer was below 400. */
  ok: boolean
  /** What the client says of itself on the wire; empty when it says nothing. */
  agent: string
  /** What the suite says that it is driving; empty when it says nothing. See driving.ts. */
  driving: string
}

/** Undefined for what proves nothing: a request without an operation, and one that was made to go wrong. */
export function sightingOf({ service, operation, url, status, requestHeaders, fault }: Recorded): Sighting | undefined {
  if (operation === undefined || fault !== undefined || status < 100) return undefined
  return {
    service,
    operation,
    mount: mountOf(service, url),
    ok: status < 400,
    agent: agentOf(requestHeaders),
    driving: process.env[drivingVariable] ?? '',
  }
}

/** Empty for the buckets, and for hosts that a world issued. */
function mountOf(service: string, url: string): string {
  const { path } = splitUrl(url)
  const prefixes = services.find(({ name }) => name === service)?.prefixes ?? []
  return prefixes.find((prefix) => path === prefix || path.startsWith(`${prefix}/`)) ?? ''
}

/** Of Stream's SDKs the headers that say more than `User-Agent`, which is that of some HTTP library. */
function agentOf(headers: Recorded['requestHeaders']): string {
  const said = { 'x-stream-client': '', 'user-agent': '' }
  for (const [name, value] of headers) if (name in said) said[name as keyof typeof said] = value
  return (said['x-stream-client'] || said['user-agent']).slice(0, 300)
}

/**
 * Records until the process ends, or until what is answered is called.
 * @param directory made when it is missing; every process writes a file of its own
 */
export function record(directory: string): () => void {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, `${process.pid}.jsonl`)
  const written = new Set<string>()
  const exchanges = channel('stuntdouble:exchange')
  function note(message: unknown): void {
    const sighting = sightingOf(message as Recorded)
    const line = sighting && JSON.stringify(sighting)
    if (line === undefined || written.has(line)) return
    written.add(line)
    // At once: doubles are killed, and say no goodbye.
    appendFileSync(file, `${line}\n`)
  }
  exchanges.subscribe(note)
  return () => exchanges.unsubscribe(note)
}
