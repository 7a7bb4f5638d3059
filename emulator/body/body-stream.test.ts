import { describe, expect, test } from 'vitest'
import { BodyAborted, BodyTooLarge, bodyStream } from './index.ts'

function requestOf(body: BodyInit | null, signal?: AbortSignal) {
  const init = { method: 'PUT', body, duplex: 'half', ...(signal && { signal }) }
  return new Request('http://double.test/upload', init as RequestInit)
}

async function read(stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

describe('the stream of a plain body', () => {
  test('has the bytes, in small pieces even when they came as one', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i)
    const pieces = await read(bodyStream(requestOf(bytes)))
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(65_536)
  })

  test('is empty without a body', async () => {
    expect(await read(bodyStream(requestOf(null)))).toEqual([])
    expect(await read(bodyStream(requestOf('')))).toEqual([])
  })

  test('takes nothing before it is asked', async () => {
    let pulls = 0
    const source = new ReadableStream<Uint8Array>(
      { pull: (controller) => controller.enqueue(Uint8Array.of(++pulls)) },
      { highWaterMark: 0 },
    )
    const reader = bodyStream(requestOf(source)).getReader()
    expect(pulls).toBe(0)
    expect((await reader.read()).value).toEqual(Uint8Array.of(1))
    expect(pulls).toBe(1)
  })

  test('fails beyond its limit, and not at it', async () => {
    expect(await read(bodyStream(requestOf('12345'), { maxBytes: 5 }))).toHaveLength(1)
    await expect(read(bodyStream(requestOf('123456'), { maxBytes: 5 }))).rejects.toThrow(BodyTooLarge)
  })

  test('fails when the client goes away or its body breaks off', async () => {
    const gone = new AbortController()
    const silent = new ReadableStream<Uint8Array>({ pull: () => gone.abort() }, { highWaterMark: 0 })
    await expect(read(bodyStream(requestOf(silent, gone.signal)))).rejects.toThrow(BodyAborted)

    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('ECONNRESET')) })
    await expect(read(bodyStream(requestOf(broken)))).rejects.toThrow(BodyAborted)
  })

  test('gives the source back when it is cancelled, even while that is silent', async () => {
    const cancelled = Promise.withResolvers<void>()
    const silent = new ReadableStream<Uint8Array>({ cancel: () => cancelled.resolve() })
    const stream = bodyStream(requestOf(silent))
    const reader = stream.getReader()
    const pending = reader.read()
    await reader.cancel()
    expect(await pending).toEqual({ done: true, value: undefined })
    await expect(cancelled.promise).resolves.toBeUndefined()
  })
})
