// Where every description begins: what the provider is to know beforehand, and what is asked of it.
import { pactFile, type PactOptions } from './file.ts'
import type { Beginning, ExpectedRequest, State, StateParameters } from './request.ts'
import type { StateName } from './state-names.ts'
import { filled } from './values.ts'

/** One API of one service. */
export interface Api<R extends ExpectedRequest> {
  /** As pact files call the service. */
  readonly provider: string
  /** What every path of it begins with: `/v3.0`. */
  readonly prefix: string
  /** Puts credentials into the request that is described. */
  readonly request: (beginning: Beginning) => R
}

/** Interactions of a consumer with one API. Each method answers new ones; these never change. */
export class Interactions<R extends ExpectedRequest> {
  readonly #api: Api<R>
  readonly #options: PactOptions
  readonly #states: readonly State[]
  readonly #description: string | undefined

  constructor(api: Api<R>, options: PactOptions, states: readonly State[] = [], description?: string) {
    this.#api = api
    this.#options = options
    this.#states = states
    this.#description = description
  }

  /** What must be so before the request, in the words of a provider state; several add up. */
  given(state: StateName, parameters: StateParameters = {}): Interactions<R> {
    return new Interactions(this.#api, this.#options, [...this.#states, { name: state, parameters }], this.#description)
  }

  /** What the request is for, in words; default its method and path. Unique among requests with the same states. */
  uponReceiving(description: string): Interactions<R> {
    return new Interactions(this.#api, this.#options, this.#states, description)
  }

  /** @param path without the API's own prefix; `{videoId}` is what the provider's state says it is */
  get(path: string): R {
    return this.#request('GET', path)
  }

  /** {@inheritDoc get} */
  head(path: string): R {
    return this.#request('HEAD', path)
  }

  /** {@inheritDoc get} */
  post(path: string): R {
    return this.#request('POST', path)
  }

  /** {@inheritDoc get} */
  put(path: string): R {
    return this.#request('PUT', path)
  }

  /** {@inheritDoc get} */
  patch(path: string): R {
    return this.#request('PATCH', path)
  }

  /** {@inheritDoc get} */
  delete(path: string): R {
    return this.#request('DELETE', path)
  }

  #request(method: string, path: string): R {
    const whole = this.#api.prefix + path
    return this.#api.request({
      file: pactFile(this.#options, this.#api.provider),
      states: this.#states,
      description: this.#description ?? `${method} ${whole}`,
      method,
      path: whole.includes('{') ? filled(whole) : whole,
    })
  }
}
