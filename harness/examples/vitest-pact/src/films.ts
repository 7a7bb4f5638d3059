// A small service of an application: it says whether a film can be watched, and signs its requests as Telestream Cloud wants it.
import { createHmac } from 'node:crypto'

export interface Account {
  url: string
  accessKey: string
  secretKey: string
  factoryId: string
}

export class Films {
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  async canBeWatched(id: string): Promise<boolean> {
    const { status } = await this.#get(`/videos/${id}.json`)
    return status === 'success'
  }

  async #get(path: string): Promise<{ status: string }> {
    const { url, accessKey, secretKey, factoryId } = this.#account
    const query = new URLSearchParams({
      access_key: accessKey,
      factory_id: factoryId,
      timestamp: new Date().toISOString(),
    })
    const text = `GET\n${new URL(url).hostname}\n${path}\n${query}`
    query.set('signature', createHmac('sha256', secretKey).update(text).digest('base64'))
    const answer = await fetch(`${url}/v3.0${path}?${query}`)
    if (!answer.ok) throw new Error(`GET ${path} was refused with ${answer.status}`)
    return (await answer.json()) as { status: string }
  }
}
