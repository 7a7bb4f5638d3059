// An answer whose bytes come from a source of ours: a socket is handed them as they are, without streams between.
import type { ServerResponse } from 'node:http'
import { type ByteSource, hasSource } from '../body/byte-source.ts'

const streams = new WeakMap<Response, ReadableStream<Uint8Array>>()

/** An answer with a large body; whatever else is made of it later is sent by way of its stream. */
export function streamResponse(body: ReadableStream<Uint8Array>, init: ResponseInit): Response {
  const response = new Response(body, init)
  if (hasSource(body)) streams.set(response, body)
  return response
}

/** What of such an answer can be sent directly; undefined where a header asks for more than to be written down. */
export function directBody(response: Response): ReadableStream<Uint8Array> | undefined {
  const stream = streams.get(response)
  if (!stream || !hasSource(stream)) return undefined
  const { headers } = response
  return headers.has('content-length') && headers.has('content-type') && !headers.has('set-cookie') ? stream : undefined
}

/**
 * Sends an answer piece by piece, each when the one before has left. What fails on the way breaks the connection off.
 * @throws what the first piece fails with: nothing was sent then
 */
export async function sendDirectly(outgoing: ServerResponse, response: Response, body: ByteSource): Promise<void> {
  let wake = (): void => undefined
  outgoing.once('close', () => {
    wake()
    Promise.resolve(body.cancel()).catch(() => undefined)
  })
  const first = await body.next(true)
  // Its client may have gone meanwhile.
  if (outgoing.destroyed) return
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  try {
    for (let piece = first; piece && !outgoing.destroyed; piece = await body.next(true)) {
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      outgoing.write(piece, () => resolve())
      await promise
    }
    outgoing.end()
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}
