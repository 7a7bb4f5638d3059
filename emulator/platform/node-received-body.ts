// The body of a request that comes over a socket, chunk by chunk as Node reads it. The adaptor's would be a copy of each, and would take
// a chunk more than somebody has asked for.
import type { IncomingMessage } from 'node:http'
import { noteReceived } from './node-received.ts'

/** Makes it the request's. What reads all of it at once, as `text()` does, is the adaptor's still. */
export function receiveBody(request: Request, incoming: IncomingMessage): void {
  // What is left of a connection that has broken already, the adaptor knows how to find.
  if (incoming.method === 'GET' || incoming.method === 'HEAD' || incoming.destroyed) return
  let body: ReadableStream<Uint8Array> | undefined
  Object.defineProperty(request, 'body', { get: () => (body ??= bodyOf(incoming)) })
}

/** Pulls: Node itself reads ahead 64 KiB, and no more. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let read: Reading | undefined
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        read ??= beginReading(incoming, controller)
        return read.next()
      },
      cancel: () => read?.stop(),
    },
    { highWaterMark: 0 },
  )
}

interface Reading {
  /** Fulfilled when a chunk, or the end, has come. */
  next(): Promise<void>
  stop(): void
}

function beginReading(incoming: IncomingMessage, controller: ReadableStreamDefaultController<Uint8Array>): Reading {
  let arrived = (): void => undefined
  const stop = (): void => {
    incoming.off('data', take).off('end', end).off('error', fail).off('close', breakOff).pause()
    arrived()
  }
  const take = (chunk: Buffer<ArrayBuffer>): void => {
    incoming.pause()
    noteReceived(chunk)
    // No Buffer: its `slice` would not be a copy.
    controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    arrived()
  }
  const end = (): void => {
    stop()
    controller.close()
  }
  const fail = (error: unknown): void => {
    stop()
    controller.error(error)
  }
  const breakOff = (): void => fail(new Error('The connection was closed before the end of the body'))
  incoming.on('data', take).on('end', end).on('error', fail).on('close', breakOff)
  return {
    async next() {
      if (incoming.readableEnded) return end()
      if (incoming.destroyed) return breakOff()
      const { promise, resolve } = Promise.withResolvers<void>()
      arrived = resolve
      incoming.resume()
      return promise
    },
    stop,
  }
}
