// What differs between Node and a browser, as interfaces. `#platform` resolves to node.ts or browser.ts (package.json, "imports").
import type { Peer } from '../peer.ts'

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
  close(): void
}

export type DigestName = 'md5' | 'sha1' | 'sha256'

/** An incremental digest for bulk bytes. Small HMACs use @noble/hashes instead, which is faster below a few KiB. */
export interface Digest {
  update(bytes: Uint8Array): void
  digest(): Uint8Array
}

/** What a listening socket needs to know. `port` 0 takes a free one. */
export interface ListenOptions {
  host: string
  port: number
  fetch: (request: Request, peer: Peer) => Response | Promise<Response>
}

/** A listening socket; `close` stops accepting and waits for requests in flight. */
export interface Listener {
  port: number
  close(): Promise<void>
}
