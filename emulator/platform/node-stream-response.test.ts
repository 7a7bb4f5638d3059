import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { madeBytes, md5 } from '../../harness/conformance/object-store/bytes.ts'
import { type ByteSource, streamOf } from '../body/byte-source.ts'
import { listenOnNode } from './node-listen.ts'
import { directBody, streamResponse } from './node-stream-response.ts'
import type { Listener } from './platform.ts'

let listener: Listener | undefined
afterEach(async () => {
  await listener?.close()
  listener = undefined
})

const bytes = madeBytes(1_000_000)
const headers = { 'content-length': String(bytes.length), 'content-type': 'video/mp4', 'x-a': 'é', etag: '"1"' }

/** All of `bytes` out of one piece of memory, where it lends; `lent` says whether it did. */
function sourceOfBytes(more: Partial<ByteSource> = {}) {
  const memory = new Uint8Array(100_000)
  const asked = new Set<boolean>()
  let at = 0
  const source: ByteSource = {
    async next(lent = false) {
      asked.add(lent)
      if (at === bytes.length) return undefined
      const piece = bytes.subarray(at, (at += memory.length))
      if (!lent) return piece
      memory.set(piece)
      return memory
    },
    cancel: () => undefined,
    ...more,
  }
  return { source, asked }
}

async function serve(answer: (request: Request) => Response): Promise<string> {
  listener = await listenOnNode({ host: '127.0.0.1', port: 0, fetch: async (request) => answer(request) })
  return `http://127.0.0.1:${listener.port}/`
}

describe('an answer from a source', () => {
  it('is what the adaptor would send, out of memory that is used again', async () => {
    const { source, asked } = sourceOfBytes()
    const directly = await fetch(await serve(() => streamResponse(streamOf(source), { headers })))
    expect(md5(new Uint8Array(await directly.arrayBuffer()))).toBe(md5(bytes))
    expect(asked).toEqual(new Set([true]))
    await listener?.close()
    const around = await fetch(await serve(() => new Response(streamOf(sourceOfBytes().source), { headers })))
    await around.arrayBuffer()
    const plain = (response: Response) => [...response.headers].filter(([name]) => name !== 'date')
    expect(plain(directly)).toEqual(plain(around))
    expect(directly.status).toBe(around.status)
  })

  it('goes by way of the adaptor where a header asks for more, or something else was made of it', async () => {
    const stream = () => streamOf(sourceOfBytes().source)
    expect(directBody(streamResponse(stream(), { headers }))).toBeInstanceOf(ReadableStream)
    expect(directBody(streamResponse(stream(), { headers: { 'content-type': 'a/b' } }))).toBeUndefined()
    expect(directBody(streamResponse(stream(), { headers: { ...headers, 'set-cookie': 'a=b' } }))).toBeUndefined()
    expect(directBody(streamResponse(new ReadableStream(), { headers }))).toBeUndefined()
    const given = streamResponse(stream(), { headers })
    expect(directBody(new Response(given.body, given))).toBeUndefined()
    expect(directBody(given)).toBeInstanceOf(ReadableStream)
    given.body?.getReader()
    expect(directBody(given)).toBeUndefined()
  })

  it('is 500 when not even its first bytes can be read', async () => {
    const { source } = sourceOfBytes({ next: () => Promise.reject(new Error('broken')) })
    const url = await serve(() => streamResponse(streamOf(source), { headers }))
    expect((await fetch(url)).status).toBe(500)
  })

  it('breaks off when the rest cannot be read', async () => {
    let asked = 0
    const next = async () => {
      asked += 1
      if (asked > 1) throw new Error('broken')
      return bytes.subarray(0, 1000)
    }
    const url = await serve(() => streamResponse(streamOf(sourceOfBytes({ next }).source), { headers }))
    const response = await fetch(url)
    expect(response.status).toBe(200)
    await expect(response.arrayBuffer()).rejects.toThrow('terminated')
  })

  it('is read no further when its client goes', async () => {
    const cancelled = Promise.withResolvers<void>()
    const endless = { next: async () => bytes, cancel: () => cancelled.resolve() }
    const url = await serve(() =>
      streamResponse(streamOf(endless), { headers: { ...headers, 'content-length': '100000000000' } }),
    )
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    await expect(cancelled.promise).resolves.toBeUndefined()
  })
})
