// The uploader's client of Telestream Cloud: signed requests, Flip, Stores and hosted workflows, and the parts of a file.
import { createHmac } from 'node:crypto'

export type Parameters = Readonly<Record<string, string>>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Account {
  /** `https://api.cloud.telestream.net` */
  url: string
  accessKey: string
  secretKey: string
  factoryId: string
  apiKey: string
}

export class TelestreamFailure extends Error {
  override name = 'TelestreamFailure'
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(`Telestream answered ${status}: ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

export class Telestream {
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  /** V3.0, or V2, which calls the factory a cloud. GET and DELETE carry the parameters in the query, the others in a form. */
  async signed(
    method: Method,
    path: string,
    given: Parameters = {},
    version: 'v3.0' | 'v2' = 'v3.0',
  ): Promise<unknown> {
    const { url, accessKey, secretKey, factoryId } = this.#account
    const scope = version === 'v2' ? 'cloud_id' : 'factory_id'
    const parameters: Record<string, string> = {
      ...given,
      ...(/^\/(factories|clouds)/.test(path) ? {} : { [scope]: factoryId }),
      access_key: accessKey,
      timestamp: new Date().toISOString(),
    }
    const canonical = Object.keys(parameters)
      .sort()
      .map((name) => `${name}=${encoded(parameters[name] ?? '')}`)
      .join('&')
    const text = [method, new URL(url).hostname, path, canonical].join('\n')
    const all = new URLSearchParams({
      ...parameters,
      signature: createHmac('sha256', secretKey).update(text).digest('base64'),
    })
    return method === 'GET' || method === 'DELETE'
      ? answered(await fetch(`${url}/${version}${path}?${all}`, { method }))
      : answered(await fetch(`${url}/${version}${path}`, { method, body: all }))
  }

  /** Flip 3.1. */
  flip(
    method: Method,
    path: string,
    { query = {}, body }: { query?: Parameters; body?: unknown } = {},
  ): Promise<unknown> {
    return this.#keyed(method, `/flip/3.1${path}`, { factory_id: this.#account.factoryId, ...query }, body)
  }

  /** Stores 1.1. */
  stores(
    method: Method,
    path: string,
    { query = {}, body }: { query?: Parameters; body?: unknown } = {},
  ): Promise<unknown> {
    return this.#keyed(method, `/stores/v1.1${path}`, query, body)
  }

  /** Hosted workflows 2.0. */
  workflows(method: Method, path: string, body?: unknown): Promise<unknown> {
    return this.#keyed(method, `/vantage-cloud-port/v2.0${path}`, {}, body)
  }

  async #keyed(method: Method, path: string, query: Parameters, body: unknown): Promise<unknown> {
    const search = new URLSearchParams(query).toString()
    const response = await fetch(`${this.#account.url}${path}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: {
        'X-Api-Key': this.#account.apiKey,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answered(response)
  }
}

/** One part of an upload; the last one that was missing is answered with the video. */
export async function sendPart(location: string, part: number, bytes: string): Promise<unknown> {
  const headers = { 'Content-Type': 'application/octet-stream', 'X-Part': String(part) }
  return answered(await fetch(location, { method: 'PUT', headers, body: bytes }))
}

export const uploadStatus = async (location: string): Promise<unknown> => answered(await fetch(location))

export const abortUpload = async (location: string): Promise<unknown> =>
  answered(await fetch(location, { method: 'DELETE' }))

/** What an application does when it is told of an event. */
export async function readEvent(request: Request): Promise<{ event: string; fields: URLSearchParams }> {
  const fields = new URLSearchParams(await request.text())
  const event = fields.get('event')
  if (event === null) throw new Error('This is no event of Telestream Cloud')
  return { event, fields }
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

async function answered(response: Response): Promise<unknown> {
  const text = await response.text()
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  if (!response.ok) throw new TelestreamFailure(response.status, body)
  return body
}
