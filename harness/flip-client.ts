// A small client of Flip 3.1 for tests: it sends the key and JSON, and says what came back.
import { type Answer, answerOf, type Wire } from './telestream-client.ts'

export interface FlipClientOptions {
  fetch: (request: Request) => Promise<Response>
  /** `http://127.0.0.1:4600`, with `/w/NAME` if the world is to be chosen by path. */
  url: string
  apiKey: string
  /** Sent with every call but those about factories; undefined leaves it out. */
  factoryId: string | undefined
  /** Default `/flip/3.1`. */
  base?: string
}

type Query = Readonly<Record<string, string | number | boolean>>

export interface FlipPage {
  page: number
  per_page: number
  total: number
}

export function flipClient(options: FlipClientOptions) {
  const { url, apiKey, factoryId, base = '/flip/3.1' } = options

  function urlOf(path: string, query: Query = {}): string {
    const all = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
    if (factoryId !== undefined && !path.startsWith('/factories')) all.set('factory_id', factoryId)
    return `${url}${base}${path}?${all.toString()}`
  }

  async function send<T = Wire>(target: string, init: RequestInit = {}): Promise<Answer<T>> {
    return answerOf<T>(await options.fetch(new Request(target, init)))
  }

  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' }
  const asking =
    (method: string) =>
    <T = Wire>(path: string, query?: Query) =>
      send<T>(urlOf(path, query), { method, headers })
  const telling =
    (method: string) =>
    <T = Wire>(path: string, body?: unknown, query?: Query) =>
      send<T>(urlOf(path, query), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

  return {
    get: asking('GET'),
    delete: asking('DELETE'),
    post: telling('POST'),
    put: telling('PUT'),
    patch: telling('PATCH'),
    /** A multipart form, as POST /workorders.json takes it. */
    form: (path: string, fields: Readonly<Record<string, string | File>>) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      return send(urlOf(path), { method: 'POST', headers: { 'x-api-key': apiKey }, body: form })
    },
    urlOf,
    send,
  }
}

export type FlipClient = ReturnType<typeof flipClient>
