// A request's body, a piece at a time, with the client's going away told apart from its end.
import { share } from '../slices.ts'
import { BodyAborted } from './body-errors.ts'

/** The most bytes of one piece: what is in flight stays small even when a client's whole file is one chunk. */
const pieceBytes = 64 * 1024

/** Pulls: nothing is taken from the client before somebody asks for it. */
export class BodyReader {
  readonly #signal: AbortSignal
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  readonly #onAbort = () => this.#cancel()
  #chunk: Uint8Array = new Uint8Array()
  #begun = false
  #over = false

  constructor(request: Request) {
    this.#signal = request.signal
    this.#reader = request.body?.getReader()
    this.#signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /**
   * The next bytes, never empty; undefined at the end.
   * @throws BodyAborted
   */
  async next(): Promise<Uint8Array | undefined> {
    this.#throwIfAborted()
    // What came in one piece, as most bodies do, is no long work.
    if (this.#begun) await share()
    this.#begun = true
    while (this.#chunk.length === 0) {
      const { done, value } = await this.#read()
      this.#throwIfAborted()
      if (done) {
        this.#over = true
        return undefined
      }
      this.#chunk = value
    }
    const piece = this.#chunk.subarray(0, pieceBytes)
    this.#chunk = this.#chunk.subarray(pieceBytes)
    return piece
  }

  /** Says that no more is wanted; what was not read is given back to the client's side. */
  release(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    if (!this.#over) this.#cancel()
  }

  #throwIfAborted(): void {
    if (this.#signal.aborted) throw new BodyAborted('The client gave the request up', { cause: this.#signal.reason })
  }

  async #read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      return (await this.#reader?.read()) ?? { done: true, value: undefined }
    } catch (cause) {
      throw new BodyAborted('The request body broke off', { cause })
    }
  }

  /** Ends a pending read as well. A source that fails to be cancelled has no say any more in what was read of it. */
  #cancel(): void {
    this.#reader?.cancel().catch(() => undefined)
  }
}
