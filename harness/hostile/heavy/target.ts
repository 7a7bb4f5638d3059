// What is attacked, and the sockets to do it with.
import { connect, type Socket } from 'node:net'
import type { Credentials } from '../../../emulator/credentials.ts'

export interface Target {
  port: number
  s3Port: number
  credentials: Credentials
  /** By which Stream takes a server for one. */
  streamToken: string
  /** A large object that anybody may read, by its path on the S3 port. */
  large: string
}

/** A connection whose end is nobody's mistake. */
export function open(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => undefined)
  return socket
}

export async function opened(port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  // Not all at once: the queue of connections that wait to be accepted is the system's, and has an end.
  for (let n = 0; n < count; n += 100) {
    const some = Array.from({ length: Math.min(100, count - n) }, () => open(port))
    await Promise.all(
      some.map(
        (socket) => new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve())),
      ),
    )
    sockets.push(...some)
  }
  return sockets
}

export function destroyAll(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy()
}

/** Sends a message on a connection of its own; answers the status line, empty when there was none. */
export function tell(port: number, head: string, body: Iterable<Uint8Array | string> = []): Promise<string> {
  return new Promise((resolve) => {
    const socket = open(port)
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer = `${answer}${answer.length < 2000 ? chunk.toString('latin1') : ''}`
    })
    socket.once('close', () => resolve(answer.split('\r\n')[0] ?? ''))
    socket.setTimeout(30_000, () => socket.destroy())
    void write(socket, head, body)
  })
}

async function write(socket: Socket, head: string, body: Iterable<Uint8Array | string>): Promise<void> {
  socket.write(head)
  for (const piece of body) {
    if (socket.destroyed || !socket.writable) return
    if (socket.write(piece)) continue
    await drained(socket)
  }
}

/** Until more may be written, or never again. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      socket.off('drain', over).off('close', over)
      resolve()
    }
    socket.on('drain', over).on('close', over)
  })
}

export function head(method: string, path: string, headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ host: '127.0.0.1', connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}
