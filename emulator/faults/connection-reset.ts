// The connection breaks before there is an answer. In-process this is what `fetch` throws; a port breaks the real one.
import type { Peer } from '../peer.ts'

/** As the platform's own `fetch` fails: a `TypeError` with the reason as its cause. */
export class ConnectionReset extends TypeError {
  /** Whose connection it is. */
  readonly peer: Peer

  constructor(peer: Peer) {
    super('fetch failed', {
      cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
    })
    this.peer = peer
  }
}

/** What a body fails with when the connection breaks while it is read. */
export function terminated(): TypeError {
  return new TypeError('terminated', {
    cause: Object.assign(new Error('other side closed'), { code: 'ECONNRESET' }),
  })
}
