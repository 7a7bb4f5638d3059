// An answer of text, or of few bytes, that knows them: a socket is handed them as they are. Node's own Response would be asked for them by
// way of a stream, and takes longer to be made than all the rest of a small answer.
import { relate, standIn } from './node-stand-ins.ts'

export type PlainBody = string | Uint8Array<ArrayBuffer>

export interface Plain {
  readonly body: PlainBody
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** A Response to whoever looks at it; what only a real one can do is done by a real one, which is made then. */
export class PlainResponse {
  readonly status: number
  readonly #body: PlainBody
  readonly #given: Readonly<Record<string, string>>
  #headers: Headers | undefined
  #real: Response | undefined

  constructor(body: PlainBody, status: number, headers: Readonly<Record<string, string>>) {
    relate()
    this.#body = body
    this.status = status
    this.#given = headers
  }

  /** What is to be sent; undefined once somebody has asked for more than that, and may have changed it. */
  get plain(): Plain | undefined {
    return this.#real || this.#headers ? undefined : { body: this.#body, headers: this.#given }
  }

  get real(): Response {
    this.#real ??= new Response(this.#body, { status: this.status, headers: this.#headers ?? { ...this.#given } })
    return this.#real
  }

  get headers(): Headers {
    if (this.#real) return this.#real.headers
    this.#headers ??= new Headers(this.#given)
    return this.#headers
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get body() {
    return this.real.body
  }

  get bodyUsed() {
    return this.#real?.bodyUsed ?? false
  }

  get redirected() {
    return this.real.redirected
  }

  get statusText() {
    return this.real.statusText
  }

  get type() {
    return this.real.type
  }

  get url() {
    return this.real.url
  }

  arrayBuffer() {
    return this.real.arrayBuffer()
  }

  blob() {
    return this.real.blob()
  }

  bytes() {
    return this.real.bytes()
  }

  clone() {
    return this.real.clone()
  }

  formData() {
    return this.real.formData()
  }

  json() {
    return this.real.json()
  }

  text() {
    return this.real.text()
  }
}

standIn(PlainResponse.prototype, 'Response')

/** As the platform itself would make one: for whoever does more with it than to look at it. */
export function asResponse(response: Response): Response {
  return response instanceof PlainResponse ? response.real : response
}
