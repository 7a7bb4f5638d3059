import { IncomingMessage } from 'node:http'
import { connect, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { sourceOf } from '../body/byte-source.ts'
import { listenOnNode } from './node-listen.ts'
import { giveBack } from './node-received.ts'
import { receiveBody } from './node-received-body.ts'
import type { Listener } from './platform.ts'

let listener: Listener | undefined
afterEach(() => listener?.close())

/** Of each request, what this makes of it. */
async function listening(handle: (request: Request) => Promise<string>): Promise<string> {
  listener = await listenOnNode({
    host: '127.0.0.1',
    port: 0,
    fetch: async (request) => new Response(await handle(request)),
  })
  return `http://127.0.0.1:${listener.port}`
}

const large = new Uint8Array(1_000_000).map((_, at) => at % 251)

async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await fetch(url, { method: 'POST', body })).text()
}

describe('a body over a socket', () => {
  it('is what was sent, also when each chunk is given back once it was used', async () => {
    const url = await listening(async ({ body }) => {
      const chunks: Uint8Array[] = []
      let freed = 0
      for await (const chunk of body ?? []) {
        chunks.push(chunk.slice())
        giveBack(chunk)
        if (chunk.byteLength === 0) freed += 1
      }
      return JSON.stringify({
        same: Buffer.concat(chunks).equals(large),
        several: chunks.length > 10,
        freed: freed / chunks.length,
      })
    })
    expect(JSON.parse(await post(url, large))).toEqual({ same: true, several: true, freed: 1 })
  })

  it('is not begun by whoever looks whether there is one', async () => {
    const url = await listening(async (request) => {
      const looked = `${request.body?.locked} ${request.bodyUsed}`
      return `${looked} ${(await request.arrayBuffer()).byteLength}`
    })
    expect(await post(url, large)).toBe('false false 1000000')
  })

  it('may be given up, and its connection goes on', async () => {
    const url = await listening(async ({ body }) => {
      const reader = body?.getReader()
      const { value } = (await reader?.read()) ?? {}
      await reader?.cancel()
      return String((value?.length ?? 0) > 0)
    })
    expect(await post(url, large)).toBe('true')
    expect(await post(url, large)).toBe('true')
  })

  it('is empty where nothing is sent', async () => {
    const url = await listening(async ({ body }) => String((await new Response(body).arrayBuffer()).byteLength))
    expect(await post(url, new Uint8Array())).toBe('0')
  })

  it('fails when its client goes away, whoever waits for it', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    await listening(async ({ body }) => {
      resolve(await new Response(body).arrayBuffer().catch((error: unknown) => error))
      return ''
    })
    const socket = connect(listener?.port ?? 0, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy())
    expect(await promise).toBeInstanceOf(Error)
  })
})

describe('what arrives faster than it is read', () => {
  it('waits until somebody asks', async () => {
    const incoming = new IncomingMessage(new Socket())
    incoming.method = 'PUT'
    const request = new Request('http://double.test/', { method: 'PUT', body: '' })
    receiveBody(request, incoming)
    const body = sourceOf(request.body ?? new ReadableStream())
    const first = body.next()
    for (let n = 0; n < 5; n += 1) incoming.push(Buffer.alloc(1000, n))
    expect((await first)?.[0]).toBe(0)
    await new Promise((resolve) => setImmediate(resolve))
    expect(incoming.readableLength).toBe(4000)
    expect((await body.next())?.[0]).toBe(1)
    await body.cancel()
    expect(await body.next()).toBeUndefined()
    expect(incoming.isPaused()).toBe(true)
  })
})

describe('bytes that are given back', () => {
  it('stay where they are unless they came over a socket', () => {
    const bytes = new Uint8Array(10)
    giveBack(bytes)
    giveBack(bytes.subarray(5))
    expect(bytes.byteLength).toBe(10)
  })

  it('stay until the end of their chunk is given back', async () => {
    const url = await listening(async ({ body }) => {
      const lengths = new Set<string>()
      for await (const chunk of body ?? []) {
        const [begin, end] = [chunk.subarray(0, 1), chunk.subarray(1)]
        giveBack(begin)
        const before = begin.byteLength
        giveBack(end)
        lengths.add(`${before} ${begin.byteLength}`)
      }
      return [...lengths].join()
    })
    expect(await post(url, large)).toBe('1 0')
  })
})
