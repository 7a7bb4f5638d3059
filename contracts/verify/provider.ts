// Whoever has to keep the contracts: a double in this process, one that runs elsewhere, or the real service.
import type { Credentials } from '../../emulator/credentials.ts'
import type { ReadState, Values } from '../states/index.ts'

/** What a service sent of its own accord. */
export interface Delivery {
  url: string
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>
  body: string
}

/** A world for one interaction, as fresh as the provider has it. */
export interface Turn {
  /** The base URL of the vendors' APIs. */
  url: string
  /** The base URL of the buckets. */
  s3Url: string
  /** Those that are known. */
  credentials: Partial<Credentials>
  /** ms: what time it is there. */
  now: () => number
  /** @throws when nobody answers */
  send: (request: Request) => Promise<Response>
  /** @throws {StateRefused} */
  setUp: (state: ReadState) => Promise<Values>
  /** Why the last request was refused, in lines; none when that is not known. */
  explain: () => Promise<readonly string[]>
  /** What was sent in it, in order. */
  deliveries: () => Promise<readonly Delivery[]>
}

export interface Provider {
  /** As people are told: `a double in this process`, `http://127.0.0.1:4600`. */
  name: string
  /** Whether a state can be set up; else why not. */
  states: true | string
  /** Whether it can be made to send a webhook, and that be seen; else why not. */
  messages: true | string
  begin: () => Promise<Turn>
  close: () => Promise<void>
}
