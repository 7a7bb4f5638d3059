// A plain HTTP client of Stream for tests: tokens of its own making, answers as they came.
import { SignJWT } from 'jose'
import type { Credentials } from '../emulator/credentials.ts'
import type { Emulator } from '../emulator/index.ts'

export interface StreamAnswer {
  status: number
  headers: Headers
  text: string
  /** The body, parsed; `undefined` where there is none. */
  json: Record<string, unknown>
}

export interface SendOptions {
  headers?: Record<string, string>
  /** JSON, or text as it is. */
  body?: unknown
}

export interface StreamClient {
  token: string
  /** `path` begins with `/api/v2` or `/video`; the key is added to its query. */
  send: (method: string, path: string, options?: SendOptions) => Promise<StreamAnswer>
  get: (path: string) => Promise<StreamAnswer>
  post: (path: string, body?: unknown) => Promise<StreamAnswer>
  put: (path: string, body?: unknown) => Promise<StreamAnswer>
  patch: (path: string, body?: unknown) => Promise<StreamAnswer>
  delete: (path: string) => Promise<StreamAnswer>
}

/** A token of the world's app, or of one that has another secret. Without `user_id` it is a server's. */
export async function streamToken(
  world: { credentials: Pick<Credentials, 'stream'> },
  payload: Record<string, unknown> = { server: true },
  secret = world.credentials.stream.apiSecret,
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret))
}

/** A server's client; with a user's id, that user's. */
export async function streamClient(
  face: Pick<Emulator, 'fetch' | 'url'>,
  world: { credentials: Pick<Credentials, 'stream'> },
  userId?: string,
): Promise<StreamClient> {
  const token = await streamToken(world, userId === undefined ? { server: true } : { user_id: userId })
  const send: StreamClient['send'] = async (method, path, { headers = {}, body } = {}) => {
    const key = `api_key=${encodeURIComponent(world.credentials.stream.apiKey)}`
    const response = await face.fetch(
      new Request(`${face.url}${path}${path.includes('?') ? '&' : '?'}${key}`, {
        method,
        headers: {
          authorization: token,
          'stream-auth-type': 'jwt',
          'content-type': 'application/json',
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    const json: unknown = text === '' ? {} : JSON.parse(text)
    return { status: response.status, headers: response.headers, text, json: json as Record<string, unknown> }
  }
  return {
    token,
    send,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, { body }),
    put: (path, body) => send('PUT', path, { body }),
    patch: (path, body) => send('PATCH', path, { body }),
    delete: (path) => send('DELETE', path),
  }
}
