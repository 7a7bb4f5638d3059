// What the guard asks of a platform: names looked up, one exchange with an address that was checked, and time.

export interface TransportRequest {
  url: URL
  /** Where to connect: only to one of these, whatever the name may resolve to by now. Never empty. */
  addresses: readonly string[]
  method: string
  headers: Headers
  body: Uint8Array | string | undefined
  signal: AbortSignal
}

/** The part of a `ReadableStream<Uint8Array>` that is used here; Node's declaration of the class and the web's differ in the rest. */
export interface ByteStream {
  getReader(): Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>
  cancel(reason?: unknown): Promise<void>
}

export interface TransportResponse {
  status: number
  headers: Headers
  /** Streamed: a slow reader slows the sender down. Cancelling it closes the connection. */
  body: ByteStream | null
}

/** A running timer; its signal aborts when the time is over. */
export interface Timer {
  signal: AbortSignal
  stop(): void
}

/** The sockets of a platform. */
export interface Transport {
  /** Every address of a name, as the operating system answers. Throws when there is none. */
  resolve(hostname: string): Promise<string[]>
  /** One exchange; redirects are answers like any other. */
  send(request: TransportRequest): Promise<TransportResponse>
  startTimer(ms: number): Timer
}
