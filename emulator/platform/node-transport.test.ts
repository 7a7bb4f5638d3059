import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeTransport, resolveHost } from './node-transport.ts'

let close: (() => void) | undefined

afterEach(() => {
  close?.()
  close = undefined
})

async function serve(host: string): Promise<number> {
  const server = createServer((request, response) => response.end(request.headers.host))
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  await new Promise<void>((done) => server.listen(0, host, done))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function send(url: string, addresses: string[]) {
  const { signal } = new AbortController()
  return nodeTransport.send({
    url: new URL(url),
    addresses,
    method: 'GET',
    headers: new Headers(),
    body: undefined,
    signal,
  })
}

describe('the transport of Node', () => {
  test('resolves a name as the operating system does', async () => {
    expect(await resolveHost('localhost')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
    )
  })

  test('connects to the given address whatever the name is, which only the server hears', async () => {
    const port = await serve('127.0.0.1')
    const response = await send(`http://never.invalid:${port}/`, ['127.0.0.1'])
    expect(response.status).toBe(200)
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe(`never.invalid:${port}`)
  })

  test('goes on to the next address when one does not answer', async () => {
    const port = await serve('127.0.0.1')
    const response = await send(`http://never.invalid:${port}/`, ['127.0.0.2', '127.0.0.1'])
    expect(response.status).toBe(200)
    await response.body?.cancel()
  })

  test('goes where it was told, not where an address in the URL points', async () => {
    const port = await serve('127.0.0.1')
    const response = await send(`http://169.254.169.254:${port}/`, ['127.0.0.1'])
    expect(response.status).toBe(200)
    await response.body?.cancel()
  })

  test('speaks TLS to an https URL', async () => {
    const port = await serve('127.0.0.1')
    await expect(send(`https://never.invalid:${port}/`, ['127.0.0.1'])).rejects.toMatchObject({
      code: expect.stringMatching(/EPROTO|SSL|ECONNRESET/),
    })
  })

  test('is not led away by the proxy settings of the environment', async () => {
    const port = await serve('127.0.0.1')
    const before = { ...process.env }
    Object.assign(process.env, {
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
    })
    try {
      const response = await send(`http://never.invalid:${port}/`, ['127.0.0.1'])
      expect(response.status).toBe(200)
      await response.body?.cancel()
    } finally {
      process.env = before
    }
  })

  test('takes a time longer than timers know as "no limit"', () => {
    const timer = nodeTransport.startTimer(Number.POSITIVE_INFINITY)
    expect(timer.signal.aborted).toBe(false)
    timer.stop()
  })
})
