// An application that is told of events: it lives outside of the double, and remembers.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Receiver extends AsyncDisposable {
  url: string
  /** How often there was an event of which all of these are parts: `event=video-encoded&video_id=…`. */
  told: (...parts: readonly string[]) => number
}

export async function openReceiver(): Promise<Receiver> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.once('end', () => {
      bodies.push(body)
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    told: (...parts) => bodies.filter((body) => parts.every((part) => body.includes(part))).length,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
