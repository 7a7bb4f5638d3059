// What a peer is: a program that people would use in the place of the double, or beside it, and what of it can be compared.

export interface Keyed {
  /** The request that makes the container of the objects; absent where it is there already. */
  create?: () => Buffer
  put: (key: string, body: Uint8Array) => Buffer
  get: (key: string) => Buffer
  /** Many objects by one request, where there is such a thing: how many at a time, and what is said of it. */
  bulk?: { count: number; what: string; put: (keys: readonly string[], body: Uint8Array) => Buffer }
  /** The first 100 keys. */
  list: () => Buffer
  /** What a large body is sent with, and read. */
  large: { url: string; headers: (method: 'PUT' | 'GET') => Record<string, string> }
}

export interface Running extends AsyncDisposable {
  /** Its process, whose memory is measured. */
  pid: number
  /** What it said last, once it has ended by itself; undefined as long as it runs. */
  lastWords: () => Promise<string | undefined>
}

export interface Peer {
  /** As the table names it. */
  name: string
  version: string
  /** What it is, in a few words. */
  is: string
  /** Starts it on a port, and answers at once; it is asked until it answers. Undefined where it is no server. */
  start?: (port: number) => Promise<Running>
  /** What it answers first. */
  first?: (port: number) => string
  /** A GET of one entity by who presents a credential; undefined where there is no such thing. */
  call?: { what: string; messages: (port: number) => readonly Buffer[] }
  objects?: { what: string; keyed: (port: number) => Keyed }
  /** A `fetch` of one entity that it answers within the process: µs of each. */
  intercepted?: { what: string; time: () => Promise<number> }
  /** Bytes and packages, as it is installed alone; undefined where it does not come as a package. */
  install?: () => Promise<{ bytes: number; packages: number | undefined }>
}

export type Server = Peer & Required<Pick<Peer, 'start' | 'first'>>

export function isServer(peer: Peer): peer is Server {
  return peer.start !== undefined && peer.first !== undefined
}
