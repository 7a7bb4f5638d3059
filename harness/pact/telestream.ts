// Telestream Cloud: the signed API (V2 and V3.0), Flip 3.1, Stores and hosted workflows.
import type { PactOptions } from './file.ts'
import { Interactions } from './interactions.ts'
import { matching } from './matchers.ts'
import { type Beginning, type Credentials, ExpectedRequest, type Fields, type Parts } from './request.ts'
import { injected } from './values.ts'

const provider = 'telestream-cloud'

/** Replaced by a fresh one when the contract is verified. */
const signature = 'c3R1bnRkb3VibGUgc2lnbnMgdGhpcyBhdCByZXBsYXk='
const timestamp = '2016-10-03T12:00:00.123456+00:00'

/** A request whose parameters are signed: `access_key`, `cloud_id` or `factory_id`, `timestamp`, `signature`. */
export class SignedRequest extends ExpectedRequest {
  #scope: 'cloud_id' | 'factory_id' | undefined
  #fields: Fields | undefined

  constructor(beginning: Beginning, scope: 'cloud_id' | 'factory_id') {
    super(beginning)
    this.#scope = scope
  }

  /** Signed by this access key, rightly, at any time. Every request is by default, with `your-access-key`. */
  signedWith(accessKey: string): this {
    this.#fields = { ...this.#signed(), access_key: injected('accessKey', accessKey) }
    return this
  }

  /** Without any of the four parameters. */
  unsigned(): this {
    this.#fields = {}
    return this
  }

  /** As `/factories.json` is asked: it names none. */
  withoutFactory(): this {
    this.#scope = undefined
    return this
  }

  protected override parts(): Parts & { credentials: Credentials } {
    return { ...super.parts(), credentials: { fields: this.#fields ?? this.#signed() } }
  }

  #signed(): Fields {
    return {
      access_key: injected('accessKey'),
      ...(this.#scope && { [this.#scope]: injected('factoryId') }),
      timestamp: matching('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})$', timestamp),
      signature: matching('^[A-Za-z0-9+/]{43}=$', signature),
    }
  }
}

/** A request with an `X-Api-Key`. */
export class KeyedRequest extends ExpectedRequest {
  #headers: Fields = { 'X-Api-Key': matching('^tcs_[A-Za-z0-9_]+$', 'tcs_placeholder_of_an_api_key') }

  /** Without a key. */
  withoutKey(): this {
    this.#headers = {}
    return this
  }

  protected override parts(): Parts & { credentials: Credentials } {
    return { ...super.parts(), credentials: { headers: this.#headers } }
  }
}

/** Flip wants to know whose things are asked for. */
class FlipRequest extends KeyedRequest {
  protected override parts(): Parts & { credentials: Credentials } {
    const { credentials, query, ...parts } = super.parts()
    return { ...parts, query: { factory_id: injected('factoryId'), ...query }, credentials }
  }
}

/**
 * Interactions with the signed API, version 3.0. Nobody has to know how a signature is made: every request carries matchers where it and its
 * timestamp go.
 *
 * @example
 * const cloud = telestream({ consumer: 'uploader' })
 *
 * it('shows a video', async () => {
 *   const answer = cloud.given('a video exists').get('/videos/{videoId}.json').willRespondWith(200, aVideo())
 *   await answer.test(async ({ url, values }) => {
 *     const video = await new Uploader(url).video(values.videoId)
 *     expect(video.status).toBe('success')
 *   })
 * })
 */
export function telestream(options: PactOptions): Interactions<SignedRequest> {
  const request = (beginning: Beginning) => new SignedRequest(beginning, 'factory_id')
  return new Interactions({ provider, prefix: '/v3.0', request }, options)
}

/** Interactions with the signed API of Panda, version 2, which says `clouds` where the later one says `factories`. */
export function panda(options: PactOptions): Interactions<SignedRequest> {
  const request = (beginning: Beginning) => new SignedRequest(beginning, 'cloud_id')
  return new Interactions({ provider, prefix: '/v2', request }, options)
}

/** Interactions with Flip 3.1: an `X-Api-Key`, and the factory in the query. */
export function flip(options: PactOptions): Interactions<KeyedRequest> {
  return new Interactions(
    { provider, prefix: '/flip/3.1', request: (beginning) => new FlipRequest(beginning) },
    options,
  )
}

/** Interactions with Stores 1.1: an `X-Api-Key`. */
export function stores(options: PactOptions): Interactions<KeyedRequest> {
  return new Interactions({ provider, prefix: '/stores/v1.1', request: keyed }, options)
}

/** Interactions with the hosted workflows 2.0 (Vantage CloudPort): an `X-Api-Key`. */
export function workflows(options: PactOptions): Interactions<KeyedRequest> {
  return new Interactions({ provider, prefix: '/vantage-cloud-port/v2.0', request: keyed }, options)
}

/** Interactions with upload locations, which need no credentials: `/upload/session?id={uploadId}`. */
export function uploads(options: PactOptions): Interactions<ExpectedRequest> {
  return new Interactions(
    { provider, prefix: '/upload', request: (beginning) => new ExpectedRequest(beginning) },
    options,
  )
}

const keyed = (beginning: Beginning) => new KeyedRequest(beginning)
