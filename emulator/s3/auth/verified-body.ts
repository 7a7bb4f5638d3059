// A request's body as a stream of its payload, which fails where it would end when it was not what the client meant.
import { BodyAborted } from '../../body/body-errors.ts'
import { BodyReader } from '../../body/body-reader.ts'
import { type ByteSource, streamOf } from '../../body/byte-source.ts'
import { concat } from '../../body/concat.ts'
import { brokenOff } from './body-errors.ts'
import type { BodyVerifier } from './body-verifier.ts'

export function verifiedBody(request: Request, verifier: BodyVerifier): ReadableStream<Uint8Array> {
  return verifiedStream(new BodyReader(request), verifier)
}

/** Bytes, and undefined at their end; `release` says that no more are wanted. */
interface Source extends Pick<ByteSource, 'next'> {
  release(): void | Promise<void>
}

/** Pulls: nothing is taken from the client before somebody reads. A client that goes away is refused as S3 refuses it. */
export function verifiedStream(body: Source, verifier: BodyVerifier): ReadableStream<Uint8Array> {
  let payload: Uint8Array[] = []
  return streamOf({
    async next() {
      try {
        for (;;) {
          const piece = payload.shift()
          if (piece) return piece
          const bytes = await body.next()
          if (!bytes) break
          payload = verifier.push(bytes)
        }
        verifier.end()
        await body.release()
        return undefined
      } catch (error) {
        await body.release()
        throw error instanceof BodyAborted ? refusalOf(error) : error
      }
    },
    cancel: () => body.release(),
  })
}

/**
 * The same payload at once, of a body that is small and comes over a socket: a stream costs more than the bytes do.
 * @throws {S3Error}
 */
export async function verifiedBytes(request: Request, verifier: BodyVerifier): Promise<Uint8Array> {
  const bytes = new Uint8Array(await request.arrayBuffer().catch(refuseBrokenOff))
  const payload = verifier.push(bytes)
  verifier.end()
  return payload.length === 1 && payload[0] ? payload[0] : concat(payload)
}

function refuseBrokenOff(cause: unknown): never {
  throw refusalOf(new BodyAborted('The request body broke off', { cause }))
}

function refusalOf(cause: BodyAborted) {
  const refusal = brokenOff()
  refusal.cause = cause
  return refusal
}
