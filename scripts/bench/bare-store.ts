// The bare Hono server as a place for large bodies: what the double's transfers are held against.
import { type Answer, readAll, send, timed } from './send.ts'
import type { ServerProcess } from './server-process.ts'

export class BareStore {
  readonly server: ServerProcess
  #stored: string | undefined

  constructor(server: ServerProcess) {
    this.server = server
  }

  /** ms. @param how `/framed`: the chunks are in the frames of aws-chunked, which are taken off, and their CRC-32 is checked */
  upload = (size: number, chunks?: Iterable<Uint8Array>, how?: '/bytes' | '/framed'): Promise<number> =>
    timed(async () => {
      const { hash } = await this.store(size, chunks, how)
      return () => this.forget([hash])
    })

  /** ms; of bytes that were stored before. */
  download = async (size: number): Promise<number> => {
    this.#stored ??= (await this.store(size)).hash
    const url = `${this.#url}/bytes/${this.#stored}?size=${size}`
    return timed(() => readAll(url, size))
  }

  async store(
    length: number,
    chunks?: Iterable<Uint8Array>,
    how: '/bytes' | '/framed' = '/bytes',
  ): Promise<{ answer: Answer; hash: string }> {
    const answer = await send('PUT', this.#url + how, length, {}, chunks)
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`)
    const blob = JSON.parse(answer.text) as { hash: string }
    return { answer, hash: blob.hash }
  }

  async forget(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) await send('DELETE', `${this.#url}/bytes/${hash}`, 0)
  }

  get #url(): string {
    return `http://127.0.0.1:${String(this.server.ready['port'])}`
  }
}
