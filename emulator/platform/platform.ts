// What differs between Node and a browser, as interfaces. `#platform` resolves to node.ts or browser.ts (package.json, "imports").
import type { Peer } from '../peer.ts'
import type { Transport } from '../outbound/transport.ts'

export type SqlValue = string | number | null
export type SqlRow = Record<string, SqlValue>

/** One prepared statement; synchronous, as SQLite is in both drivers. */
export interface Statement {
  run(...values: SqlValue[]): void
  get(...values: SqlValue[]): SqlRow | undefined
  all(...values: SqlValue[]): SqlRow[]
}

/** One SQLite database with a single connection. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  /** Writes all of it, as of now, to an empty database by a quicker way than `VACUUM INTO`, or answers false: then that is the way. */
  copyTo?(address: string): boolean
  close(): void
}

export type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha512'

/** An incremental digest for bulk bytes. Small HMACs use @noble/hashes instead, which is faster below a few KiB. */
export interface Digest {
  update(bytes: Uint8Array): void
  digest(): Uint8Array
}

/**
 * HMAC-SHA256 of a short text under a secret that was given before.
 * @param rest of the text, where both together would be a large copy
 */
export type Hmac = (text: string, encoding: 'base64' | 'hex', rest?: string) => string

/** What a listening socket needs to know. `port` 0 takes a free one. */
export interface ListenOptions {
  host: string
  port: number
  fetch: (request: Request, peer: Peer) => Response | Promise<Response>
  /** Serves https. */
  tls?: Tls | undefined
  /** Told, once each, of mistakes that only the port sees: https spoken to http, a certificate that a client does not trust. */
  onMistake?: ((message: string) => void) | undefined
}

/** A listening socket; `close` stops accepting and waits for requests in flight. */
export interface Listener {
  port: number
  close(): Promise<void>
}

/** The console's page: one script and one style sheet. */
export interface ConsoleFiles {
  script: Uint8Array<ArrayBuffer>
  style: Uint8Array<ArrayBuffer>
}

/** What TLS is to be made for. */
export interface TlsOptions {
  /** The data directory, in which the authority survives. */
  data: string | undefined
  /** Host names (`*` stands for one label) and IP addresses, besides the vendors' names and those of this machine. */
  names: readonly string[]
}

/** A certificate with those that vouch for it, and its key; PEM. */
export interface Certificate {
  certificate: string
  key: string
}

/** An authority of the double's own, and what it signs. */
export interface Tls {
  /** What clients have to trust; PEM. */
  readonly caCertificate: string
  /** The file that holds it; undefined when it is in memory alone. */
  readonly caFile: string | undefined
  /** @param name that a client says it wants to talk to; undefined when it does not say */
  certificateFor(name: string | undefined): Promise<Certificate>
  /** Outbound requests that trust it as well as everybody else's. */
  readonly transport: Transport
}

/** Who wants to know what passes through any double of this process. */
export interface Channel<Message> {
  readonly hasSubscribers: boolean
  publish(message: Message): void
}
