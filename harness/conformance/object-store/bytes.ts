// Bytes for the tests: made, streamed, gathered and digested.
import { createHash } from 'node:crypto'

/** Bytes that look like nothing, the same for the same seed. */
export function madeBytes(size: number, seed = 1): Uint8Array {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = (seed * 2654435761) >>> 0 || 1
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[index] = state
  }
  return new Uint8Array(words.buffer, 0, size)
}

export function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

/** A stream that makes its chunks as they are asked for, and ends as `end` says. */
export function streamOf(
  bytes: Uint8Array,
  chunkBytes = 65_536,
  end: 'close' | Error = 'close',
): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += chunkBytes)))
        else if (end === 'close') controller.close()
        else controller.error(end)
      },
    },
    { highWaterMark: 0 },
  )
}

export async function gather(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
