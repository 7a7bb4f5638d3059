// Stream: video, and the storages that are common to its products; with JWTs, and signed webhooks.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { PactOptions } from './file.ts'
import { Interactions } from './interactions.ts'
import { matching } from './matchers.ts'
import { type Beginning, type Credentials, ExpectedRequest, type Parts } from './request.ts'
import { rfc3339 } from './times.ts'
import { injected } from './values.ts'
import { Webhooks } from './webhooks.ts'

const provider = 'stream-video'

/** Replaced by a fresh one when the contract is verified: `{"alg":"HS256","typ":"JWT"}`, `{}`, and words for a signature. */
const placeholder = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c3R1bnRkb3VibGUgc2lnbnMgdGhpcyBhdCByZXBsYXk'
/** A request with the app's key and a token that its secret signed. */
export class TokenRequest extends ExpectedRequest {
  #token = placeholder

  /** With this token's claims, of a user for instance; default the app's own. Its signature does not matter. */
  withToken(token: string): this {
    this.#token = token
    return this
  }

  protected override parts(): Parts & { credentials: Credentials } {
    const { query, ...parts } = super.parts()
    const headers = { Authorization: matching('^[\\w-]+\\.[\\w-]+\\.[\\w-]+$', this.#token), 'stream-auth-type': 'jwt' }
    return { ...parts, query: { api_key: injected('apiKey'), ...query }, credentials: { headers } }
  }
}

const request = (beginning: Beginning) => new TokenRequest(beginning)

/**
 * Interactions with Stream's current API, which all its server SDKs speak; its times are whole nanoseconds.
 *
 * @example
 * const answer = stream({ consumer: 'call-recorder' })
 *   .given('a storage exists', { name: 'my-s3' })
 *   .get('/external_storage/{storageName}/check')
 *   .willRespondWith(200, aCheckedFile())
 * await answer.test(async ({ url, values }) => {
 *   expect(await new Recorder(url).check(values.storageName)).toMatch(/stream-.*\.md$/)
 * })
 */
export function stream(options: PactOptions): Interactions<TokenRequest> {
  return new Interactions({ provider, prefix: '/api/v2', request }, options)
}

/** Interactions with the paths below `/video`, as the documents' curl lines and the browser SDK ask; its times are RFC 3339. */
export function streamLegacy(options: PactOptions): Interactions<TokenRequest> {
  return new Interactions({ provider, prefix: '/video', request }, options)
}

/**
 * The events of an app, each signed with the app's secret over its bytes.
 *
 * @param options `secret` of the app of the receiver under test; default that of the double's `main` world
 */
export function streamWebhooks({
  secret = 'your-api-secret-of-32-bytes-at-least',
  ...options
}: PactOptions & { secret?: string }): Webhooks {
  const ids = {
    'x-webhook-id': matching('^[\\w-]+$', '5b0c9a54-11d2-4c43-9a57-2f6d1e8b7a10'),
    'x-webhook-attempt': '1',
  }
  return new Webhooks(
    {
      provider,
      contents: (type, fields) => ({ type, created_at: rfc3339('2025-09-03T10:34:56.942000768Z'), ...fields }),
      metadata: {
        ...ids,
        'x-api-key': matching('^\\S+$', 'your-api-key'),
        'x-signature': matching('^[0-9a-f]{64}$', '0'.repeat(64)),
      },
      request(event, url) {
        const body = JSON.stringify(event)
        const headers = {
          'content-type': 'application/json',
          'x-signature': bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(body))),
          'x-api-key': 'your-api-key',
          'x-webhook-id': ids['x-webhook-id'].value,
          'x-webhook-attempt': ids['x-webhook-attempt'],
        }
        return new Request(url, { method: 'POST', headers, body })
      },
    },
    options,
  )
}
