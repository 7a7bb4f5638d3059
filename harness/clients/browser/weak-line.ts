// A connection to the double that fails on purpose: passes everything on until so many bytes have gone up, then cuts or stalls.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface WeakLine extends AsyncDisposable {
  /** The double's address by this line. */
  url: string
  /** Breaks the connection that carries the next `bytes`-th byte, after that byte; for each number once. */
  cutAfter(...bytes: readonly number[]): void
  /** Takes no further byte of the connection that carries the next `bytes`-th one. Resolves when it comes to that. */
  stallAfter(bytes: number): Promise<void>
}

interface Failure {
  /** Bytes until then. */
  left: number
  happen(client: Socket, server: Socket, last: Buffer): void
}

export async function weakLine(double: string): Promise<WeakLine> {
  const failures: Failure[] = []
  const sockets = new Set<Socket>()

  function pass(client: Socket, server: Socket, bytes: Buffer): void {
    const [failure] = failures
    if (failure && failure.left <= bytes.length) {
      failures.shift()
      failure.happen(client, server, bytes.subarray(0, failure.left))
      return
    }
    if (failure) failure.left -= bytes.length
    if (!server.write(bytes)) {
      client.pause()
      server.once('drain', () => client.resume())
    }
  }

  const listener = createServer((client) => {
    const server = connect({ host: '127.0.0.1', port: Number(new URL(double).port) })
    for (const [socket, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket)
      // A reset is what these tests are about; its peer learns of it by the close.
      socket.on('error', () => peer.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        peer.destroySoon()
      })
    }
    client.on('data', (bytes) => pass(client, server, bytes))
    server.pipe(client)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')

  return {
    url: `http://127.0.0.1:${address.port}`,
    cutAfter(...bytes) {
      for (const left of bytes) {
        failures.push({
          left,
          happen(client, server, last) {
            server.end(last)
            client.resetAndDestroy()
          },
        })
      }
    },
    stallAfter: (bytes) =>
      new Promise((resolve) => {
        failures.push({
          left: bytes,
          happen(client, server, last) {
            client.pause()
            server.write(last, () => resolve())
          },
        })
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
