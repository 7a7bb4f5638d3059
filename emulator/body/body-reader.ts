// A request's body, a piece at a time, with the client's going away told apart from its end.
import { share } from '../slices.ts'
import { BodyAborted } from './body-errors.ts'
import { type ByteSource, sourceOf } from './byte-source.ts'

/** The most bytes of one piece: what is in flight stays small even when a client's whole file is one chunk. */
const pieceBytes = 64 * 1024

/** Pulls: nothing is taken from the client before somebody asks for it. */
export class BodyReader {
  readonly #signal: AbortSignal
  readonly #source: ByteSource | undefined
  readonly #onAbort = () => this.#cancel()
  #chunk: Uint8Array = new Uint8Array()
  #begun = false
  #over = false

  constructor(request: Request) {
    this.#signal = request.signal
    this.#source = request.body ? sourceOf(request.body) : undefined
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
    if (this.#chunk.length === 0) {
      const chunk = await this.#read()
      this.#throwIfAborted()
      if (!chunk) {
        this.#over = true
        return undefined
      }
      this.#chunk = chunk
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

  async #read(): Promise<Uint8Array | undefined> {
    try {
      return await this.#source?.next()
    } catch (cause) {
      throw new BodyAborted('The request body broke off', { cause })
    }
  }

  /** Ends a pending read as well. A source that fails to be cancelled has no say any more in what was read of it. */
  #cancel(): void {
    Promise.resolve(this.#source?.cancel()).catch(() => undefined)
  }
}
