// The guard over real sockets: servers on loopback, and nothing else.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createNodeTransport, nodeTransport } from '../platform/node-transport.ts'
import { createOutbound } from './outbound.ts'
import type { OutboundOptions, OutboundRequest, OutboundResponse } from './outbound.ts'
import type { Transport } from './transport.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let handler: Handler = (_, response) => response.end()
const server = createServer((request, response) => handler(request, response))
const other = createServer((request, response) => handler(request, response))
let base = ''
let otherBase = ''

const portOf = (listening: typeof server) => (listening.address() as AddressInfo).port

beforeAll(async () => {
  for (const one of [server, other]) await new Promise<void>((done) => one.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${portOf(server)}`
  otherBase = `http://127.0.0.1:${portOf(other)}`
})

afterAll(() => {
  for (const one of [server, other]) {
    one.closeAllConnections()
    one.close()
  }
})

afterEach(() => {
  handler = (_, response) => response.end()
})

/** Real sockets, a resolver that asks nobody, and a record of where connections were asked for. */
function localTransport(answers: Record<string, string[]> = {}) {
  const sent: string[][] = []
  const resolve = vi.fn<Transport['resolve']>(async (hostname) => answers[hostname] ?? [])
  const send: Transport['send'] = (request) => {
    for (const address of request.addresses) {
      if (address !== '127.0.0.1' && address !== '::1') throw new Error(`The test would have left loopback: ${address}`)
    }
    sent.push([...request.addresses])
    return nodeTransport.send(request)
  }
  return { ...nodeTransport, resolve, send, sent }
}

function fetchWith(
  options: Partial<OutboundOptions>,
  request: Partial<OutboundRequest> & Pick<OutboundRequest, 'url'>,
) {
  const outbound = createOutbound({ allowOutbound: false, transport: localTransport(), ...options })
  return outbound.fetch({ maxBytes: 1_000_000, timeoutMs: 10_000, ...request })
}

const get = (path: string, request: Partial<OutboundRequest> = {}, options: Partial<OutboundOptions> = {}) =>
  fetchWith(options, { url: path.startsWith('http') ? path : base + path, ...request })

async function bytes({ body }: OutboundResponse): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body ?? []) chunks.push(chunk)
  return chunks
}

const text = async (response: OutboundResponse) => Buffer.concat(await bytes(response)).toString()

const redirect = (to: string, status = 302): Handler => {
  return (_, response) => response.writeHead(status, { location: to }).end('moved')
}

describe('an exchange', () => {
  test('brings status, headers and the streamed body of a loopback server', async () => {
    handler = (request, response) => {
      response.writeHead(201, { 'x-path': request.url, 'set-cookie': ['a=1', 'b=2'] }).end('hello')
    }
    const response = await get('/some/file.mp4?a=b#fragment')
    expect(response).toMatchObject({ status: 201, url: `${base}/some/file.mp4?a=b` })
    expect(response.headers.get('x-path')).toBe('/some/file.mp4?a=b')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await text(response)).toBe('hello')
  })

  test('sends method, headers and body, and asks for the bytes as they are', async () => {
    handler = async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const { host, 'x-a': a, 'content-length': length, 'accept-encoding': encoding } = request.headers
      response.end(JSON.stringify([request.method, host, a, length, encoding, Buffer.concat(chunks).toString()]))
    }
    const headers = { 'X-A': '1', Host: 'evil.example', 'Content-Length': '9999', Connection: 'keep-alive' }
    const response = await get('/', { method: 'post', headers, body: new TextEncoder().encode('event=é') })
    expect(JSON.parse(await text(response))).toEqual(['POST', base.slice(7), '1', '8', 'identity', 'event=é'])
  })

  test.each([204, 304])('has no body with status %i', async (status) => {
    handler = (_, response) => response.writeHead(status).end()
    expect((await get('/')).body).toBeNull()
  })

  test('has no body for HEAD, however large the file', async () => {
    handler = (_, response) => response.writeHead(200, { 'content-length': '99999999999' }).end()
    const response = await get('/', { method: 'HEAD', maxBytes: 10 })
    expect(response.body).toBeNull()
    expect(response.headers.get('content-length')).toBe('99999999999')
  })

  test('reaches http://0.0.0.0 as loopback, with the host that was asked for', async () => {
    handler = (request, response) => response.end(request.headers.host)
    const port = base.split(':').at(-1)
    expect(await text(await get(`http://0.0.0.0:${port}/`))).toBe(`0.0.0.0:${port}`)
    expect(await text(await get(`http://localhost:${port}/`))).toBe(`localhost:${port}`)
  })

  test('sends user and password of the URL as a Basic header', async () => {
    handler = (request, response) => response.end(request.headers.authorization)
    const response = await get(base.replace('//', '//user:pass@'))
    expect(await text(response)).toBe(`Basic ${btoa('user:pass')}`)
    expect(response.url).toBe(`${base}/`)
  })

  test('with a closed port is refused as a failed connection, with its code', async () => {
    const closed = createServer()
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done))
    const port = portOf(closed)
    await new Promise((done) => closed.close(done))
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      reason: 'connect',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await expect(get(`http://localhost:${port}/`)).rejects.toMatchObject({
      reason: 'connect',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('that breaks off within the body fails while the body is read', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('only this', () => response.destroy())
    }
    await expect(get('/').then(text)).rejects.toMatchObject({ reason: 'connect' })
  })

  test('with a server that does not speak HTTP is refused', async () => {
    handler = (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n')
    await expect(get('/')).rejects.toMatchObject({ reason: 'connect' })
  })
})

describe('the guard', () => {
  test('connects to the address that was checked, and asks the DNS only once', async () => {
    handler = (request, response) => response.end(request.headers.host)
    const transport = localTransport({ 'files.test': ['127.0.0.1'] })
    const rebinding = [['127.0.0.1'], ['169.254.169.254']]
    transport.resolve.mockImplementation(async () => rebinding.shift() ?? [])
    const url = `${base.replace('127.0.0.1', 'files.test')}/`
    expect(await text(await fetchWith({ transport }, { url }))).toBe(new URL(url).host)
    expect(transport.resolve).toHaveBeenCalledTimes(1)
    expect(transport.sent).toEqual([['127.0.0.1']])
    // The next request looks again, and sees what the name has become.
    await expect(fetchWith({ transport }, { url })).rejects.toMatchObject({ reason: 'forbidden-address' })
    expect(transport.sent).toHaveLength(1)
  })

  test('opens no socket to what it refuses', async () => {
    const transport = localTransport({
      'public.test': ['93.184.216.34'],
      'mixed.test': ['127.0.0.1', '10.0.0.1', '8.8.8.8'],
    })
    for (const url of [
      'http://public.test/',
      'http://mixed.test/',
      'http://8.8.8.8/',
      'http://169.254.169.254/latest/',
    ]) {
      await expect(fetchWith({ transport }, { url })).rejects.toMatchObject({ reason: 'forbidden-address' })
    }
    expect(transport.sent).toEqual([])
  })

  test('hands public addresses to the transport when outbound requests are allowed', async () => {
    const send = vi.fn<Transport['send']>(async () => ({ status: 200, headers: new Headers(), body: null }))
    const transport: Transport = { ...nodeTransport, resolve: async () => ['93.184.216.34'], send }
    const response = await fetchWith({ allowOutbound: true, transport }, { url: 'https://files.com/a.mp4' })
    expect(response).toMatchObject({ status: 200, url: 'https://files.com/a.mp4' })
    expect(send.mock.calls[0]?.[0].addresses).toEqual(['93.184.216.34'])
  })

  test('lets the double answer its own URLs without a socket, whatever their name', async () => {
    const transport = localTransport()
    const own: OutboundOptions['own'] = (url) =>
      url.hostname === 'my-bucket.s3.amazonaws.com'
        ? async (request) => new Response(`${request.method} ${await request.text()} ${new URL(request.url).pathname}`)
        : undefined
    const url = 'https://my-bucket.s3.amazonaws.com/video.mp4'
    expect(await text(await fetchWith({ own, transport }, { url }))).toBe('GET  /video.mp4')
    expect(await text(await fetchWith({ own, transport }, { url, method: 'POST', body: 'x' }))).toBe(
      'POST x /video.mp4',
    )
    expect(transport.resolve).not.toHaveBeenCalled()
    expect(transport.sent).toEqual([])
  })

  test("checks where the double's own answer redirects to", async () => {
    const own: OutboundOptions['own'] = (url) =>
      url.hostname === 'own.test'
        ? async () => Response.redirect('http://169.254.169.254/latest/meta-data/')
        : undefined
    await expect(fetchWith({ own }, { url: 'http://own.test/' })).rejects.toMatchObject({ reason: 'forbidden-address' })
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('with status %i is followed, relative or absolute', async (status) => {
    handler = (request, response) => {
      if (request.url === '/a/start') redirect('../b?c', status)(request, response)
      else if (request.url === '/b?c') redirect(`${otherBase}/end`, status)(request, response)
      else response.end(`${request.headers.host}${request.url}`)
    }
    const response = await get('/a/start')
    expect(response.url).toBe(`${otherBase}/end`)
    expect(await text(response)).toBe(`${otherBase.slice(7)}/end`)
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://169.254.169.254./',
    'http://2852039166/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[fd00:ec2::254]/latest/api/token',
    'http://100.100.100.200/',
    'http://127.0.0.1@169.254.169.254/',
    'http://127.0.0.1:80@169.254.169.254:80/',
    'http://169.254.169.254#@127.0.0.1/',
    'http://169.254.169.254\\@127.0.0.1/',
    '\\\\169.254.169.254\\latest',
    '//169.254.169.254/',
    'http://metadata.test/',
    'http://METADATA.test./',
    'http://rebound.test/',
    'http://93.184.216.34/',
    '//93.184.216.34/',
    'http://public.test/',
  ])('to %s is refused at that hop', async (target) => {
    handler = redirect(target)
    const transport = localTransport({
      'public.test': ['93.184.216.34'],
      'metadata.test': ['169.254.169.254'],
      'metadata.test.': ['fd00:ec2::254'],
      'rebound.test': ['127.0.0.1', '169.254.169.254'],
    })
    await expect(get('/', {}, { transport })).rejects.toMatchObject({ reason: 'forbidden-address' })
    expect(transport.sent).toHaveLength(1)
  })

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://[', 'gopher://127.0.0.1:25/_HELO'])(
    'to %s is refused as a bad URL',
    async (target) => {
      handler = redirect(target)
      await expect(get('/')).rejects.toMatchObject({ reason: 'bad-url' })
    },
  )

  test('in a circle is noticed', async () => {
    const requests: unknown[] = []
    handler = (request, response) => {
      requests.push(request.url)
      redirect(request.url === '/a' ? '/b' : '/a#again')(request, response)
    }
    await expect(get('/a')).rejects.toMatchObject({ reason: 'redirect-loop' })
    expect(requests).toEqual(['/a', '/b'])
    handler = (request, response) => redirect(request.url ?? '')(request, response)
    await expect(get('/a')).rejects.toMatchObject({ reason: 'redirect-loop' })
  })

  test('is followed five times, not six', async () => {
    handler = (request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('there')
      else redirect(`/${left - 1}`)(request, response)
    }
    expect(await text(await get('/5'))).toBe('there')
    await expect(get('/6')).rejects.toMatchObject({ reason: 'too-many-redirects' })
  })

  test('to another origin takes no credentials along, and they do not come back on the way home', async () => {
    const seen: unknown[] = []
    handler = (request, response) => {
      const { authorization, cookie, 'x-api-key': key, range } = request.headers
      seen.push([request.url, authorization, cookie, key, range])
      if (request.url === '/1') redirect('/2')(request, response)
      else if (request.url === '/2') redirect(`${otherBase}/3`)(request, response)
      else if (request.url === '/3') redirect(`${base}/4`)(request, response)
      else response.end()
    }
    const headers = { Authorization: 'Bearer secret', Cookie: 'session=1', 'X-Api-Key': 'tcs_1', Range: 'bytes=0-9' }
    await get('/1', { headers })
    expect(seen).toEqual([
      ['/1', 'Bearer secret', 'session=1', 'tcs_1', 'bytes=0-9'],
      ['/2', 'Bearer secret', 'session=1', 'tcs_1', 'bytes=0-9'],
      ['/3', undefined, undefined, undefined, 'bytes=0-9'],
      ['/4', undefined, undefined, undefined, 'bytes=0-9'],
    ])
  })

  test('to another origin does not take the user of the URL along', async () => {
    handler = (request, response) => {
      if (request.url === '/') redirect(`${otherBase}/end`)(request, response)
      else response.end(String(request.headers.authorization))
    }
    expect(await text(await get(base.replace('//', '//user:pass@')))).toBe('undefined')
  })

  test('of a POST is an answer like any other', async () => {
    const requests: unknown[] = []
    handler = (request, response) => {
      requests.push(request.url)
      redirect('/elsewhere')(request, response)
    }
    const response = await get('/hook', { method: 'POST', body: 'event=video-created', followRedirects: true })
    expect(response.status).toBe(302)
    expect(await text(response)).toBe('moved')
    expect(requests).toEqual(['/hook'])
  })

  test('is an answer when the caller does not follow, or when there is no Location', async () => {
    handler = redirect('http://169.254.169.254/')
    expect((await get('/', { followRedirects: false })).status).toBe(302)
    handler = (_, response) => response.writeHead(302).end()
    expect((await get('/')).status).toBe(302)
  })
})

describe('the time limit', () => {
  test('ends waiting for an answer', async () => {
    handler = () => {}
    await expect(get('/', { timeoutMs: 50 })).rejects.toMatchObject({
      reason: 'timeout',
      message: `${base.slice(7)} did not answer completely within 50 ms`,
    })
  })

  test('ends a body that does not come to its end', async () => {
    handler = (_, response) => {
      response.writeHead(200)
      response.write('a bit')
    }
    const time = new AbortController()
    const transport = { ...localTransport(), startTimer: () => ({ signal: time.signal, stop: () => {} }) }
    const read = text(await get('/', {}, { transport }))
    time.abort()
    await expect(read).rejects.toMatchObject({ reason: 'timeout' })
  })

  test('ends waiting for the DNS', async () => {
    const transport = { ...localTransport(), resolve: () => new Promise<string[]>(() => {}) }
    await expect(get('http://slow.test/', { timeoutMs: 50 }, { transport })).rejects.toMatchObject({
      reason: 'timeout',
    })
  })

  test('counts over all redirects together', async () => {
    let hop = 0
    handler = (request, response) => {
      setTimeout(() => redirect(`/${++hop}`)(request, response), 30)
    }
    await expect(get('/', { timeoutMs: 50 })).rejects.toMatchObject({ reason: 'timeout' })
    expect(hop).toBeLessThan(3)
  })

  test('of silence ends an exchange before its whole time is over', async () => {
    handler = (_, response) => {
      response.writeHead(200)
      response.write('a bit')
    }
    const transport = createNodeTransport({ idleMs: 50 })
    await expect(get('/', {}, { transport }).then(text)).rejects.toMatchObject({ reason: 'timeout' })
    handler = () => {}
    await expect(get('/', {}, { transport })).rejects.toMatchObject({
      reason: 'timeout',
      message: `${base.slice(7)} was silent for 50 ms`,
    })
  })
})

describe('giving up', () => {
  test('before and during the exchange, and while the body is read', async () => {
    await expect(get('/', { signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'aborted' })

    const waiting = new AbortController()
    handler = () => waiting.abort()
    await expect(get('/', { signal: waiting.signal })).rejects.toMatchObject({ reason: 'aborted' })

    const reading = new AbortController()
    handler = (_, response) => void response.write('a bit')
    const response = await get('/', { signal: reading.signal })
    const read = text(response)
    reading.abort()
    await expect(read).rejects.toMatchObject({ reason: 'aborted' })
  })

  test('by cancelling the body closes the connection', async () => {
    const closed = Promise.withResolvers<void>()
    handler = (_, response) => {
      response.write('a bit')
      response.on('close', closed.resolve)
    }
    await (await get('/')).body?.cancel()
    await expect(closed.promise).resolves.toBeUndefined()
  })

  test("throws away what the double's own handler brings too late", async () => {
    const cancelled = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Response>()
    const own = () => () => answer.promise
    await expect(get('/', { timeoutMs: 20 }, { own })).rejects.toMatchObject({ reason: 'timeout' })
    answer.resolve(new Response(new ReadableStream({ cancel: () => cancelled.resolve() })))
    await expect(cancelled.promise).resolves.toBeUndefined()
  })
})

describe('the size limit', () => {
  test('lets exactly as many bytes through', async () => {
    handler = (_, response) => response.end('12345')
    expect(await text(await get('/', { maxBytes: 5 }))).toBe('12345')
  })

  test('refuses an announced length at once', async () => {
    const closed = Promise.withResolvers<void>()
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': '6' }).write('123')
      response.on('close', closed.resolve)
    }
    await expect(get('/', { maxBytes: 5 })).rejects.toMatchObject({
      reason: 'too-large',
      message: 'The answer has more than 5 bytes, the most that is taken here',
    })
    await expect(closed.promise).resolves.toBeUndefined()
  })

  test('ends a body without end, and closes the connection', async () => {
    const closed = Promise.withResolvers<void>()
    handler = (_, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(16_384)));
      }
      response.on('drain', more)
      response.on('close', closed.resolve)
      more()
    }
    const response = await get('/', { maxBytes: 100_000 })
    let received = 0
    const read = async () => {
      for await (const chunk of response.body ?? []) received += chunk.byteLength
    }
    await expect(read()).rejects.toMatchObject({ reason: 'too-large' })
    expect(received).toBeLessThanOrEqual(100_000)
    await expect(closed.promise).resolves.toBeUndefined()
  })
})
