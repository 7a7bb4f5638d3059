// A journal as an HTTP Archive, for the tools that people have: browsers' developer tools, proxies, converters.
import type { JournalEntry, Message } from '../journal.ts'
import { version } from '../version.ts'
import { why } from '../why.ts'
import type { Har, HarEntry, HarPair } from './model.ts'

/**
 * What went over HTTP, oldest first as the format asks; what services were made to fail at by themselves did not.
 * @param page newest first, as the journal lists it
 */
export function harOf({ entries, next }: { entries: readonly JournalEntry[]; next?: string }): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: 'stuntdouble', version },
      entries: entries
        .filter(({ request }) => request.method !== 'FAULT')
        .toReversed()
        .map(harEntry),
      comment: 'Instants are of the world’s clock, durations of real time; secrets are redacted.',
      ...(next !== undefined && { _next: next }),
    },
  }
}

function harEntry(entry: JournalEntry): HarEntry {
  const { at, diagnosis, direction, durationMs, error, fault, id, operation, request, response, service, world } = entry
  const comment = why(entry)
  const { url = '' } = request
  const sent = bodyOf(request)
  const received = bodyOf(response)
  return {
    startedDateTime: at,
    time: durationMs,
    request: {
      method: request.method ?? 'GET',
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairsOf(request.headers),
      queryString: queryOf(url),
      ...(request.body !== undefined && {
        postData: { mimeType: headerOf(request, 'content-type') ?? '', text: sent.text ?? '', ...sent.told },
      }),
      headersSize: -1,
      bodySize: sent.size ?? 0,
    },
    response: {
      status: response.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairsOf(response.headers),
      content: {
        size: Math.max(0, received.size ?? 0),
        mimeType: headerOf(response, 'content-type') ?? 'x-unknown',
        ...(received.text !== undefined && { text: received.text }),
        ...received.told,
      },
      redirectURL: headerOf(response, 'location') ?? '',
      headersSize: -1,
      bodySize: received.size ?? -1,
    },
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    ...(comment !== undefined && comment !== '' && { comment }),
    _id: id,
    _world: world,
    _service: service,
    ...(operation !== undefined && { _operation: operation }),
    _direction: direction,
    ...(diagnosis && { _diagnosis: diagnosis }),
    ...(fault && { _fault: fault }),
    ...(error !== undefined && { _error: error }),
  }
}

interface Body {
  /** Bytes, as far as they are known. */
  size: number | undefined
  text?: string
  /** What the journal says in the place of a body, or of its end. */
  told?: { comment: string }
}

function bodyOf(message: Message): Body {
  const { body } = message
  const declared = headerOf(message, 'content-length')
  const length = declared !== undefined && /^\d+$/.test(declared) ? Number(declared) : undefined
  if (body === undefined) return { size: length }
  const [described, bytes] = /^\[(\d+) bytes\b[^\]]*\]$/.exec(body) ?? []
  if (described !== undefined) return { size: length ?? Number(bytes), told: { comment: described } }
  const [cut] = /… \[\d+ characters\]$/.exec(body) ?? []
  if (cut === undefined) return { size: length ?? new TextEncoder().encode(body).length, text: body }
  return { size: length, text: body.slice(0, -cut.length), told: { comment: `cut: ${cut.slice(2)}` } }
}

function headerOf({ headers }: Message, name: string): string | undefined {
  return Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1]
}

function pairsOf(headers: Record<string, string>): HarPair[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }))
}

function queryOf(url: string): HarPair[] {
  const at = url.indexOf('?')
  return at === -1 ? [] : [...new URLSearchParams(url.slice(at))].map(([name, value]) => ({ name, value }))
}
