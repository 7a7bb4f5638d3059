// A load of requests over kept-alive connections: each sends its next request when its answer is there. On plain sockets,
// because every HTTP client for Node takes longer for a request than the servers that are measured here: it would measure itself.
import { connect, type Socket } from 'node:net'

interface Sending {
  port: number
  connections: number
  /** When to stop, whichever comes first: ms, and answers in all. */
  until: { ms?: number; answers?: number }
  /** Statuses that are good. Default 200. */
  good?: readonly number[]
}

export interface Load extends Sending {
  /** GET requests, sent one after the other, by each connection from another one on. */
  paths: readonly string[]
}

/** As it is sent, byte for byte. */
export function message(
  method: string,
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array = new Uint8Array(0),
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = method === 'GET' ? '' : `Content-Length: ${body.length}\r\n`
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: */*\r\n${length}${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(head), body])
}

/**
 * Answers how many requests were answered, and in how many ms.
 * @throws when an answer is not good, or does not say where it ends, or a connection ends
 */
export function load({ paths, ...sending }: Load): Promise<{ requests: number; ms: number }> {
  return loadMessages({ ...sending, messages: paths.map((path) => message('GET', sending.port, path)) })
}

/** Requests that were made by `message`: an array of them, or what makes each when it is its turn. */
export interface Messages {
  readonly length: number
  at: (index: number) => Buffer | undefined
}

/** The same of requests that were made by `message`. */
export async function loadMessages({
  port,
  messages,
  connections,
  until,
  good = [200],
}: Sending & { messages: Messages }): Promise<{ requests: number; ms: number }> {
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
  const sockets = Array.from({ length: connections }, () => connect({ port, host: '127.0.0.1', noDelay: true }))
  try {
    const counts = await Promise.all(
      sockets.map((socket, index) =>
        drive(socket, messages, Math.floor((index * messages.length) / connections), goOn, good),
      ),
    )
    return { requests: counts.reduce((sum, count) => sum + count, 0), ms: performance.now() - start }
  } finally {
    running = false
    for (const socket of sockets) socket.destroy()
  }
}

function drive(
  socket: Socket,
  messages: Messages,
  first: number,
  goOn: (answered: number) => boolean,
  good: readonly number[],
): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0
    let pending = ''
    const send = (): void => void socket.write(messages.at((first + answered) % messages.length) ?? '')
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
      const ended = isWhole(pending, end + 4)
      if (!good.includes(Number(pending.slice(9, 12))) || ended === undefined)
        return fail(`An answer that was not expected: ${pending}`)
      if (!ended) return
      pending = ''
      answered += 1
      if (goOn(answered)) return send()
      resolve(answered)
      socket.destroy()
    })
  })
}

/** Whether the answer is there to its end; undefined when it does not say where that is. @param body where it begins */
function isWhole(answer: string, body: number): boolean | undefined {
  const head = answer.slice(0, body)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return answer.length >= body + Number(length)
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? answer.endsWith('\r\n0\r\n\r\n') : undefined
}
