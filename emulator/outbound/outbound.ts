// The guarded fetch by which a double gets source URLs and delivers webhooks.
import { boundedBody, tooLarge } from './bounded-body.ts'
import { discard, exchange } from './exchange.ts'
import { Hops, headersFor, redirectTarget } from './redirect.ts'
import { OutboundRefused } from './refused.ts'
import { readUrl, takeCredentials } from './target.ts'
import type { Transport, TransportResponse } from './transport.ts'

export interface OutboundOptions {
  /** Lets requests out to public addresses. Without it only loopback and private ones, and the double's own URLs, are reached. */
  allowOutbound: boolean
  /** Answers the URLs that are the double's own (its buckets, its webhooks to itself) without a socket. */
  own?: (url: URL) => ((request: Request) => Promise<Response>) | undefined
  transport: Transport
}

export interface OutboundRequest {
  url: string | URL
  /** Default `GET`. */
  method?: string
  headers?: Headers | Record<string, string>
  body?: Uint8Array | string
  /** The most bytes of the answer's body. */
  maxBytes: number
  /** For everything from the look-up to the last byte of the answer, redirects and a slow reader included; in ms. */
  timeoutMs: number
  /** Default true. Only `GET` and `HEAD` follow; for any other method a redirect is an answer that is not 200. */
  followRedirects?: boolean
  signal?: AbortSignal
}

export interface OutboundResponse {
  status: number
  headers: Headers
  /** Fails with `OutboundRefused` (`too-large`, `timeout`, `aborted`, `connect`) while it is read. Read it or cancel it. */
  body: ReadableStream<Uint8Array> | null
  /** The URL that answered: the last one when there were redirects. */
  url: string
}

export interface Outbound {
  /** @throws OutboundRefused */
  fetch(request: OutboundRequest): Promise<OutboundResponse>
}

// The transport's own business.
const connectionHeaders = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * Makes the fetch of one world.
 *
 * The rule: requests reach loopback addresses (`0.0.0.0` and `::` count as such), private ones and the double's own URLs; public
 * ones with `allowOutbound`; link-local, multicast and metadata addresses never. A name is looked up once, all of its
 * addresses are checked, and the connection goes to one of these addresses, so that a second answer of the DNS has no effect.
 * Each redirect is checked like the first URL, there are at most 5, and another origin gets no credentials.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  return {
    async fetch(request) {
      const timer = options.transport.startTimer(request.timeoutMs)
      const signal = request.signal === undefined ? timer.signal : AbortSignal.any([timer.signal, request.signal])
      let here: URL | undefined
      let response: TransportResponse | undefined

      try {
        const method = (request.method ?? 'GET').toUpperCase()
        const follows = (request.followRedirects ?? true) && (method === 'GET' || method === 'HEAD')
        let headers = cleanHeaders(request.headers)
        const hops = new Hops()
        let url = readUrl(String(request.url))
        for (;;) {
          here = url
          const authorization = takeCredentials(url)
          hops.add(url)
          if (authorization !== undefined && !headers.has('authorization')) headers.set('authorization', authorization)
          response = await exchange({ url, method, headers, body: request.body, signal }, options)
          const next: URL | undefined = follows ? redirectTarget(response.status, response.headers, url) : undefined
          if (next === undefined) return bounded(response, url)
          discard(response)
          headers = headersFor(next, url, headers)
          url = next
        }
      } catch (error) {
        timer.stop()
        if (response !== undefined) discard(response)
        throw explain(error)
      }

      function bounded({ status, headers, body }: TransportResponse, { href }: URL): OutboundResponse {
        if (body === null) {
          timer.stop()
          return { status, headers, body, url: href }
        }
        const { maxBytes } = request
        if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
        const done = () => timer.stop()
        return { status, headers, body: boundedBody(body, { maxBytes, signal, explain, done }), url: href }
      }

      function explain(cause: unknown): OutboundRefused {
        if (cause instanceof OutboundRefused) return cause
        const where = here?.host ?? String(request.url)
        if (request.signal?.aborted)
          return new OutboundRefused('aborted', `The request to ${where} was given up`, { cause })
        if (timer.signal.aborted) {
          return new OutboundRefused('timeout', `${where} did not answer completely within ${request.timeoutMs} ms`, {
            cause,
          })
        }
        return new OutboundRefused('connect', `The exchange with ${where} failed: ${reasonOf(cause)}`, { cause })
      }
    },
  }
}

function cleanHeaders(given: OutboundRequest['headers']): Headers {
  const headers = new Headers(given)
  for (const name of connectionHeaders) headers.delete(name)
  return headers
}

/** Node's errors of several failed addresses have an empty message, but a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== '') return error.message
  return 'code' in error ? String(error.code) : error.name
}
