// A small service of an application: it uploads films to Telestream Cloud, and says when they can be watched.

export type FilmState = 'waiting' | 'encoding' | 'ready' | 'failed'

interface Encoding {
  status: 'processing' | 'success' | 'fail'
  files: string[]
}

export class Films {
  readonly #api = 'https://api.cloud.telestream.net/flip/3.1'
  readonly #account: { apiKey: string; factoryId: string }

  constructor(account: { apiKey: string; factoryId: string }) {
    this.#account = account
  }

  /** Answers the id of the film. */
  async upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const session = { file_name: name, file_size: bytes.length, profiles: 'h264,webm' }
    const { location, part_size: partSize } = await this.#call('POST', '/videos/upload', session)
    for (let start = 0, part = 0; ; start += Number(partSize), part += 1) {
      const headers = { 'content-type': 'application/octet-stream', 'x-part': String(part) }
      const body = bytes.slice(start, start + Number(partSize))
      const answer = await fetch(location, { method: 'PUT', headers, body })
      if (answer.status === 200) return (await answer.json()).id
      if (answer.status !== 204) throw new Error(`The part ${part} was refused with ${answer.status}`)
    }
  }

  async state(id: string): Promise<FilmState> {
    const encodings = await this.#encodings(id)
    if (encodings.some(({ status }) => status === 'fail')) return 'failed'
    if (encodings.some(({ status }) => status === 'processing')) return 'encoding'
    return encodings.length === 0 ? 'waiting' : 'ready'
  }

  /** The keys of its files in the bucket. */
  async files(id: string): Promise<string[]> {
    return (await this.#encodings(id)).flatMap(({ files }) => files)
  }

  async #encodings(id: string): Promise<Encoding[]> {
    return (await this.#call('GET', `/videos/${id}/encodings`)).encodings
  }

  async #call(method: string, path: string, body?: unknown) {
    const { apiKey, factoryId } = this.#account
    const answer = await fetch(`${this.#api}${path}.json?factory_id=${factoryId}`, {
      method,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} was refused with ${answer.status}`)
    return answer.json()
  }
}
