// DuraCloud's DuraStore: its tasks, spaces and content, with Basic authentication.
import type { PactOptions } from './file.ts'
import { Interactions } from './interactions.ts'
import { matching } from './matchers.ts'
import { type Beginning, type Credentials, ExpectedRequest, type Fields, type Parts } from './request.ts'

/** Each may what the one after it may. */
export type DuraCloudUser = 'root' | 'admin' | 'user'

/** A request of a user; of `admin`, when nothing else is said. */
export class UserRequest extends ExpectedRequest {
  #headers: Fields = authorization('admin')

  /** As this user, with the right password. */
  as(user: DuraCloudUser): this {
    this.#headers = authorization(user)
    return this
  }

  /** Without credentials. */
  anonymously(): this {
    this.#headers = {}
    return this
  }

  protected override parts(): Parts & { credentials: Credentials } {
    return { ...super.parts(), credentials: { headers: this.#headers } }
  }
}

/** The user of that role and its password take the placeholder's place when the contract is verified. */
const authorization = (user: DuraCloudUser): Fields => ({
  Authorization: matching('^Basic [A-Za-z0-9+/]+=*$', `Basic ${btoa(`${user}:placeholder`)}`),
})

/**
 * Interactions with DuraStore.
 *
 * @example
 * const answer = duracloud({ consumer: 'archive-tool' })
 *   .given('a space exists', { name: 'films' })
 *   .post('/task/enable-hls')
 *   .json({ spaceId: 'films', secure: true })
 *   .willRespondWith(200, plain(taskResult({ result: 'enable-hls task completed successfully', streamingHost: text() })))
 */
export function duracloud(options: PactOptions): Interactions<UserRequest> {
  const request = (beginning: Beginning) => new UserRequest(beginning)
  return new Interactions({ provider: 'duracloud', prefix: '/durastore', request }, options)
}
