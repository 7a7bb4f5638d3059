// A body into a blob, chunk by chunk.
import { giveBack } from '#platform'
import { type ByteSource, sourceOf } from '../body/byte-source.ts'
import type { Blob, Blobs, BlobWriter } from './blobs.ts'

/**
 * Writes a stream as it comes. When either side fails, the error is thrown, the stream is cancelled, and the writer keeps
 * what had arrived: commit it or abort it.
 */
export async function pour(body: ReadableStream<Uint8Array>, writer: Pick<BlobWriter, 'write'>): Promise<void> {
  const source = sourceOf(body)
  try {
    for (let chunk = await source.next(true); chunk; chunk = await source.next(true)) {
      const written = writer.write(chunk)
      if (written) await written
      giveBack(chunk)
    }
  } catch (error) {
    await giveUp(source, error)
    throw error
  }
}

async function giveUp(source: ByteSource, reason: unknown): Promise<void> {
  try {
    await source.cancel(reason)
  } catch {
    // It may be what failed; then there is nothing left to cancel, and it says so by the same error.
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
