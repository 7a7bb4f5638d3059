// A load of GET requests over kept-alive connections: each sends its next request when its answer is there. On plain sockets,
// because every HTTP client for Node takes longer for a request than the servers that are measured here: it would measure itself.
import { connect, type Socket } from 'node:net'

export interface Load {
  port: number
  /** Sent one after the other, by each connection from another one on. */
  paths: readonly string[]
  connections: number
  /** When to stop, whichever comes first: ms, and answers in all. */
  until: { ms?: number; answers?: number }
}

/**
 * Answers how many requests were answered, and in how many ms.
 * @throws when an answer is not 200 with a Content-Length, or a connection ends
 */
export async function load({ port, paths, connections, until }: Load): Promise<{ requests: number; ms: number }> {
  const messages = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: */*\r\n\r\n`),
  )
  const start = performance.now()
  const deadline = start + (until.ms ?? Infinity)
  const most = (until.answers ?? Infinity) / connections
  const goOn = (answered: number): boolean => answered < most && performance.now() < deadline
  // Never asleep: waking a client up costs the server's write more, on a virtual machine, than all of the rest, and only the
  // slower of two servers finds its client asleep.
  let running = true
  const stayAwake = (): void => {
    if (running) setImmediate(stayAwake)
  }
  stayAwake()
  const counts = await Promise.all(
    Array.from({ length: connections }, (_, index) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      return drive(socket, messages, Math.floor((index * messages.length) / connections), goOn)
    }),
  )
  running = false
  return { requests: counts.reduce((sum, count) => sum + count, 0), ms: performance.now() - start }
}

function drive(
  socket: Socket,
  messages: readonly Buffer[],
  first: number,
  goOn: (answered: number) => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0
    let pending = ''
    const send = (): void => void socket.write(messages[(first + answered) % messages.length] ?? '')
    const fail = (reason: string): void => {
      socket.destroy()
      reject(new Error(reason))
    }
    socket.once('connect', send)
    socket.on('error', reject)
    socket.once('close', () => fail('The server closed a connection'))
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1')
      const end = pending.indexOf('\r\n\r\n')
      if (end === -1) return
      const length = /\r\ncontent-length: *(\d+)/i.exec(pending)?.[1]
      if (!pending.startsWith('HTTP/1.1 200 ') || length === undefined)
        return fail(`An answer that was not expected: ${pending}`)
      if (pending.length < end + 4 + Number(length)) return
      pending = ''
      answered += 1
      if (goOn(answered)) return send()
      resolve(answered)
      socket.destroy()
    })
  })
}
