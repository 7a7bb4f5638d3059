// One request and its answer: by the double itself, or over a socket to an address that was checked.
import { checkedAddresses } from './target.ts'
import type { OutboundOptions } from './outbound.ts'
import type { TransportResponse } from './transport.ts'

export interface Hop {
  url: URL
  method: string
  headers: Headers
  body: Uint8Array | string | undefined
  signal: AbortSignal
}

/** Makes one hop; redirects are answers like any other. Fails with the signal's reason as soon as that aborts. */
export async function exchange(hop: Hop, options: OutboundOptions): Promise<TransportResponse> {
  hop.signal.throwIfAborted()
  // Neither a look-up nor the double's own handlers can be interrupted: what they bring too late is thrown away.
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const response = answer(hop, options)
  const abort = () => {
    reject(hop.signal.reason)
    response.then(discard, () => undefined)
  }
  hop.signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([response, aborted])
  } finally {
    hop.signal.removeEventListener('abort', abort)
  }
}

/** Closes an answer that nobody reads. The exchange is over either way, so a failure to close has no consequence. */
export function discard({ body }: TransportResponse): void {
  body?.cancel().catch(() => undefined)
}

async function answer(hop: Hop, { allowOutbound, own, transport }: OutboundOptions): Promise<TransportResponse> {
  const handler = own?.(hop.url)
  if (handler !== undefined) return handler(ownRequest(hop))
  const resolve = (hostname: string) => transport.resolve(hostname)
  const addresses = await checkedAddresses(hop.url, { allowOutbound, resolve })
  hop.signal.throwIfAborted()
  return transport.send({ ...hop, addresses })
}

function ownRequest({ url, method, headers, body, signal }: Hop): Request {
  const init: RequestInit = { method, headers, signal }
  if (body !== undefined) init.body = typeof body === 'string' ? body : new Uint8Array(body)
  return new Request(url, init)
}
