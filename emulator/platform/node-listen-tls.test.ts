import { once } from 'node:events'
import { request } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { streamOf } from '../body/byte-source.ts'
import { listenOnNode } from './node-listen.ts'
import { streamResponse } from './node-stream-response.ts'
import { openTlsOnNode } from './node-tls.ts'
import type { Listener, Tls } from './platform.ts'

let tls: Tls
beforeAll(async () => {
  tls = await openTlsOnNode({ data: undefined, names: [] })
})

type Handler = (request: Request) => Response | Promise<Response>

let listener: Listener | undefined
let mistakes: string[]
beforeEach(() => {
  mistakes = []
})
afterEach(close)

async function close(): Promise<void> {
  const closing = listener
  listener = undefined
  await closing?.close()
}

async function listen(fetch: Handler, secure = true): Promise<number> {
  const onMistake = (message: string) => void mistakes.push(message)
  listener = await listenOnNode({ host: '127.0.0.1', port: 0, fetch, onMistake, tls: secure ? tls : undefined })
  return listener.port
}

async function dial(port: number, servername = 'localhost'): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.1', servername, ca: tls.caCertificate })
  await once(socket, 'secureConnect')
  return socket
}

async function get(port: number, hostname: string): Promise<string> {
  const asking = request({
    port,
    hostname,
    ca: tls.caCertificate,
    agent: false,
    lookup: (_, options, callback) =>
      options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
  }).end()
  const [response] = await once(asking, 'response')
  return new Response(response).text()
}

async function received(socket: TLSSocket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => (text += chunk))
  await once(socket, 'close')
  return text
}

test.each(['localhost', 'api.cloud.telestream.net', 'my-bucket.s3.eu-west-1.amazonaws.com', 'my-bucket.localhost'])(
  'answers a client that believes to talk to %s, and its URLs begin with https',
  async (name) => {
    const port = await listen((request) => new Response(new URL(request.url).origin))
    expect(await get(port, name)).toBe(`https://${name}:${port}`)
  },
)

test('a large answer is what it was, though its memory is used again', async () => {
  const memory = new Uint8Array(100_000)
  let pieces = 0
  const next = async () => ((pieces += 1) > 20 ? undefined : memory.fill(pieces))
  const headers = { 'content-length': '2000000', 'content-type': 'video/mp4' }
  const port = await listen(() => streamResponse(streamOf({ next, cancel: () => undefined }), { headers }))
  const answer = Buffer.from(await get(port, 'localhost'))
  const expected = Array.from({ length: 20 }, (_, at) => Buffer.alloc(100_000, at + 1))
  expect(answer.equals(Buffer.concat(expected))).toBe(true)
})

test('an upload that was refused early still gets its answer and the connection lives on', async () => {
  const port = await listen((request) => new Response('hello', { status: request.url.endsWith('/next') ? 200 : 401 }))
  const socket = await dial(port)
  const answer = received(socket)
  const chunk = new Uint8Array(1024 * 1024)
  socket.write(`POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: ${30 * chunk.length}\r\n\r\n`)
  for (let sent = 0; sent < 30; sent += 1) if (!socket.write(chunk)) await once(socket, 'drain')
  socket.write('GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  expect(await answer).toMatch(/^HTTP\/1.1 401 [^]*HTTP\/1.1 200 OK[^]*hello$/)
})

test('closing waits for the request in flight, not for connections that ask nothing', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const port = await listen(async () => {
    started.resolve()
    await finish.promise
    return new Response('done')
  })
  const idle = await dial(port)
  const beforeHandshake = connectPlain(port, '127.0.0.1')
  await once(beforeHandshake, 'connect')
  const gone = Promise.all([once(idle, 'close'), once(beforeHandshake, 'close')])
  const answer = get(port, 'localhost')
  await started.promise
  const closed = close()
  await gone
  finish.resolve()
  expect(await answer).toBe('done')
  await closed
})

test('says once that a client speaks http where there is https', async () => {
  const port = await listen(() => new Response('hello'))
  for (let time = 0; time < 2; time += 1)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  expect(mistakes).toEqual([expect.stringContaining(`A client speaks http to port ${port}`)])
})

test('says that a client speaks https where there is http', async () => {
  const port = await listen(() => new Response('hello'), false)
  await expect(fetch(`https://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  expect(mistakes).toEqual([expect.stringContaining('start with --tls')])
})
