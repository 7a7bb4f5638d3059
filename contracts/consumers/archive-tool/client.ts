// The archive tool's client of DuraCloud: spaces and content, tasks, and what a store tells of itself.
import { XMLParser } from 'fast-xml-parser'

export interface Archive {
  /** `https://example.duracloud.org` */
  url: string
  username: string
  password: string
}

export class DuraCloudFailure extends Error {
  override name = 'DuraCloudFailure'
  readonly status: number

  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

export interface Ask {
  /** Default the primary one. */
  storeId?: '1' | '2' | '3'
  query?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
  body?: string
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['string', 'space', 'item', 'storageAcct'].includes(name),
})

export class DuraStore {
  readonly #archive: Archive

  constructor(archive: Archive) {
    this.#archive = archive
  }

  /** @throws DuraCloudFailure */
  async ask(method: string, path: string, { storeId, query = {}, headers = {}, body }: Ask = {}): Promise<Response> {
    const { url, username, password } = this.#archive
    const search = new URLSearchParams({ ...query, ...(storeId && { storeID: storeId }) }).toString()
    const response = await fetch(`${url}/durastore${path}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: { ...(username !== '' && { Authorization: `Basic ${btoa(`${username}:${password}`)}` }), ...headers },
      ...(body !== undefined && { body }),
    })
    if (response.ok) return response
    throw new DuraCloudFailure(response.status, await response.text())
  }

  async text(method: string, path: string, ask?: Ask): Promise<string> {
    return (await this.ask(method, path, ask)).text()
  }

  /** A task with JSON parameters, of which most answer JSON. */
  async task(name: string, parameters: object | undefined, storeId?: Ask['storeId']): Promise<unknown> {
    const text = await this.text('POST', `/task/${name}`, {
      ...(storeId && { storeId }),
      ...(parameters && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(parameters) }),
    })
    return text.startsWith('{') ? JSON.parse(text) : text
  }

  async tasks(storeId: Ask['storeId']): Promise<string[]> {
    const { list } = parser.parse(await this.text('GET', '/task', { ...(storeId && { storeId }) })) as {
      list: { string: string[] }
    }
    return list.string
  }

  async stores(): Promise<string[]> {
    const { storageProviderAccounts: accounts } = parser.parse(await this.text('GET', '/stores')) as {
      storageProviderAccounts: { storageAcct: { storageProviderType: string }[] }
    }
    return accounts.storageAcct.map(({ storageProviderType }) => storageProviderType)
  }

  async spaces(): Promise<string[]> {
    const { spaces } = parser.parse(await this.text('GET', '/spaces')) as { spaces: { space: { id: string }[] } }
    return spaces.space.map(({ id }) => id)
  }

  /** Ids of content, and properties of the space. */
  async space(spaceId: string, query: Ask['query'] = {}): Promise<{ items: string[]; properties: Headers }> {
    const response = await this.ask('GET', `/${spaceId}`, { query })
    const { space } = parser.parse(await response.text()) as { space: { item?: string[] }[] }
    return { items: space[0]?.item ?? [], properties: response.headers }
  }
}
