// A request with a body of random bytes, by Node's own client; for bodies so large that the client's own time does not count.
import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'
import { randomChunks } from './random-stream.ts'

const agent = new Agent({ keepAlive: true })

export interface Answer {
  status: number
  /** The first 64 KiB. */
  text: string
  /** Bytes of the body. */
  length: number
}

/**
 * @param length bytes of the body
 * @param chunks what is sent, when that is not just any bytes
 */
export function send(
  method: string,
  url: string,
  length: number,
  headers: Record<string, string> = {},
  chunks: Iterable<Uint8Array> = randomChunks(length),
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = { 'content-type': 'application/octet-stream', 'content-length': String(length) }
    const outgoing = request(url, { method, agent, headers: { ...(method !== 'GET' && body), ...headers } })
    outgoing.once('error', reject)
    outgoing.once('response', (answer) => {
      let text = ''
      let received = 0
      answer.on('data', (chunk: Buffer) => {
        received += chunk.length
        if (text.length < 65_536) text += chunk.toString('latin1')
      })
      answer.once('error', reject)
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text, length: received }))
    })
    Readable.from(chunks).pipe(outgoing)
  })
}

/** Reads a URL to its end. @throws when there are not so many bytes */
export async function readAll(url: string, size: number, headers: Record<string, string> = {}): Promise<void> {
  const { status, length } = await send('GET', url, 0, headers)
  if (status !== 200 || length !== size) throw new Error(`${url} answered ${status} with ${length} bytes`)
}

/** ms of the work; what it answers clears away afterwards. */
export async function timed(work: () => Promise<(() => Promise<unknown>) | void>): Promise<number> {
  const start = performance.now()
  const clear = await work()
  const ms = performance.now() - start
  await clear?.()
  return ms
}
