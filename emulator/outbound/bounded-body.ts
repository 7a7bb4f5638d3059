// An answer's body that ends with an error when it is larger than allowed, or when its exchange is given up.
import { OutboundRefused } from './refused.ts'
import type { ByteStream } from './transport.ts'

export interface BoundedBodyOptions {
  maxBytes: number
  /** Aborts when the time is over or the caller gives up: a silent sender is not waited for. */
  signal: AbortSignal
  /** Says what a failed read means. */
  explain: (error: unknown) => OutboundRefused
  /** Called once: the body was read to its end, failed, or was cancelled. */
  done: () => void
}

/** Nothing is read ahead: a chunk is taken from the sender when the reader asks for one. */
export function boundedBody(body: ByteStream, options: BoundedBodyOptions): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let received = 0
  let giveUp = () => {}

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        giveUp = () => fail(controller, options.signal.reason)
        if (options.signal.aborted) giveUp()
        else options.signal.addEventListener('abort', giveUp, { once: true })
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (options.signal.aborted) return
          if (done) {
            controller.close()
            over()
            return
          }
          received += value.byteLength
          if (received > options.maxBytes) throw tooLarge(options.maxBytes)
          controller.enqueue(value)
        } catch (error) {
          if (!options.signal.aborted) fail(controller, error)
        }
      },
      async cancel(reason) {
        over()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )

  function over() {
    options.signal.removeEventListener('abort', giveUp)
    options.done()
  }

  function fail(controller: ReadableStreamDefaultController<Uint8Array>, error: unknown) {
    const refused = options.explain(error)
    controller.error(refused)
    over()
    // The connection is of no use any more; that closing it may fail as well changes nothing about the reason.
    reader.cancel(refused).catch(() => undefined)
  }
}

/** The refusal of an answer with too many bytes. */
export function tooLarge(maxBytes: number): OutboundRefused {
  return new OutboundRefused('too-large', `The answer has more than ${maxBytes} bytes, the most that is taken here`)
}
