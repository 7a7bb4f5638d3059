// A request's body as a stream of its payload, which fails where it would end when it was not what the client meant.
import { BodyAborted } from '../../body/body-errors.ts'
import { BodyReader } from '../../body/body-reader.ts'
import { concat } from '../../body/concat.ts'
import { brokenOff } from './body-errors.ts'
import type { BodyVerifier } from './body-verifier.ts'

export function verifiedBody(request: Request, verifier: BodyVerifier): ReadableStream<Uint8Array> {
  return verifiedStream(new BodyReader(request), verifier)
}

/** Pieces of bytes, and undefined at their end; `release` says that no more are wanted. */
interface Source {
  next(): Promise<Uint8Array | undefined>
  release(): void | Promise<void>
}

/** Pulls: nothing is taken from the client before somebody reads. A client that goes away is refused as S3 refuses it. */
export function verifiedStream(body: Source, verifier: BodyVerifier): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let payload: Uint8Array[] = []
          while (payload.length === 0) {
            const bytes = await body.next()
            if (bytes === undefined) {
              verifier.end()
              await body.release()
              controller.close()
              return
            }
            payload = verifier.push(bytes)
          }
          for (const piece of payload) controller.enqueue(piece)
        } catch (error) {
          await body.release()
          throw error instanceof BodyAborted ? refusalOf(error) : error
        }
      },
      cancel: () => body.release(),
    },
    { highWaterMark: 0 },
  )
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
