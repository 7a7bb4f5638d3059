// Who is at the other end of a connection, as far as a face knows.

/** A Node socket is one. */
export interface Peer {
  /** An IPv4 or IPv6 address, as the kernel writes it. */
  readonly remoteAddress?: string | undefined
  /** Closes the connection at once, whatever is under way. */
  readonly destroy?: (() => unknown) | undefined
}

/** Whoever calls without a connection is this machine. */
export const inProcess: Peer = { remoteAddress: '127.0.0.1' }
