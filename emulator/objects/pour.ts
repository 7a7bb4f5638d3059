// A body into a blob, chunk by chunk.
import { giveBack } from '#platform'
import type { Blob, Blobs, BlobWriter } from './blobs.ts'

/**
 * Writes a stream as it comes. When either side fails, the error is thrown, the stream is cancelled, and the writer keeps
 * what had arrived: commit it or abort it.
 */
export async function pour(body: ReadableStream<Uint8Array>, writer: BlobWriter): Promise<void> {
  const reader = body.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const written = writer.write(next.value)
      if (written) await written
      giveBack(next.value)
    }
  } catch (error) {
    // The stream may be what failed; then there is nothing left to cancel, and it says so by the same error.
    await reader.cancel(error).catch(() => undefined)
    throw error
  } finally {
    reader.releaseLock()
  }
}

/** `Blobs.store` for any writer. */
export async function store(
  blobs: Pick<Blobs, 'write'>,
  body: ReadableStream<Uint8Array> | Uint8Array,
  options?: { maxBytes?: number },
): Promise<Blob> {
  const writer = blobs.write(options)
  try {
    if (body instanceof Uint8Array) await writer.write(body)
    else await pour(body, writer)
    return await writer.commit()
  } catch (error) {
    await writer.abort()
    throw error
  }
}
