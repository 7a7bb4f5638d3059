// What a peer is: a program that people would use in the place of the double, or beside it, and what of it can be compared.

export interface Keyed {
  /** The request that makes the container of the objects; absent where it is there already. */
  create?: () => Buffer
  put: (key: string, body: Uint8Array) => Buffer
  get: (key: string) => Buffer
  /** The first 100 keys. */
  list: () => Buffer
  /** What a large body is sent with, and read. */
  large: { url: string; headers: (method: 'PUT' | 'GET') => Record<string, string> }
}

export interface Running extends AsyncDisposable {
  /** Its process, whose memory is measured. */
  pid: number
}

export interface Peer {
  /** As the table names it. */
  name: string
  version: string
  /** What it is, in a few words. */
  is: string
  /** Starts it on a port, and answers at once; it is asked until it answers. */
  start: (port: number) => Promise<Running>
  /** What it answers first. */
  first: (port: number) => string
  /** A GET of one entity by who presents a credential; undefined where there is no such thing. */
  call?: { what: string; messages: (port: number) => readonly Buffer[] }
  objects?: { what: string; keyed: (port: number) => Keyed }
  /** Bytes and packages, as it is installed alone; undefined where it does not come as a package. */
  install?: () => Promise<{ bytes: number; packages: number | undefined }>
}
