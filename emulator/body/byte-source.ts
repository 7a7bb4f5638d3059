// Bytes as they come, without what the web's streams cost: a queue, promises and an allocation for each piece.

export interface ByteSource {
  /**
   * The next bytes, never empty; undefined at the end. Wait for one before the next.
   * @param lent whether the bytes are the caller's no longer than until the next call, and not to be changed: then their memory is used
   *   again, or given back at once, where otherwise each piece is garbage that is collected late. One reader says the same each time.
   */
  next(lent?: boolean): Promise<Uint8Array | undefined>
  /** Has what comes first at hand before anybody asks for it. @throws what the first bytes fail with */
  begin?(): Promise<void>
  /** Says that no more is wanted; ends a pending `next`, too. */
  cancel(reason?: unknown): Promise<void> | void
}

const sources = new WeakMap<ReadableStream<Uint8Array>, ByteSource>()

/** A stream to whoever reads it, that has its source for whoever asks `sourceOf`. Pulls: nothing is taken before somebody asks. */
export function streamOf(source: ByteSource): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await source.next()
        if (bytes) controller.enqueue(bytes)
        else controller.close()
      },
      cancel: (reason) => source.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  sources.set(stream, source)
  return stream
}

/** Has a stream begin that has its source, so that what cannot be read is told before anybody was promised any. @throws as `begin` does */
export async function begun(stream: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  await sources.get(stream)?.begin?.()
  return stream
}

/** Whether nobody has to read the stream to have its bytes. */
export function hasSource(stream: ReadableStream<Uint8Array>): boolean {
  return sources.has(stream) && !stream.locked
}

/** What brings the bytes of a stream, which is locked from now on. @throws {TypeError} when it is already */
export function sourceOf(stream: ReadableStream<Uint8Array>): ByteSource {
  const reader = stream.getReader()
  return sources.get(stream) ?? readerSource(reader)
}

function readerSource(reader: ReadableStreamDefaultReader<Uint8Array>): ByteSource {
  return {
    async next() {
      for (;;) {
        const { done, value } = await reader.read()
        if (done || value.length > 0) return value
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }
}
