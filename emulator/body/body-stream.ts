// The body of a request that is nothing but bytes: an uploaded chunk, a part, an object.
import { BodyTooLarge } from './body-errors.ts'
import type { BodyLimits } from './body-limits.ts'
import { BodyReader } from './body-reader.ts'
import { streamOf } from './byte-source.ts'

/**
 * A request's body as a stream of small pieces; empty when there is none.
 * It fails with `BodyAborted` when the client goes away, and with `BodyTooLarge` beyond `maxBytes`.
 * @param options.maxBytes default: no limit
 * @param options.what the limit that `maxBytes` is; default: `fileBytes`
 */
export function bodyStream(
  request: Request,
  options: { maxBytes?: number; what?: keyof BodyLimits } = {},
): ReadableStream<Uint8Array> {
  const { maxBytes = Number.POSITIVE_INFINITY, what = 'fileBytes' } = options
  const body = new BodyReader(request)
  let received = 0
  return streamOf({
    async next() {
      try {
        const piece = await body.next()
        received += piece?.length ?? 0
        if (received > maxBytes) throw new BodyTooLarge(what, maxBytes)
        if (!piece) body.release()
        return piece
      } catch (error) {
        body.release()
        throw error
      }
    },
    cancel: () => body.release(),
  })
}
