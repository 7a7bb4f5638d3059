// The body of a request that comes over a socket, chunk by chunk as Node reads it. The adaptor's would be a copy of each, and would take
// a chunk more than somebody has asked for.
import type { IncomingMessage } from 'node:http'
import { type ByteSource, streamOf } from '../body/byte-source.ts'
import { noteReceived } from './node-received.ts'

/** Makes it the request's. What reads all of it at once, as `text()` does, is the adaptor's still. */
export function receiveBody(request: Request, incoming: IncomingMessage): void {
  // What is left of a connection that has broken already, the adaptor knows how to find.
  if (incoming.method === 'GET' || incoming.method === 'HEAD' || incoming.destroyed) return
  let body: ReadableStream<Uint8Array> | undefined
  Object.defineProperty(request, 'body', { get: () => (body ??= streamOf(new ReceivedBody(incoming))) })
}

/** Pulls: Node itself reads ahead 64 KiB, and no more. */
class ReceivedBody implements ByteSource {
  readonly #incoming: IncomingMessage
  #begun = false
  #over = false
  #failure: unknown
  #arrived: (chunk?: Uint8Array) => void = () => undefined

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming
  }

  async next(): Promise<Uint8Array | undefined> {
    this.#begin()
    if (this.#over) return this.#last()
    const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>()
    this.#arrived = resolve
    this.#incoming.resume()
    return (await promise) ?? this.#last()
  }

  cancel(): void {
    if (this.#begun) this.#end()
    this.#over = true
  }

  #begin(): void {
    if (this.#begun || this.#over) return
    this.#begun = true
    const incoming = this.#incoming
    if (incoming.readableEnded) this.#over = true
    else if (incoming.destroyed) this.#breakOff()
    else incoming.on('data', this.#take).on('end', this.#end).on('error', this.#fail).on('close', this.#breakOff)
  }

  #last(): undefined {
    if (this.#failure !== undefined) throw this.#failure
  }

  readonly #take = (chunk: Buffer): void => {
    this.#incoming.pause()
    noteReceived(chunk)
    // No Buffer: its `slice` would not be a copy.
    this.#arrived(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }

  readonly #end = (): void => {
    this.#over = true
    this.#incoming.off('data', this.#take).off('end', this.#end).off('error', this.#fail).off('close', this.#breakOff)
    this.#incoming.pause()
    this.#arrived()
  }

  readonly #fail = (error: unknown): void => {
    this.#failure = error
    this.#end()
  }

  readonly #breakOff = (): void => this.#fail(new Error('The connection was closed before the end of the body'))
}
