// A request's body as a stream of its payload, which fails where it would end when it was not what the client meant.
import { BodyAborted } from '../../body/body-errors.ts'
import { BodyReader } from '../../body/body-reader.ts'
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
          if (!(error instanceof BodyAborted)) throw error
          const refusal = brokenOff()
          refusal.cause = error
          throw refusal
        }
      },
      cancel: () => body.release(),
    },
    { highWaterMark: 0 },
  )
}
