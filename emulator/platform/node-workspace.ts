// A directory for one encoding, with the files that ffmpeg reads and writes there.
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FfmpegEnd, FfmpegRun, FfmpegWorkspace } from './ffmpeg.ts'

const plainName = /^[a-z0-9][a-z0-9.-]{0,60}$/

export class NodeWorkspace implements FfmpegWorkspace {
  readonly #directory: string
  readonly #run: (run: FfmpegRun) => Promise<FfmpegEnd>

  /** @param run runs ffmpeg in the directory */
  constructor(directory: string, run: (run: FfmpegRun) => Promise<FfmpegEnd>) {
    this.#directory = directory
    this.#run = run
  }

  async write(name: string, body: ReadableStream<Uint8Array> | Uint8Array): Promise<void> {
    const source = body instanceof Uint8Array ? [body] : body
    await pipeline(source, createWriteStream(this.#path(name), { mode: 0o600 }))
  }

  async list(): Promise<{ name: string; size: number }[]> {
    const names = (await readdir(this.#directory)).filter((name) => plainName.test(name)).sort()
    return Promise.all(names.map(async (name) => ({ name, size: (await stat(join(this.#directory, name))).size })))
  }

  async readRange(name: string, start: number, end: number): Promise<Uint8Array> {
    const file = await open(this.#path(name))
    try {
      const { size } = await file.stat()
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at)
        if (bytesRead === 0) return bytes.slice(0, at)
        at += bytesRead
      }
      return bytes
    } finally {
      await file.close()
    }
  }

  read(name: string): ReadableStream<Uint8Array> {
    const stream = createReadStream(this.#path(name))
    return Readable.toWeb(stream) as ReadableStream<Uint8Array>
  }

  async run(run: FfmpegRun): Promise<FfmpegEnd> {
    const end = await this.#run(run)
    const log = end.log.replaceAll(this.#directory + sep, '').replaceAll(this.#directory, '.')
    return { ...end, log }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 3 })
  }

  #path(name: string): string {
    if (!plainName.test(name)) throw new TypeError(`"${name}" is no name for a file of a workspace`)
    return join(this.#directory, name)
  }
}
