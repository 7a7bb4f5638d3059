// An application's webhook endpoint: keeps what it is sent, and lets a test wait for what is still to come.
import { EventEmitter, on } from 'node:events'
import { text } from 'node:stream/consumers'
import { serve, type LocalServer } from './local-server.ts'

export interface ReceivedWebhook {
  method: string | undefined
  contentType: string | undefined
  form: Record<string, string>
}

export interface WebhookReceiver extends LocalServer {
  received: readonly ReceivedWebhook[]
  /**
   * Waits until what has been received so far satisfies `enough`.
   *
   * @throws after `ms` milliseconds (60,000 by default), naming the events that did arrive
   */
  until(enough: (received: readonly ReceivedWebhook[]) => boolean, ms?: number): Promise<void>
}

/** @param answer the status for the n-th delivery, counted from 1; 200 by default. */
export async function receiveWebhooks(answer: (delivery: number) => number = () => 200): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  const arrivals = new EventEmitter()
  const server = await serve(async (request, response) => {
    const body = await text(request)
    received.push({
      method: request.method,
      contentType: request.headers['content-type'],
      form: Object.fromEntries(new URLSearchParams(body)),
    })
    response.writeHead(answer(received.length)).end()
    arrivals.emit('arrival')
  })
  return {
    ...server,
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
    received,
    async until(enough, ms = 60_000) {
      const signal = AbortSignal.timeout(ms)
      const arrival = on(arrivals, 'arrival', { signal })
      try {
        while (!enough(received)) await arrival.next()
      } catch (error) {
        const events = received.map((webhook) => webhook.form['event'])
        throw new Error(`not enough webhooks within ${ms} ms, only: ${events.join(', ')}`, { cause: error })
      } finally {
        await arrival.return?.()
      }
    },
  }
}
