// A plain HTTP client of DuraStore for tests: Basic authentication, answers as they came.
import type { Credentials, DuraCloudUser } from '../emulator/credentials.ts'
import type { Emulator } from '../emulator/index.ts'

export interface DuraAnswer {
  status: number
  headers: Headers
  text: string
  bytes: Uint8Array
}

export interface SendOptions {
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

export interface DuraCloudClient {
  /** `path` begins behind `/durastore`. */
  send: (method: string, path: string, options?: SendOptions) => Promise<DuraAnswer>
  get: (path: string, headers?: Record<string, string>) => Promise<DuraAnswer>
  head: (path: string) => Promise<DuraAnswer>
  put: (path: string, body?: SendOptions['body'], headers?: Record<string, string>) => Promise<DuraAnswer>
  post: (path: string, body?: SendOptions['body'], headers?: Record<string, string>) => Promise<DuraAnswer>
  delete: (path: string) => Promise<DuraAnswer>
  /** Performs a task with JSON parameters, or text as it is. */
  task: (name: string, parameters?: unknown, storeId?: string) => Promise<DuraAnswer>
}

export function basic({ username, password }: Pick<DuraCloudUser, 'username' | 'password'>): string {
  return `Basic ${btoa(`${username}:${password}`)}`
}

/** @param user a user of the world by the index of its role, or nobody */
export function duraCloudClient(
  face: Pick<Emulator, 'fetch' | 'url'>,
  world: { credentials: Pick<Credentials, 'duracloud'> },
  user: 'root' | 'admin' | 'user' | 'nobody',
): DuraCloudClient {
  const known = world.credentials.duracloud[['root', 'admin', 'user'].indexOf(user)]
  return clientAs(face, known)
}

export function clientAs(
  face: Pick<Emulator, 'fetch' | 'url'>,
  user: Pick<DuraCloudUser, 'username' | 'password'> | undefined,
): DuraCloudClient {
  const send: DuraCloudClient['send'] = async (method, path, { headers = {}, body } = {}) => {
    const streamed = body instanceof ReadableStream ? { duplex: 'half' as const } : {}
    const request = new Request(`${face.url}/durastore${path}`, {
      method,
      headers: { ...(user && { authorization: basic(user) }), ...headers },
      ...(body !== undefined && { body }),
      ...streamed,
    })
    const response = await face.fetch(request)
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes, text: new TextDecoder().decode(bytes) }
  }
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    head: (path) => send('HEAD', path),
    put: (path, body, headers = {}) => send('PUT', path, { headers, ...(body !== undefined && { body }) }),
    post: (path, body, headers = {}) => send('POST', path, { headers, ...(body !== undefined && { body }) }),
    delete: (path) => send('DELETE', path),
    task: (name, parameters, storeId) =>
      send('POST', `/task/${name}${storeId === undefined ? '' : `?storeID=${storeId}`}`, {
        // As storeclient sends it (§2.2).
        headers: parameters === undefined ? {} : { 'content-type': 'text/xml; charset=ISO-8859-1' },
        ...(parameters !== undefined && {
          body: typeof parameters === 'string' ? parameters : JSON.stringify(parameters),
        }),
      }),
  }
}
