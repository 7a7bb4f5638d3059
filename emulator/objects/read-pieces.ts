// The bytes of an object that lies in pieces, as one stream.
import { type ByteSource, sourceOf, streamOf } from '../body/byte-source.ts'
import type { Blobs } from './blobs.ts'
import { bytesMissing } from './errors.ts'
import type { Piece } from './pieces.ts'

export interface Bytes {
  blobs: Blobs
  /** Makes of what a read fails with what is thrown. */
  failed: (error: unknown) => Error
}

/**
 * Reads from `start` up to, and without, `end` of an object. The pieces are held until the stream has ended, failed or is
 * cancelled, so that it stays whole when the object is replaced or deleted meanwhile.
 * @param pieces those that cover the range, in order
 */
export function readPieces(
  { blobs, failed }: Bytes,
  pieces: readonly Piece[],
  start: number,
  end: number,
): ReadableStream<Uint8Array> {
  for (const { hash } of pieces) blobs.retain(hash)
  const held = [...pieces]
  const letGo = () => {
    for (const { hash } of held.splice(0)) blobs.release(hash)
  }
  let current: ByteSource | undefined
  let left = end - start
  let isCancelled = false
  const open = (piece: Piece) => sourceOf(blobs.read(piece.hash, sliceOf(piece, start, end)))
  return streamOf({
    async begin() {
      const [first] = held
      if (!first || left <= 0) return
      try {
        current = open(first)
        await current.begin?.()
      } catch (error) {
        letGo()
        throw failed(error)
      }
    },
    async next(lent) {
      try {
        for (let piece = held[0]; left > 0 && piece; piece = held[0]) {
          current ??= open(piece)
          const bytes = await current.next(lent)
          if (isCancelled) return undefined
          if (bytes) {
            left -= bytes.length
            return bytes
          }
          current = undefined
          held.shift()
          blobs.release(piece.hash)
        }
        if (left > 0) throw bytesMissing(left)
        letGo()
        return undefined
      } catch (error) {
        letGo()
        // What nobody wants any more cannot fail.
        if (isCancelled) return undefined
        throw failed(error)
      }
    },
    async cancel(reason) {
      isCancelled = true
      await current?.cancel(reason)
      letGo()
    },
  })
}

/** The same at once; for small ranges. */
export async function readPiecesBytes(
  { blobs, failed }: Bytes,
  pieces: readonly Piece[],
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  for (const { hash } of pieces) blobs.retain(hash)
  try {
    const [only, second] = pieces
    if (only && !second) {
      const slice = sliceOf(only, start, end)
      const bytes = await blobs.readBytes(only.hash, slice.start, slice.end)
      if (bytes.length < end - start) throw bytesMissing(end - start - bytes.length)
      return bytes
    }
    const bytes = new Uint8Array(end - start)
    let left = end - start
    for (const piece of pieces) {
      const slice = sliceOf(piece, start, end)
      const part = await blobs.readBytes(piece.hash, slice.start, slice.end)
      bytes.set(part, piece.position + slice.start - start)
      left -= part.length
    }
    if (left > 0) throw bytesMissing(left)
    return bytes
  } catch (error) {
    throw failed(error)
  } finally {
    for (const { hash } of pieces) blobs.release(hash)
  }
}

/** What of a piece lies within a range of the object. */
function sliceOf({ position, size }: Piece, start: number, end: number): { start: number; end: number } {
  return { start: Math.max(0, start - position), end: Math.min(size, end - position) }
}
