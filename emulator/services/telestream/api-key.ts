// Who is asking by `X-Api-Key` (§2.5): Flip 3.1, Stores and the hosted workflows.
import { constantTimeEqual } from '../../constant-time.ts'
import { type Mistake, mistake } from '../../diagnosis/index.ts'
import type { Exchange } from '../../exchange.ts'
import { TelestreamError } from './errors.ts'
import { unknownApiKey } from './key-mistakes.ts'

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
    throw refusal('API key is not valid', wrong(exchange, sent))
}

function wrong(exchange: Exchange, sent: string): Mistake {
  return withoutPrefix(sent) === exchange.world.credentials.telestream.apiKey
    ? mistake('prefixed-key')
    : unknownApiKey(exchange, sent)
}

/** The generated SDKs put a word before the key when they are told to (`ApiKeyPrefix`). */
function withoutPrefix(sent: string): string {
  return sent.replace(/^\S+ /, '')
}

// §5: neither the message nor the shape is documented; 401 with the class of the signed API is what all clients can read.
function refusal(message: string, made: Mistake): TelestreamError {
  return new TelestreamError(401, 'NotAuthorized', message, { mistakes: [made] })
}

function missing({ request, query }: Exchange): Mistake {
  if (request.headers.has('authorization')) return mistake('other-header')
  if (/(?:^|&)(?:access_key|signature)=/.test(query)) return mistake('signed-request')
  if (/(?:^|&)(?:api_key|x-api-key)=/i.test(query)) return mistake('key-in-query')
  return mistake('missing-key')
}
