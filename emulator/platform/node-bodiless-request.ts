// A request without a body as it came over a socket, read from what Node has parsed already. The journal keeps its headers, and so they
// must hold on to nothing else: what a thousand entries keep alive is copied by every collection of garbage.
import type { IncomingMessage } from 'node:http'
import { relate, standIn } from './node-stand-ins.ts'

let lastOrigin = ''

/** Whether a URL may begin with this: one that `new URL` would leave as it is. Clients seldom change theirs, so the last one is kept. */
function isOrigin(origin: string): boolean {
  if (origin === lastOrigin) return true
  if (URL.parse(origin)?.origin !== origin) return false
  lastOrigin = origin
  return true
}

/** What `new URL` leaves as it is, but for segments of dots: it would write an apostrophe in a query otherwise. */
const plainTarget = /^\/[!$%&-;=@-[\]_a-z~]*(?:\?[!$%&(-;=?-[\]_a-z~]*)?$/
const dots = /\/(?:\.|%2e){1,2}(?:[/?]|$)/i

/** Whether `new URL` would change nothing but segments of dots, and would change those. */
export function hasDots(target: string): boolean {
  return dots.test(target) && plainTarget.test(target)
}

/** Undefined for one that has to be looked at more closely, which the adaptor does. */
export function bodilessRequest(incoming: IncomingMessage, scheme: 'http' | 'https'): BodilessRequest | undefined {
  const { headers, method, rawHeaders, url = '' } = incoming
  // HTTP/1.0 need not name a host.
  if ((method !== 'GET' && method !== 'HEAD') || headers.host === undefined) return undefined
  const origin = `${scheme}://${headers.host}`
  if (!plainTarget.test(url) || dots.test(url) || !isOrigin(origin)) return undefined
  return new BodilessRequest(method, origin + url, new RawHeaders(rawHeaders))
}

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
/** Names that were asked for, in lower case: a program asks for few, and those beyond are looked at anew each time. */
const asked = new Map<string, string>()
const mostAsked = 256

/** Undefined for what is no header's name. */
function lowerCase(name: string): string | undefined {
  const known = asked.get(name)
  if (known !== undefined) return known
  if (!token.test(name)) return undefined
  const lower = name.toLowerCase()
  if (asked.size < mostAsked) asked.set(name, lower)
  return lower
}

/** White space at an end, and what no header may hold: Headers says what becomes of it. */
const odd = /^[\t ]|[\t ]$|[\0\r\n]/

/** Headers to whoever looks at them; more than looking them up is done by real ones, which are made then. */
class RawHeaders {
  readonly #raw: readonly string[]
  #real: Headers | undefined

  /** @param raw name, value, name, value */
  constructor(raw: readonly string[]) {
    this.#raw = raw
  }

  get real(): Headers {
    if (this.#real) return this.#real
    const real = new Headers()
    for (let at = 0; at < this.#raw.length; at += 2) real.append(this.#raw[at] ?? '', this.#raw[at + 1] ?? '')
    this.#real = real
    return real
  }

  get(name: string): string | null {
    const lower = this.#real ? undefined : lowerCase(name)
    if (lower === undefined) return this.real.get(name)
    let found: string | null = null
    for (let at = 0; at < this.#raw.length; at += 2) {
      const raw = this.#raw[at] ?? ''
      if (raw.length !== lower.length || (raw !== lower && raw.toLowerCase() !== lower)) continue
      const value = this.#raw[at + 1] ?? ''
      if (found !== null || odd.test(value)) return this.real.get(name)
      found = value
    }
    return found
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  /** In lower case, as they came: in no order, and one that came twice is there twice. */
  get names(): string[] {
    if (this.#real) return [...this.#real.keys()]
    const names: string[] = []
    for (let at = 0; at < this.#raw.length; at += 2) names.push((this.#raw[at] ?? '').toLowerCase())
    return names
  }

  append(name: string, value: string) {
    this.real.append(name, value)
  }

  delete(name: string) {
    this.real.delete(name)
  }

  set(name: string, value: string) {
    this.real.set(name, value)
  }

  getSetCookie() {
    return this.real.getSetCookie()
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown) {
    const pairs = this.#plainPairs() ?? this.real
    for (const [name, value] of pairs) callback.call(self, value, name, this)
  }

  /** Names in lower case, in their order. Undefined where one came twice, or Headers has to say what becomes of it. */
  #plainPairs(): [name: string, value: string][] | undefined {
    if (this.#real) return undefined
    const pairs: [string, string][] = []
    for (let at = 0; at < this.#raw.length; at += 2) {
      const name = (this.#raw[at] ?? '').toLowerCase()
      const value = this.#raw[at + 1] ?? ''
      if (!token.test(name) || odd.test(value)) return undefined
      pairs.push([name, value])
    }
    pairs.sort(([a], [b]) => (a < b ? -1 : 1))
    return pairs.some(([name], at) => name === pairs[at - 1]?.[0]) ? undefined : pairs
  }

  entries() {
    return this.real.entries()
  }

  keys() {
    return this.real.keys()
  }

  values() {
    return this.real.values()
  }

  [Symbol.iterator]() {
    return this.real[Symbol.iterator]()
  }
}

/** The names of headers in lower case, in any order; some may be there twice. To ask for them costs less than to go through all. */
export function headerNames(headers: Headers): string[] {
  return headers instanceof RawHeaders ? headers.names : [...headers.keys()]
}

/** A Request to whoever looks at it; what only a real one can do is done by a real one, which is made then. */
export class BodilessRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body = null
  readonly bodyUsed = false
  #abort: AbortController | undefined
  #aborted = false
  #real: Request | undefined

  constructor(method: string, url: string, headers: Headers) {
    relate()
    this.method = method
    this.url = url
    this.headers = headers
  }

  /** The client has gone. */
  abort(): void {
    this.#aborted = true
    this.#abort?.abort(gone)
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController()
      if (this.#aborted) this.#abort.abort(gone)
    }
    return this.#abort.signal
  }

  get real(): Request {
    const { headers, method, signal, url } = this
    this.#real ??= new Request(url, { method, headers: [...headers], signal })
    return this.#real
  }

  get cache() {
    return this.real.cache
  }

  get credentials() {
    return this.real.credentials
  }

  get destination() {
    return this.real.destination
  }

  get integrity() {
    return this.real.integrity
  }

  get keepalive() {
    return this.real.keepalive
  }

  get mode() {
    return this.real.mode
  }

  get redirect() {
    return this.real.redirect
  }

  get referrer() {
    return this.real.referrer
  }

  get referrerPolicy() {
    return this.real.referrerPolicy
  }

  arrayBuffer() {
    return this.real.arrayBuffer()
  }

  blob() {
    return this.real.blob()
  }

  bytes() {
    return this.real.bytes()
  }

  clone() {
    return this.real.clone()
  }

  formData() {
    return this.real.formData()
  }

  json() {
    return this.real.json()
  }

  text() {
    return this.real.text()
  }
}

const gone = 'Client connection prematurely closed.'

standIn(RawHeaders.prototype, 'Headers')
standIn(BodilessRequest.prototype, 'Request')
