// 100 MiB to and from the double's directory store, beside the same bytes through a bare Hono handler to the same kind of store.
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { randomChunks } from './random-stream.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { type Account, signedQuery } from './signed-paths.ts'
import { median } from './statistics.ts'

const mebibyte = 1024 * 1024
const size = 100 * mebibyte
const partSize = 5 * mebibyte
const faster = { least: 0.8 }
const streamed = { most: 64 }

export const transfer: Benchmark = {
  name: 'transfer',
  async run({ rounds, profile }: Settings): Promise<Row[]> {
    const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-bench-'))
    try {
      await using double = await startServer('double', { profile, args: [join(directory, 'double'), String(size)] })
      await using peer = await startServer('bare-hono', { args: [join(directory, 'peer')] })
      const client = new Client(double, peer)
      return [
        ...(await rows('upload of 100 MiB in one request', rounds, client, client.uploadWhole, client.peerUpload)),
        ...(await rows(
          'upload of 100 MiB in 20 parts, 4 at a time',
          rounds,
          client,
          client.uploadParts,
          client.peerParts,
        )),
        ...(await rows(
          'download of 100 MiB through the S3 port',
          rounds,
          client,
          client.download,
          client.peerDownload,
        )),
      ]
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  },
}

async function rows(
  what: string,
  rounds: number,
  client: Client,
  double: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<Row[]> {
  const grown = { double: [] as number[], peer: [] as number[], sinceStart: 0 }
  const watch = async (server: ServerProcess, work: () => Promise<number>, seen: number[]): Promise<number> => {
    const { resident } = await server.usage()
    const ms = await work()
    const { peak } = await server.usage()
    seen.push((peak - resident) / mebibyte)
    if (server === client.double)
      grown.sinceStart = Math.max(grown.sinceStart, (peak - Number(server.ready['resident'])) / mebibyte)
    return ms
  }
  const measured = await interleave(
    rounds,
    () => watch(client.double, double, grown.double),
    () => watch(client.peer, peer, grown.peer),
  )
  const speed = (ms: number): string => (100_000 / ms).toFixed(0)
  return [
    {
      what,
      measured: 1 / measured.ratio,
      unit: '×',
      target: faster,
      detail: `${speed(median(measured.double))} against ${speed(median(measured.peer))} MiB/s`,
    },
    {
      what: `${what}: growth of resident memory`,
      measured: Math.max(...grown.double),
      unit: 'MiB',
      target: streamed,
      detail: `the worst of ${grown.double.length}, bare Hono ${Math.max(...grown.peer).toFixed(0)}; ${grown.sinceStart.toFixed(0)} since the process began to listen`,
    },
  ]
}

interface Answer {
  status: number
  /** The first 64 KiB. */
  text: string
  /** Bytes of the body. */
  length: number
}

class Client {
  readonly double: ServerProcess
  readonly peer: ServerProcess
  readonly #agent = new Agent({ keepAlive: true })
  #peerDownload: string | undefined

  constructor(double: ServerProcess, peer: ServerProcess) {
    this.double = double
    this.peer = peer
  }

  /** PUT to an upload session without Content-Range: the whole file (§3.8). */
  uploadWhole = async (): Promise<number> => {
    const { location } = await this.#session({})
    return this.#timed(async () => {
      const answer = await this.#send('PUT', location, size)
      return this.#forget(answer)
    })
  }

  /** The multi-chunk protocol: parts with X-Part (§3.8). */
  uploadParts = async (): Promise<number> => {
    const { location, parts = '0', part_size: each = '0' } = await this.#session({ multi_chunk: 'true' })
    return this.#timed(async () => {
      const last = await this.#inParts(Number(parts), Number(each), (part, length) =>
        this.#send('PUT', location, length, { 'x-part': String(part) }),
      )
      return this.#forget(last)
    })
  }

  peerUpload = (): Promise<number> =>
    this.#timed(async () => {
      const { hash } = await this.#peerStore(size)
      return () => this.#peerForget([hash])
    })

  peerParts = (): Promise<number> =>
    this.#timed(async () => {
      const hashes: string[] = []
      await this.#inParts(size / partSize, partSize, async (_, length) => {
        const { answer, hash } = await this.#peerStore(length)
        hashes.push(hash)
        return answer
      })
      return () => this.#peerForget(hashes)
    })

  /** Of an object that anybody may read, so that nothing but the transfer is measured. */
  download = (): Promise<number> => this.#timed(() => this.#read(String(this.double.ready['download'])))

  peerDownload = async (): Promise<number> => {
    this.#peerDownload ??= (await this.#peerStore(size)).hash
    const url = `${this.#peerUrl}/bytes/${this.#peerDownload}?size=${size}`
    return this.#timed(() => this.#read(url))
  }

  get #peerUrl(): string {
    return `http://127.0.0.1:${String(this.peer.ready['port'])}`
  }

  /** ms of the work; what it answers clears away afterwards. */
  async #timed(work: () => Promise<(() => Promise<unknown>) | void>): Promise<number> {
    const start = performance.now()
    const clear = await work()
    const ms = performance.now() - start
    await clear?.()
    return ms
  }

  async #read(url: string): Promise<void> {
    const { status, length } = await this.#send('GET', url, 0)
    if (status !== 200 || length !== size) throw new Error(`${url} answered ${status} with ${length} bytes`)
  }

  async #session(more: Record<string, string>): Promise<{ location: string; parts?: string; part_size?: string }> {
    const parameters = { file_name: 'film.mp4', file_size: String(size), profiles: 'none', ...more }
    const answer = await this.#send('POST', this.#signed('POST', '/videos/upload.json', parameters), 0)
    const session: unknown = JSON.parse(answer.text)
    if (typeof session !== 'object' || session === null || !('location' in session)) throw new Error(answer.text)
    return session as { location: string }
  }

  /** Deletes the video that an upload made. */
  #forget({ status, text }: Answer): () => Promise<unknown> {
    const video: unknown = JSON.parse(text)
    if (status !== 200 || typeof video !== 'object' || video === null || !('id' in video))
      throw new Error(`${status} ${text}`)
    return () => this.#send('DELETE', this.#signed('DELETE', `/videos/${String(video.id)}.json`), 0)
  }

  async #peerStore(length: number): Promise<{ answer: Answer; hash: string }> {
    const answer = await this.#send('PUT', `${this.#peerUrl}/bytes`, length)
    const blob = JSON.parse(answer.text) as { hash: string }
    return { answer, hash: blob.hash }
  }

  async #peerForget(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) await this.#send('DELETE', `${this.#peerUrl}/bytes/${hash}`, 0)
  }

  #signed(verb: string, path: string, parameters: Record<string, string> = {}): string {
    const query = signedQuery(this.double.ready['account'] as Account, verb, path, new Date().toISOString(), parameters)
    return `http://127.0.0.1:${String(this.double.ready['port'])}/v3.0${path}?${query}`
  }

  /** Four at a time; the last part alone, so that its answer is the whole upload's. */
  async #inParts(
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

  #send(method: string, url: string, length: number, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const body = { 'content-type': 'application/octet-stream', 'content-length': String(length) }
      const outgoing = request(url, {
        method,
        agent: this.#agent,
        headers: { ...(method !== 'GET' && body), ...headers },
      })
      outgoing.once('error', reject)
      outgoing.once('response', (answer) => {
        let text = ''
        let received = 0
        answer.on('data', (chunk: Buffer) => {
          received += chunk.length
          if (text.length < 65_536) text += chunk.toString('latin1')
        })
        answer.once('error', reject)
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text, length: received }))
      })
      Readable.from(randomChunks(length)).pipe(outgoing)
    })
  }
}
