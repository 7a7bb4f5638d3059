// A body on its way to the S3: measured, digested and judged before its end is let through.
import { Checksums } from '../checksums.ts'
import { digestMismatch, entityTooLarge, sizeMismatch } from '../errors.ts'
import type { PartOptions } from '../object-store.ts'

/** How much of a body may wait to be sent. */
const aheadBytes = 8 * 1024 * 1024

export interface PassedBytes {
  size: number
  /** Lower-case hex. */
  md5: string
  sha256: string
}

export interface PassingBytes {
  stream: ReadableStream<Uint8Array>
  /** Why it broke off, when the reason lies with the body and not with who reads it. */
  failure: () => unknown
  /** What has passed; undefined before the end. */
  passed: () => PassedBytes | undefined
  /** Lets go of the body. Does nothing after its end. */
  cancel: (reason: unknown) => Promise<void>
}

/** @param atEnd called before the stream ends: when it throws, the stream fails, and what was read of it is no object */
export function passBytes(
  body: ReadableStream<Uint8Array> | Uint8Array,
  { expectMd5, expectSize, maxBytes = Infinity }: PartOptions,
  atEnd: () => Promise<void>,
): PassingBytes {
  const reader = (body instanceof Uint8Array ? streamOf(body) : body).getReader()
  const checksums = new Checksums()
  let size = 0
  let passed: PassedBytes | undefined
  let failure: { reason: unknown } | undefined

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { done, value } = await reader.read()
    if (done) {
      const { hash, md5 } = checksums.finish()
      if (expectSize !== undefined && expectSize !== size) throw sizeMismatch(expectSize, size)
      if (expectMd5 !== undefined && expectMd5.toLowerCase() !== md5) throw digestMismatch(expectMd5, md5)
      passed = { size, md5, sha256: hash }
      await atEnd()
      controller.close()
      return
    }
    size += value.length
    if (size > maxBytes) throw entityTooLarge(maxBytes)
    checksums.update(value)
    controller.enqueue(value)
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          await pull(controller)
        } catch (error) {
          failure = { reason: error }
          throw error
        }
      },
    },
    // The next part arrives while one is on its way.
    new ByteLengthQueuingStrategy({ highWaterMark: aheadBytes }),
  )
  return {
    stream,
    failure: () => failure?.reason,
    passed: () => passed,
    // The body may be what failed; then there is nothing left to cancel, and it says so by the same error.
    cancel: (reason) => reader.cancel(reason).catch(() => undefined),
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
}
