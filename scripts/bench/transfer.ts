// 100 MiB to and from Telestream and its bucket, beside the same bytes through a bare Hono handler to the same kind of store.
import type { BareStore } from './bare-store.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { type Answer, readAll, send, timed } from './send.ts'
import type { ServerProcess } from './server-process.ts'
import { type Account, signedQuery } from './signed-paths.ts'
import { mebibyte, size, transferRows, withStores } from './transfer-rows.ts'

const partSize = 5 * mebibyte

export const transfer: Benchmark = {
  name: 'transfer',
  run: (settings: Settings): Promise<Row[]> =>
    withStores(settings, async (servers) => {
      const client = new Client(servers.double)
      const { bare } = servers
      return [
        ...(await transferRows('upload of 100 MiB in one request', settings, servers, {
          double: client.uploadWhole,
          bare: () => bare.upload(size),
        })),
        ...(await transferRows('upload of 100 MiB in 20 parts, 4 at a time', settings, servers, {
          double: client.uploadParts,
          bare: () => bareParts(bare),
        })),
        ...(await transferRows('download of 100 MiB through the S3 port', settings, servers, {
          // Of an object that anybody may read, so that nothing but the transfer is measured.
          double: () => timed(() => readAll(String(servers.double.ready['download']), size)),
          bare: () => bare.download(size),
        })),
      ]
    }),
}

function bareParts(bare: BareStore): Promise<number> {
  return timed(async () => {
    const hashes: string[] = []
    await inParts(size / partSize, partSize, async (_, length) => {
      const { answer, hash } = await bare.store(length)
      hashes.push(hash)
      return answer
    })
    return () => bare.forget(hashes)
  })
}

class Client {
  readonly #double: ServerProcess

  constructor(double: ServerProcess) {
    this.#double = double
  }

  /** PUT to an upload session without Content-Range: the whole file (§3.8). */
  uploadWhole = async (): Promise<number> => {
    const { location } = await this.#session({})
    return timed(async () => this.#forget(await send('PUT', location, size)))
  }

  /** The multi-chunk protocol: parts with X-Part (§3.8). */
  uploadParts = async (): Promise<number> => {
    const { location, parts = '0', part_size: each = '0' } = await this.#session({ multi_chunk: 'true' })
    return timed(async () => {
      const last = await inParts(Number(parts), Number(each), (part, length) =>
        send('PUT', location, length, { 'x-part': String(part) }),
      )
      return this.#forget(last)
    })
  }

  async #session(more: Record<string, string>): Promise<{ location: string; parts?: string; part_size?: string }> {
    const parameters = { file_name: 'film.mp4', file_size: String(size), profiles: 'none', ...more }
    const answer = await send('POST', this.#signed('POST', '/videos/upload.json', parameters), 0)
    const session: unknown = JSON.parse(answer.text)
    if (typeof session !== 'object' || session === null || !('location' in session)) throw new Error(answer.text)
    return session as { location: string }
  }

  /** Deletes the video that an upload made. */
  #forget({ status, text }: Answer): () => Promise<unknown> {
    const video: unknown = JSON.parse(text)
    if (status !== 200 || typeof video !== 'object' || video === null || !('id' in video))
      throw new Error(`${status} ${text}`)
    return () => send('DELETE', this.#signed('DELETE', `/videos/${String(video.id)}.json`), 0)
  }

  #signed(verb: string, path: string, parameters: Record<string, string> = {}): string {
    const { ready } = this.#double
    const query = signedQuery(ready['account'] as Account, verb, path, new Date().toISOString(), parameters)
    return `http://127.0.0.1:${String(ready['port'])}/v3.0${path}?${query}`
  }
}

/** Four at a time; the last part alone, so that its answer is the whole upload's. */
async function inParts(
  count: number,
  length: number,
  send: (part: number, length: number) => Promise<Answer>,
): Promise<Answer> {
  const waiting = Array.from({ length: count - 1 }, (_, part) => part)
  const worker = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await send(part, length)
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return send(count - 1, size - length * (count - 1))
}
