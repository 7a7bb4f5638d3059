// A request's body as a stream of its payload, which fails where it would end when it was not what the client meant.
import { BodyAborted } from '../../body/body-errors.ts'
import { BodyReader } from '../../body/body-reader.ts'
import { brokenOff } from './body-errors.ts'
import type { BodyVerifier } from './body-verifier.ts'

/** Pulls: nothing is taken from the client before somebody reads. It fails with `S3Error`s only. */
export function verifiedBody(request: Request, verifier: BodyVerifier): ReadableStream<Uint8Array> {
  const body = new BodyReader(request)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let payload: Uint8Array[] = []
          while (payload.length === 0) {
            const bytes = await body.next()
            if (bytes === undefined) {
              verifier.end()
              body.release()
              controller.close()
              return
            }
            payload = verifier.push(bytes)
          }
          for (const piece of payload) controller.enqueue(piece)
        } catch (error) {
          body.release()
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
