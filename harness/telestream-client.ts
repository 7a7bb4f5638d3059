// A small client of the signed API for tests: it signs as the 2016 Python SDK does, and says what came back.
import type { TelestreamCredentials } from '../emulator/index.ts'
import { signRequest } from '../emulator/services/telestream/signature/index.ts'

export interface TelestreamClientOptions {
  fetch: (request: Request) => Promise<Response>
  /** `http://127.0.0.1:4600`, with `/w/NAME` if the world is to be chosen by path. */
  url: string
  credentials: Pick<TelestreamCredentials, 'accessKey' | 'secretKey' | 'factoryId'>
  /** ms; what the client believes the time to be. */
  now: () => number
  /** Default `v3.0`. */
  api?: 'v2' | 'v3.0'
}

export interface Answer<T> {
  status: number
  headers: Headers
  /** Parsed, where it is JSON; undefined where it is not. */
  body: T
  text: string
}

/** An object on the wire of which a test knows what it expects. */
export type Wire = Record<string, unknown> & {
  id: string
  status: string
  path: string
  extname: string
  location: string
  message: string
}

/** What a test looks at of a response. */
export async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : undefined) as T,
  }
}

export type Parameters = Readonly<Record<string, string>>

export function telestreamClient(options: TelestreamClientOptions) {
  const { credentials, url, api = 'v3.0' } = options

  /** Signs and sends; the parameters go into the query, as the Python SDK puts them for every method. */
  function signedUrl(verb: string, path: string, parameters: Parameters = {}): string {
    const { query } = signRequest({
      verb,
      host: new URL(url).hostname,
      path,
      parameters: Object.entries(parameters),
      accessKey: credentials.accessKey,
      secret: credentials.secretKey,
      ...(/^\/(factories|clouds)/.test(path)
        ? {}
        : api === 'v2'
          ? { cloudId: credentials.factoryId }
          : { factoryId: credentials.factoryId }),
      timestamp: new Date(options.now()).toISOString(),
    })
    return `${url}/${api}${path}?${query}`
  }

  async function send<T = Wire>(target: string, init: RequestInit = {}): Promise<Answer<T>> {
    return answerOf<T>(await options.fetch(new Request(target, init)))
  }

  const call =
    (verb: string) =>
    <T = Wire>(path: string, parameters?: Parameters, init: RequestInit = {}) =>
      send<T>(signedUrl(verb, path, parameters), { method: verb, ...init })

  return {
    get: call('GET'),
    post: call('POST'),
    put: call('PUT'),
    delete: call('DELETE'),
    /** POST /videos.json with a file in a multipart body, its other parameters in the query. */
    upload(file: Uint8Array<ArrayBuffer>, fileName: string, parameters: Parameters = {}) {
      const form = new FormData()
      form.set('file', new File([file], fileName))
      return send(signedUrl('POST', '/videos.json', parameters), { method: 'POST', body: form })
    },
    signedUrl,
    send,
  }
}

export type TelestreamClient = ReturnType<typeof telestreamClient>
