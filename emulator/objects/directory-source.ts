// The bytes of a stored file as they are asked for. To who is only lent them, the next block is read while the one before is sent.
import { open, type FileHandle } from 'node:fs/promises'
import type { ByteSource } from '../body/byte-source.ts'
import { bytesMissing } from './errors.ts'

/** Bytes of a piece. */
const blockBytes = 256 * 1024

export class DirectorySource implements ByteSource {
  readonly #path: string
  readonly #end: number
  #at: number
  #file: Promise<FileHandle> | undefined
  #lent: Uint8Array<ArrayBuffer> | undefined
  #ahead: Promise<Uint8Array<ArrayBuffer>> | undefined
  #over = false

  /** @param end Infinity: as far as the file goes */
  constructor(path: string, start: number, end: number) {
    this.#path = path
    this.#at = start
    this.#end = end
  }

  /** The file is closed again: who does not want its bytes may never say so. */
  async begin(): Promise<void> {
    try {
      const wanted = Math.min(this.#end - this.#at, blockBytes)
      const block = await this.#read()
      await this.#close()
      if (this.#end !== Infinity && block.length < wanted) throw bytesMissing(this.#end - this.#at - block.length)
      this.#ahead = Promise.resolve(block)
    } catch (error) {
      await this.cancel()
      throw error
    }
  }

  async next(lent = false): Promise<Uint8Array | undefined> {
    if (this.#over) return undefined
    try {
      const free = this.#lent
      const block = await (this.#ahead ?? this.#read())
      // Cancelled meanwhile.
      if (this.#over) return undefined
      this.#at += block.length
      this.#lent = lent ? block : undefined
      this.#ahead = undefined
      if (block.length < blockBytes || this.#at >= this.#end) await this.cancel()
      else if (lent) this.#readAhead(free)
      return block.length > 0 ? block : undefined
    } catch (error) {
      await this.cancel()
      throw error
    }
  }

  async cancel(): Promise<void> {
    this.#over = true
    // Its failure is told to nobody: nobody wants its bytes any more.
    await this.#ahead?.catch(() => undefined)
    await this.#close()
  }

  async #close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    const opened = await file?.catch(() => undefined)
    await opened?.close()
  }

  #readAhead(memory: Uint8Array<ArrayBuffer> | undefined): void {
    this.#ahead = this.#read(memory)
    // It is heard by whoever asks next.
    this.#ahead.catch(() => undefined)
  }

  async #read(memory?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    this.#file ??= open(this.#path, 'r')
    const wanted = Math.max(0, Math.min(this.#end - this.#at, blockBytes))
    return readFully(await this.#file, this.#at, wanted, memory)
  }
}

/**
 * As many bytes as wanted, or as many as there are.
 * @param memory at least so many; by default new
 */
export async function readFully(
  file: FileHandle,
  start: number,
  wanted: number,
  memory = new Uint8Array(wanted),
): Promise<Uint8Array<ArrayBuffer>> {
  let filled = 0
  while (filled < wanted) {
    const { bytesRead } = await file.read(memory, filled, wanted - filled, start + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return memory.subarray(0, filled)
}
