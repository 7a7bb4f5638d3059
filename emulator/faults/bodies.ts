// Bodies that break off, and bodies that take their time.
import { sleep } from '../time/sleep.ts'
import type { Peer } from '../peer.ts'
import { terminated } from './connection-reset.ts'

/**
 * The first `bytes` of a body, and then it fails. A body that is shorter fails at its end all the same.
 * @param fail how it does
 */
export function cut(
  body: ReadableStream<Uint8Array>,
  bytes: number,
  fail: (controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void> = (controller) =>
    controller.error(terminated()),
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let left = bytes
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = left > 0 ? await reader.read() : { done: true, value: undefined }
        if (!done && value) {
          const piece = value.subarray(0, left)
          left -= piece.length
          controller.enqueue(piece)
          return
        }
        await reader.cancel().catch(() => undefined)
        await fail(controller)
      },
      cancel: (why) => reader.cancel(why),
    },
    { highWaterMark: 0 },
  )
}

/** ms of real time: a port that were told at once would answer 500, because nothing of the answer has left yet. */
const leaving = 25

/** An answer whose connection breaks after so many bytes of its body; what its headers say of its length stays. */
export function truncated(response: Response, bytes: number, { peer, signal }: Receiver): Response {
  if (!response.body) return response
  const body = cut(response.body, bytes, async (controller) => {
    await sleep(leaving, signal)
    breakOff(controller, peer)
  })
  return new Response(body, response)
}

/** Who reads a body, and until when. */
interface Receiver {
  peer: Peer
  signal: AbortSignal
}

/** Over a connection that is what breaks, and the reader goes; without one the reader is told. */
function breakOff(controller: ReadableStreamDefaultController<Uint8Array>, peer: Peer): void {
  if (peer.destroy) peer.destroy()
  else controller.error(terminated())
}

/**
 * An answer whose body comes at a pace.
 * @param wait ends after so many ms; fails when nobody may wait any more
 */
export function slowed(
  response: Response,
  bytesPerSecond: number,
  { peer, wait }: Pick<Receiver, 'peer'> & { wait: (ms: number) => Promise<void> },
): Response {
  if (!response.body) return response
  const reader = response.body.getReader()
  /** Ten pieces a second, so that readers see it come. */
  const most = Math.max(1, Math.floor(bytesPerSecond / 10))
  let rest = new Uint8Array(0)
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (rest.length === 0) {
          const { done, value } = await reader.read()
          if (done) return controller.close()
          rest = new Uint8Array(value)
        }
        const piece = rest.subarray(0, most)
        try {
          await wait((piece.length * 1000) / bytesPerSecond)
        } catch {
          // Nobody waits any more: the world has ended, and with it the connection.
          await reader.cancel().catch(() => undefined)
          return breakOff(controller, peer)
        }
        rest = rest.subarray(piece.length)
        controller.enqueue(piece)
      },
      cancel: (why) => reader.cancel(why),
    },
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}
