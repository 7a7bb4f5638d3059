// The browser's `fetch` for outbound requests. A page can neither look up a name nor pin a connection nor see where a redirect leads, so
// the guard decides only what it can decide alone: addresses written as such, and localhost. Names and redirects are refused.
import { OutboundRefused } from '../outbound/refused.ts'
import type { Transport } from '../outbound/transport.ts'

/** The longest delay of a browser's timers; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1

export const browserTransport: Transport = {
  async resolve(hostname) {
    throw new OutboundRefused('dns', `A browser cannot tell where ${hostname} leads; use localhost or an address`)
  },

  startTimer(ms) {
    const controller = new AbortController()
    const timeout = setTimeout(
      () => controller.abort(new DOMException('The time is over', 'TimeoutError')),
      Math.min(ms, longestDelay),
    )
    return { signal: controller.signal, stop: () => clearTimeout(timeout) }
  },

  async send({ url, method, headers, body, signal }) {
    const response = await fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    })
    if (response.type === 'opaqueredirect') {
      throw new OutboundRefused('forbidden-address', `${url.host} redirects, and a browser does not say where to`)
    }
    return response
  },
}
