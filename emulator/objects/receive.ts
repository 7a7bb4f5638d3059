// A client's body into a blob, and the checks that the client asked for.
import type { Blob, Blobs } from './blobs.ts'
import { digestMismatch, sizeMismatch } from './errors.ts'
import type { PartOptions } from './object-store.ts'
import type { Body } from './versioned-store.ts'

/**
 * Stores a body. Whatever goes wrong, nothing is left and a stream is cancelled.
 * @param admit refuses by throwing, before a byte is read
 * @throws {ObjectStoreError} EntityTooLarge, DigestMismatch, SizeMismatch
 */
export async function receive(
  blobs: Blobs,
  body: Body,
  { expectMd5, expectSize, maxBytes }: PartOptions,
  admit: () => void,
): Promise<Blob> {
  try {
    admit()
  } catch (error) {
    if (body instanceof ReadableStream) await body.cancel(error)
    throw error
  }
  const bytes = typeof body === 'function' ? await body() : body
  const blob = await blobs.store(bytes, maxBytes === undefined ? {} : { maxBytes })
  const sizeDiffers = expectSize !== undefined && expectSize !== blob.size
  const md5Differs = expectMd5 !== undefined && expectMd5.toLowerCase() !== blob.md5
  if (!sizeDiffers && !md5Differs) return blob
  blobs.release(blob.hash)
  throw sizeDiffers ? sizeMismatch(expectSize, blob.size) : digestMismatch(expectMd5 ?? '', blob.md5)
}
