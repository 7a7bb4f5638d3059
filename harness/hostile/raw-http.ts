// A request as bytes on a socket of its own, and the answer read to its end: no client stands between that would put anything right.
import { connect } from 'node:net'
import type { Chance } from './chance.ts'
import type { HostileRequest } from './hostile-request.ts'

/** ms. */
const patience = 15_000

/** As a client would write it, if it did not care. */
export function rawRequest({ method, url, headers, body = '' }: HostileRequest): Buffer {
  const { host } = new URL(url)
  const target = url.slice(url.indexOf('/', url.indexOf('://') + 3))
  const bytes = Buffer.from(body)
  const lines = Object.entries({ ...headers, 'content-length': String(bytes.length), connection: 'close' })
  const head = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes])
}

/** The same, as no client would: what HTTP itself does not allow, or leaves open. */
export function brokenRequest(request: HostileRequest, chance: Chance): Buffer {
  const text = rawRequest(request).toString('latin1')
  const end = text.indexOf('\r\n')
  const line = text.slice(0, end)
  const rest = text.slice(end)
  const broken = chance.pick<() => string>([
    () => `${line.replace('HTTP/1.1', chance.pick(['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9', '']))}${rest}`,
    () => `${line}\r\ncontent-length: 3${rest}`,
    () => `${line}\r\ntransfer-encoding: chunked${rest}`,
    () => `${line}\r\ntransfer-encoding: chunked, identity${rest}`,
    () => `${line}\r\nx-long: ${'a'.repeat(chance.below(80_000))}${rest}`,
    () => `${line}${'\r\nx-many: 1'.repeat(chance.below(3000))}${rest}`,
    () => `${line}\r\n folded: yes${rest}`,
    () => `${line}\r\nexpect: 100-continue${rest}`,
    () => `${line}\r\nupgrade: websocket\r\nconnection: upgrade${rest}`,
    () =>
      `${line}${rest.replace(/\r\nHost: [^\r]*/i, chance.pick(['', '\r\nHost: ', '\r\nHost: evil.example', '\r\nHost: a b', '\r\nHost: [::1', '\r\nHost: 169.254.169.254']))}`,
    () => `${line.replace(' /', ` http://${chance.pick(['evil.example', '169.254.169.254', '127.0.0.1:1'])}/`)}${rest}`,
    () =>
      `${line.replace(/ \S+ /, chance.pick([' * ', ' ? ', ' // ', ' http:// ', ' \\\\ ', ' /%00 ', ' /a b ']))}${rest}`,
    () => text.replaceAll('\r\n', '\n'),
    () => text.slice(0, chance.below(text.length)),
    () => text + text,
    () => String.fromCharCode(...Array.from({ length: 60 }, () => chance.below(256))) + text,
  ])()
  return Buffer.from(broken, 'latin1')
}

/** What came back until the connection ended; undefined when it was nothing. */
export function exchangeRaw(url: string, message: Buffer, { halfClose = false } = {}): Promise<Response | undefined> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    const chunks: Buffer[] = []
    const timer = setTimeout(() => socket.destroy(new Error(`No answer within ${patience} ms`)), patience)
    // What is cut off in the middle: the double waits for the rest, and is told that there is none.
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(readResponse(Buffer.concat(chunks)))
    }
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('end', finish)
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return finish()
      clearTimeout(timer)
      reject(error)
    })
    socket.write(message)
    if (halfClose) socket.end()
  })
}

function readResponse(bytes: Buffer): Response | undefined {
  const all = bytes.toString('latin1')
  const end = all.indexOf('\r\n\r\n')
  const [, code] = /^HTTP\/1\.[01] (\d{3})/.exec(all) ?? []
  if (end === -1 || code === undefined) return undefined
  // An answer that says to go on is none yet.
  if (code === '100') return readResponse(bytes.subarray(end + 4))
  const headers = new Headers()
  for (const line of all.slice(0, end).split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  const rest = bytes.subarray(end + 4)
  const body = headers.get('transfer-encoding') === 'chunked' ? unchunked(rest) : rest
  const status = Number(code)
  const none = status === 204 || status === 205 || status === 304 || status < 200
  return new Response(none ? null : new Uint8Array(body), { status: Math.max(status, 200), headers })
}

function unchunked(bytes: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const line = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16)
    if (line === -1 || !(size > 0)) break
    pieces.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return Buffer.concat(pieces)
}
