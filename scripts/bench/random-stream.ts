// Bytes that never come twice: equal ones would be stored once, and the second time for nothing.
import { randomBytes } from 'node:crypto'

const chunkBytes = 64 * 1024
const pattern = randomBytes(chunkBytes)

/** Chunks of 64 KiB, `size` bytes in all; made as they are asked for. */
export function* randomChunks(size: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let left = size; left > 0; left -= chunkBytes) {
    const chunk = Uint8Array.from(pattern.subarray(0, Math.min(left, chunkBytes)))
    chunk.set(randomBytes(16).subarray(0, chunk.length))
    yield chunk
  }
}

export function randomStream(size: number): ReadableStream<Uint8Array> {
  const chunks = randomChunks(size)
  return new ReadableStream({
    pull(controller) {
      const { value, done } = chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
}
