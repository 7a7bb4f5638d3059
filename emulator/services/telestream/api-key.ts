// Who is asking by `X-Api-Key` (§2.5): Flip 3.1, Stores and the hosted workflows.
import type { Exchange } from '../../exchange.ts'
import type { Diagnosis } from '../../journal.ts'
import type { World } from '../../world.ts'
import { TelestreamError } from './errors.ts'
import { constantTimeEqual } from '../../constant-time.ts'

/** The key (see `credentialKeys`) by which the header selects a world; undefined when there is none. */
export function apiKeySelector(exchange: Exchange): string | undefined {
  const sent = exchange.request.headers.get('x-api-key')
  return sent === null || sent === '' ? undefined : `telestream/api-key/${withoutPrefix(sent)}`
}

/** @throws {TelestreamError} 401 with a diagnosis, when the header is missing or is not the key of the exchange's world */
export function authenticateApiKey(exchange: Exchange): void {
  const { request, world } = exchange
  const sent = request.headers.get('x-api-key')
  if (sent === null || sent === '') throw refusal('API key is missing', missing(exchange))
  if (!constantTimeEqual(world.credentials.telestream.apiKey, sent))
    throw refusal('API key is not valid', unknown(sent, world))
}

/** The generated SDKs put a word before the key when they are told to (`ApiKeyPrefix`). */
function withoutPrefix(sent: string): string {
  return sent.replace(/^\S+ /, '')
}

// §5: neither the message nor the shape is documented; 401 with the class of the signed API is what all clients can read.
function refusal(message: string, mistake: Diagnosis['mistakes'][number]): TelestreamError {
  return new TelestreamError(401, 'NotAuthorized', message, { mistakes: [mistake] })
}

const howToGetOne = '`stuntdouble env` prints it as TELESTREAM_API_KEY'

function missing({ request, query }: Exchange): Diagnosis['mistakes'][number] {
  if (request.headers.has('authorization')) {
    const message = 'The request has an Authorization header and no X-Api-Key'
    return { code: 'other-header', message, hint: 'Send the key, and nothing else, in the header X-Api-Key' }
  }
  if (/(?:^|&)(?:access_key|signature)=/.test(query)) {
    const message = 'The request is signed; this API knows no signatures'
    return { code: 'signed-request', message, hint: `Send the header X-Api-Key; ${howToGetOne}` }
  }
  if (/(?:^|&)(?:api_key|x-api-key)=/i.test(query)) {
    const message = 'The key stands in the query'
    return { code: 'key-in-query', message, hint: 'Send it in the header X-Api-Key' }
  }
  const message = 'The request has no X-Api-Key, or an empty one'
  return { code: 'missing-key', message, hint: `Send the header X-Api-Key; ${howToGetOne}` }
}

function unknown(sent: string, world: World): Diagnosis['mistakes'][number] {
  const { apiKey, accessKey, secretKey } = world.credentials.telestream
  if (withoutPrefix(sent) === apiKey) {
    const message = 'There is a word before the key'
    return { code: 'prefixed-key', message, hint: 'Send the key alone: leave the SDK’s ApiKeyPrefix empty' }
  }
  if (sent === accessKey || sent === secretKey) {
    const message = `This is the ${sent === accessKey ? 'access' : 'secret'} key of the signed API`
    return { code: 'other-key', message, hint: `X-Api-Key is another credential; ${howToGetOne}` }
  }
  const message = `The world ${world.name} has another key than ${JSON.stringify(sent.slice(0, 8))}…`
  const hint = `${howToGetOne}; POST /_stuntdouble/worlds gives a world the key that your app has`
  return { code: 'unknown-key', message, hint }
}
