import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { listenOnNode } from './node-listen.ts'
import { plainResponse } from './node.ts'
import type { Listener } from './platform.ts'

let listener: Listener | undefined
afterEach(close)

type Handler = (request: Request) => Response | Promise<Response>

async function listen(fetch: Handler): Promise<number> {
  listener = await listenOnNode({ host: '127.0.0.1', port: 0, fetch })
  return listener.port
}

function dial(port: number): Socket {
  return connect({ port, host: '127.0.0.1' })
}

/** Sends bytes as they are and answers everything that comes back until the server closes. */
async function exchange(port: number, text: string): Promise<string> {
  const socket = dial(port)
  socket.write(text)
  return received(socket)
}

async function received(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => (text += chunk))
  await once(socket, 'close')
  return text
}

const hello: Handler = () => new Response('hello')

test('answers requests on the port that it was given', async () => {
  const port = await listen((request) => new Response(new URL(request.url).pathname))
  const response = await fetch(`http://127.0.0.1:${port}/path`)
  expect(await response.text()).toBe('/path')
})

test('leaves the globals of the process alone', async () => {
  const before = [globalThis.Request, globalThis.Response]
  await listen(hello)
  expect([globalThis.Request, globalThis.Response]).toEqual(before)
})

test('says in words that a port is taken', async () => {
  const port = await listen(hello)
  await expect(listenOnNode({ host: '127.0.0.1', port, fetch: hello })).rejects.toMatchObject({
    name: 'PortUnavailable',
    port,
    reason: 'taken',
    message: `Port ${port} is taken; free it or choose another`,
  })
})

test('says in words that a host is not of this machine', async () => {
  await expect(listenOnNode({ host: '192.0.2.1', port: 0, fetch: hello })).rejects.toMatchObject({
    reason: 'no-such-host',
  })
})

const size = 100 * 1024 * 1024
const chunk = new Uint8Array(1024 * 1024)

/** Sends all of a body before it looks at the answer, as Python's requests does. */
async function upload(port: number, headers: string): Promise<string> {
  const socket = dial(port)
  const answer = received(socket)
  socket.write(`POST /upload HTTP/1.1\r\nHost: localhost\r\n${headers}Content-Length: ${size}\r\n\r\n`)
  for (let sent = 0; sent < size; sent += chunk.length) if (!socket.write(chunk)) await once(socket, 'drain')
  socket.write('GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  return answer
}

const refusals: [string, Handler][] = [
  ['without a look at the body', () => new Response('no', { status: 401 })],
  [
    'after some of the body',
    async (request) => {
      await request.body?.getReader().read()
      return new Response('no', { status: 401 })
    },
  ],
  [
    'and the body was cancelled',
    async (request) => {
      const reader = request.body?.getReader()
      await reader?.read()
      await reader?.cancel()
      return new Response('no', { status: 401 })
    },
  ],
]

test.each(refusals)(
  'an upload that was refused early, %s, still gets its answer and the connection lives on',
  async (_, refuse) => {
    const port = await listen((request) => (request.url.endsWith('/next') ? hello(request) : refuse(request)))
    const answer = await upload(port, '')
    expect(answer).toMatch(/^HTTP\/1.1 401 /)
    expect(answer).toMatch(/HTTP\/1.1 200 OK[^]*hello$/)
  },
)

test.each(refusals)('so does one that asked for the connection to be closed, %s', async (_, refuse) => {
  const port = await listen(refuse)
  expect(await upload(port, 'Connection: close\r\n')).toMatch(/^HTTP\/1.1 401 /)
})

test('a client that waits for 100 Continue is told to go on', async () => {
  const port = await listen(async (request) => new Response(await request.text()))
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    method: 'PUT',
    headers: { expect: '100-continue', 'content-length': 5 },
  })
  request.flushHeaders()
  await once(request, 'continue')
  request.end('hello')
  const [response] = await once(request, 'response')
  expect(await new Response(response).text()).toBe('hello')
})

test.each([
  ['what is not HTTP', 'hello\r\n\r\n', 400],
  ['a request without a host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a malformed host', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  ['a host with credentials', 'GET / HTTP/1.1\r\nHost: a@b\r\nConnection: close\r\n\r\n', 400],
  ['headers that are too large', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
  ['a chunk that is none', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
])('refuses %s and lives on', async (_, text, status) => {
  const port = await listen(async (request) => new Response(await request.text().catch(() => 'broken')))
  expect(await exchange(port, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
})

const asks = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`

test.each([
  ['what is not HTTP', 'hello\r\n\r\n', 400],
  ['headers that are too large', asks('/', `X: ${'x'.repeat(70_000)}\r\n`), 431],
])('refuses %s on a connection that was good so far', async (_, text, status) => {
  const port = await listen(() => plainResponse('hello', 200, {}))
  const socket = dial(port)
  socket.write(asks('/'))
  await once(socket, 'data')
  const rest = received(socket)
  socket.write(text)
  expect(await rest).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
})

test.each([
  ['what is not HTTP', asks('/last'), 'hello\r\n\r\n', 400],
  ['headers that are too large', asks('/last'), asks('/', `X: ${'x'.repeat(70_000)}\r\n`), 431],
  ['more than the last', asks('/last', 'Connection: close\r\n'), asks('/more'), undefined],
])(
  'answers in their order what is asked at once, also a slow one, before it refuses %s',
  async (_, last, more, status) => {
    const answered = Promise.withResolvers<void>()
    const port = await listen(async (request) => {
      const path = new URL(request.url).pathname
      if (path === '/last') setTimeout(answered.resolve, 20)
      if (path === '/slow') await answered.promise
      return plainResponse(path, 200, {})
    })
    const answer = await exchange(port, asks('/slow') + asks('/next') + asks("/o'clock?'") + last + more)
    const bodies = [...answer.matchAll(/HTTP\/1.1 (\d+)[^]*?\r\n\r\n([^]*?)(?=HTTP|$)/g)]
    expect(bodies.map(([, code, body = '']) => `${code} ${body.startsWith('/') ? body : 'refused'}`)).toEqual([
      '200 /slow',
      '200 /next',
      "200 /o'clock",
      '200 /last',
      ...(status === undefined ? [] : [`${status} refused`]),
    ])
  },
)

test('is reached by the name that it listens on, where HTTP/1.0 names no host', async () => {
  const port = await listen((request) => plainResponse(request.url, 200, {}))
  expect(await exchange(port, 'GET /x HTTP/1.0\r\n\r\n')).toMatch(/\r\n\r\nhttp:\/\/127\.0\.0\.1\/x$/)
})

test('closes a connection once the body that a GET should not have has arrived', async () => {
  const port = await listen(() => plainResponse('hello', 200, {}))
  const socket = dial(port)
  const ended = once(socket, 'close')
  socket.write(asks('/', 'Connection: close\r\nContent-Length: 5\r\n'))
  await once(socket, 'data')
  socket.write('world')
  await ended
  expect(socket.destroyed).toBe(true)
})

test('gives up a body that does not come, whatever the method', async () => {
  const port = await listen(() => plainResponse('hello', 200, {}))
  for (const method of ['GET', 'POST']) {
    const socket = dial(port)
    socket.write(`${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\n`)
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      await once(socket, 'data')
      await vi.waitUntil(() => vi.getTimerCount() > 0)
      const ended = once(socket, 'close')
      await vi.advanceTimersByTimeAsync(10_000)
      await ended
    } finally {
      vi.useRealTimers()
    }
    expect(socket.destroyed).toBe(true)
  }
})

test('takes a query of 60 KB', async () => {
  const port = await listen((request) => new Response(String(request.url.length)))
  const response = await fetch(`http://127.0.0.1:${port}/?${'q'.repeat(60_000)}`)
  expect(Number(await response.text())).toBeGreaterThan(60_000)
})

test('an absolute target decides the URL', async () => {
  const port = await listen((request) => new Response(request.url))
  expect(
    await exchange(port, 'GET http://api.example.com/x HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n'),
  ).toMatch(/http:\/\/api\.example\.com\/x$/)
})

test('closing waits for the request in flight and refuses new connections', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const port = await listen(async () => {
    started.resolve()
    await finish.promise
    return new Response('done')
  })
  const inFlight = fetch(`http://127.0.0.1:${port}/`)
  await started.promise
  const closed = close()
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  finish.resolve()
  const response = await inFlight
  expect(response.headers.get('connection')).toBe('close')
  expect(await response.text()).toBe('done')
  await closed
})

test('closing does not wait for idle connections', async () => {
  const port = await listen(hello)
  const socket = dial(port)
  const ended = once(socket, 'close')
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  await close()
  await ended
  expect(socket.destroyed).toBe(true)
})

test('closing does not wait for a connection that never asked anything', async () => {
  const port = await listen(hello)
  const socket = dial(port)
  const ended = once(socket, 'close')
  await once(socket, 'connect')
  await hasAccepted(port)
  await close()
  await ended
  expect(socket.destroyed).toBe(true)
})

test('closing ends a connection once the rest of a refused request has arrived', async () => {
  const port = await listen(() => new Response('no', { status: 413 }))
  const socket = dial(port)
  const ended = once(socket, 'close')
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n')
  await once(socket, 'data')
  const closed = close()
  socket.write('0123456789')
  await closed
  await ended
  expect(socket.destroyed).toBe(true)
})

async function close(): Promise<void> {
  const closing = listener
  listener = undefined
  await closing?.close()
}

/** Connections are accepted in their order. */
async function hasAccepted(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/`)
}

test('spells the names of headers as servers do, but for those that begin with x-', async () => {
  const port = await listen(
    () =>
      new Response('hello', {
        headers: [
          ['Content-MD5', '5d41402abc4b2a76b9719d911017c592'],
          ['ETAG', '"a"'],
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['X-Dura-Meta-Creator', 'Jane'],
        ],
      }),
  )
  const answer = await exchange(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  const lines = answer.slice(0, answer.indexOf('\r\n\r\n')).split('\r\n').slice(1)
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
    'Connection',
    'Content-Length',
    'Content-MD5',
    'Content-Type',
    'Date',
    'ETag',
    'Set-Cookie',
    'Set-Cookie',
    'x-dura-meta-creator',
  ])
})
