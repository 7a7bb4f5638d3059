// What happened in a world: every request that came in and every one that went out, newest first, bounded, secrets redacted.
import type { Difference } from './diagnosis/difference.ts'
import type { FiredFault } from './faults/model.ts'
import { realTime } from './time/real-time.ts'

/** Why a credential was refused, for developers; never on the vendor's wire. */
export interface Diagnosis {
  readonly mistakes: readonly { readonly code: string; readonly message: string; readonly hint: string }[]
  readonly expected?: Signed
  readonly received?: Signed
  /** Where the two part first. */
  readonly difference?: Difference
  /** The rules that were tried, with the string that each would have signed. */
  readonly tried?: readonly { readonly candidate: string; readonly host: string; readonly stringToSign: string }[]
}

/** What was signed, or is to be. */
export interface Signed {
  readonly stringToSign: string
  /** Of S3: what the hash at the end of the string to sign is of. */
  readonly canonicalRequest?: string
}

export interface Message {
  method?: string
  url?: string
  status?: number
  headers: Record<string, string>
  /** Text up to a limit; what is longer or binary is described: `[1048576 bytes of video/mp4]`. */
  body?: string
}

export interface JournalEntry {
  id: string
  /** ISO instant in the world's time. */
  at: string
  world: string
  service: string
  operation?: string
  direction: 'in' | 'out'
  request: Message
  response: Message
  /** Real time, in ms. */
  durationMs: number
  diagnosis?: Diagnosis
  /** What was made to go wrong. */
  fault?: FiredFault
  /** What went wrong when there is no answer, or on our side: `connection refused`. */
  error?: string
}

/** What is kept of an exchange as it happens; it is put into words only when somebody reads it. */
export interface Recorded {
  at: number
  service: string
  operation?: string | undefined
  direction: 'in' | 'out'
  method: string
  url: string
  status: number
  requestHeaders: Iterable<[string, string]>
  requestBody?: string | undefined
  responseHeaders: Iterable<[string, string]> | Readonly<Record<string, string>>
  responseBody?: string | undefined
  durationMs: number
  /** What became of a webhook of which the service believes that it was delivered. */
  fate?: 'lost' | 'held' | undefined
  diagnosis?: Diagnosis | undefined
  fault?: FiredFault | undefined
  error?: string | undefined
  /** Real time, in ms since 1970; noted by the journal. */
  receivedAt?: number
}

/** Who hears of what becomes of a journal, besides its entries. */
export interface JournalEnds {
  /** It was emptied. */
  cleared?: () => void
  /** There will be no entry any more. */
  ended?: () => void
}

export interface JournalFilter {
  service?: string | undefined
  status?: number | undefined
  /** Part of the URL. */
  path?: string | undefined
  /** ISO instant: entries at or after it. */
  since?: string | undefined
  direction?: 'in' | 'out' | undefined
  /** Default 100. */
  limit?: number | undefined
  /** Continue after this entry id, as `next` of the last page says. */
  after?: string | undefined
}

export interface JournalLimits {
  /** Default 1,000. */
  entries?: number
  /** Bytes of URLs and bodies, about; default 16 MiB. */
  bytes?: number
}

/** Longer bodies are cut. */
export const bodyLimit = 64 * 1024

export class Journal {
  readonly #world: string
  readonly #limits: Required<JournalLimits>
  readonly #noted: (recorded: Recorded) => void
  /** By their ids, oldest first: the first of them is that of `oldest`, and each next one is one more. */
  readonly #entries: Recorded[] = []
  /** Of each entry: one that leaves is not looked at again, for it has long left the processor's caches too. */
  readonly #sizes: number[] = []
  readonly #listeners = new Set<(entry: () => JournalEntry) => void>()
  readonly #ends = new Set<JournalEnds>()
  #bytes = 0
  #last = 0

  /** @param noted hears of everything as it is kept, before it is put into words */
  constructor(world: string, limits: JournalLimits = {}, noted: (recorded: Recorded) => void = () => undefined) {
    this.#world = world
    this.#limits = { entries: limits.entries ?? 1000, bytes: limits.bytes ?? 16 * 1024 * 1024 }
    this.#noted = noted
  }

  /** Entries that are kept. */
  get size(): number {
    return this.#entries.length
  }

  record(recorded: Recorded): void {
    this.#last += 1
    const id = this.#last
    recorded.receivedAt ??= realTime()
    this.#entries.push(recorded)
    const size = sizeOf(recorded)
    this.#sizes.push(size)
    this.#bytes += size
    while (this.#entries.length > this.#limits.entries || this.#bytes > this.#limits.bytes) {
      if (!this.#entries.shift()) break
      this.#bytes -= this.#sizes.shift() ?? 0
    }
    this.#noted(recorded)
    for (const listener of this.#listeners) listener(() => this.#describe(id, recorded))
  }

  /** Calls the listener for each new entry, which is put into words when the listener asks. Answers how to stop. */
  subscribe(listener: (entry: () => JournalEntry) => void, ends: JournalEnds = {}): () => void {
    this.#listeners.add(listener)
    this.#ends.add(ends)
    return () => {
      this.#listeners.delete(listener)
      this.#ends.delete(ends)
    }
  }

  /** Tells whoever listens that there will be no entry any more. */
  end(): void {
    for (const { ended } of this.#ends) ended?.()
  }

  /** The id of the newest entry that there was; 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** The id of the oldest entry that is kept; that of the next one when there is none. */
  get oldest(): number {
    return this.#last - this.#entries.length + 1
  }

  /** What is kept of an entry, secrets and all: to do it again, never to show it. */
  recorded(id: number): Recorded | undefined {
    return this.#entries[id - this.oldest]
  }

  /** What is kept, newest first, secrets and all. */
  newestFirst(): [id: number, recorded: Recorded][] {
    const { oldest } = this
    return this.#entries.map((recorded, at): [number, Recorded] => [oldest + at, recorded]).toReversed()
  }

  get(id: string): JournalEntry | undefined {
    const recorded = this.recorded(Number(id))
    return recorded && this.#describe(Number(id), recorded)
  }

  /** The entry of a request that had these very headers, when it is one of the newest. */
  entryOf(requestHeaders: Headers): JournalEntry | undefined {
    for (let id = this.#last; id > this.#last - 1000; id -= 1) {
      const recorded = this.recorded(id)
      if (recorded?.requestHeaders === requestHeaders) return this.#describe(id, recorded)
    }
    return undefined
  }

  /** Newest first; `next` is there when older entries match. */
  list(filter: JournalFilter = {}): { entries: JournalEntry[]; next?: string } {
    const limit = filter.limit ?? 100
    const since = filter.since === undefined ? -Infinity : Date.parse(filter.since)
    const before = filter.after === undefined ? Infinity : Number(filter.after)
    const entries: JournalEntry[] = []
    for (const [id, recorded] of this.newestFirst()) {
      if (id >= before || recorded.at < since) continue
      if (filter.service !== undefined && recorded.service !== filter.service) continue
      if (filter.status !== undefined && recorded.status !== filter.status) continue
      if (filter.direction !== undefined && recorded.direction !== filter.direction) continue
      if (filter.path !== undefined && !recorded.url.includes(filter.path)) continue
      if (entries.length === limit) return { entries, next: entries.at(-1)?.id ?? '' }
      entries.push(this.#describe(id, recorded))
    }
    return { entries }
  }

  clear(): void {
    this.#entries.length = 0
    this.#sizes.length = 0
    this.#bytes = 0
    for (const { cleared } of this.#ends) cleared?.()
  }

  #describe(id: number, recorded: Recorded): JournalEntry {
    const { method, url, status, operation, diagnosis, fault, error } = recorded
    return {
      id: String(id),
      at: new Date(recorded.at).toISOString(),
      world: this.#world,
      service: recorded.service,
      ...(operation === undefined ? {} : { operation }),
      direction: recorded.direction,
      request: { method, url: redactQuery(url), ...message(recorded.requestHeaders, recorded.requestBody) },
      response: { status, ...message(recorded.responseHeaders, recorded.responseBody) },
      durationMs: recorded.durationMs,
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...(fault === undefined ? {} : { fault }),
      ...(error === undefined ? {} : { error }),
    }
  }
}

function sizeOf(recorded: Recorded): number {
  const { diagnosis, requestBody = '', responseBody = '', url } = recorded
  return 500 + url.length + requestBody.length + responseBody.length + (diagnosis ? sizeOfDiagnosis(diagnosis) : 0)
}

function sizeOfDiagnosis({ expected, received, tried = [] }: Diagnosis): number {
  const own = (expected?.stringToSign.length ?? 0) + (received?.stringToSign.length ?? 0)
  return tried.reduce((size, { stringToSign }) => size + stringToSign.length, own)
}

function message(headers: Recorded['responseHeaders'], body: string | undefined): Pick<Message, 'headers' | 'body'> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Symbol.iterator in headers ? headers : Object.entries(headers))
    shown[name] = secretHeaders.has(name.toLowerCase()) ? redact(value) : value
  if (body === undefined) return { headers: shown }
  const cut = body.length > bodyLimit ? `${body.slice(0, bodyLimit)}… [${body.length} characters]` : body
  return { headers: shown, body: redactBody(cut) }
}

const secretHeaders = new Set(['authorization', 'cookie', 'set-cookie', 'x-api-key', 'x-full-api-key'])
const secretNames =
  '(?:aws_)?secret(?:_access)?_?key|aws_secret_key|user_aws_secret|api_?key|api_?secret|password|token|secretKey|secretAccessKey|' +
  // Of Stream's storages, hooks and guests; browsers put their token into the query.
  's3_api_key|s3_secret|gcs_credentials|abs_client_secret|s[qn]s_key|s[qn]s_secret|access_token|authorization'
const secretPair = new RegExp(`((?:^|[?&])(?:${secretNames})=)([^&#\\s]*)`, 'gi')
const secretMember = new RegExp(`("(?:${secretNames})"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)`, 'gi')

/** Enough is left to tell one secret from another. */
export function redact(secret: string): string {
  return secret.length > 12 ? `${secret.slice(0, 4)}…` : '…'
}

export function redactQuery(url: string): string {
  return url.replace(secretPair, (_, name: string, value: string) => name + redact(value))
}

function redactBody(body: string): string {
  return redactQuery(body).replace(secretMember, (_, name: string, value: string) => name + redact(value))
}
