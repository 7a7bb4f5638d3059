// Following a redirect without giving one server's secrets to another.
import { OutboundRefused } from './refused.ts'
import { readUrl } from './target.ts'

/** The most redirects that one fetch follows. */
export const maxRedirects = 5

const redirects = new Set([301, 302, 303, 307, 308])

/** What may be told to a server that the caller did not name; anything else may be a credential (Authorization, Cookie, X-Api-Key …). */
const harmless = new Set(['accept', 'accept-encoding', 'accept-language', 'range', 'user-agent'])

/**
 * Where an answer leads.
 * @returns undefined when it is no redirect
 * @throws OutboundRefused `bad-url`
 */
export function redirectTarget(status: number, headers: Headers, from: URL): URL | undefined {
  if (!redirects.has(status)) return undefined
  const location = headers.get('location')
  return location === null ? undefined : readUrl(location, from)
}

/** The headers for the next hop: all of them within an origin, only harmless ones beyond it. */
export function headersFor(next: URL, from: URL, headers: Headers): Headers {
  if (next.origin === from.origin) return headers
  return new Headers([...headers].filter(([name]) => harmless.has(name)))
}

/** Remembers the hops of one fetch. */
export class Hops {
  readonly #seen = new Set<string>()

  /** @throws OutboundRefused `redirect-loop` or `too-many-redirects` */
  add(url: URL): void {
    if (this.#seen.has(url.href)) {
      throw new OutboundRefused('redirect-loop', `The redirects go in a circle, back to ${url.href}`)
    }
    if (this.#seen.size > maxRedirects) {
      throw new OutboundRefused(
        'too-many-redirects',
        `More than ${maxRedirects} redirects, the last one to ${url.href}`,
      )
    }
    this.#seen.add(url.href)
  }
}
