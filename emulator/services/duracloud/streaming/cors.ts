// What pages of other origins may do with a space that streams: the CORS rules that enable-hls gives its bucket, as S3 applies them.
import type { Diagnosis } from '../../../journal.ts'
import { matchesWildcards } from '../../../wildcards.ts'
import type { Space } from '../model.ts'
import { DeliveryRefused } from './refusals.ts'

const methods = new Set(['GET', 'HEAD'])
const maxAge = '3000'

/** For an answer to a GET or HEAD; nothing for a page that no rule lets in: its browser keeps the answer from it. */
export function corsHeaders(space: Space, origin: string | null): Record<string, string> {
  const rule = origin === null ? undefined : ruleFor(space, origin)
  if (origin === null || rule === undefined) return {}
  return {
    'access-control-allow-origin': rule === '*' ? '*' : origin,
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-max-age': maxAge,
    ...(rule !== '*' && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

/** For an answer to OPTIONS. @throws {DeliveryRefused} 400, 403 */
export function preflightHeaders(space: Space, { headers }: Request): Record<string, string> {
  const origin = headers.get('origin')
  const method = headers.get('access-control-request-method')
  if (origin === null) {
    throw new DeliveryRefused('AmazonS3', 400, 'BadRequest', 'Insufficient information. Origin request header needed.')
  }
  if (method === null) {
    throw new DeliveryRefused('AmazonS3', 400, 'BadRequest', 'Invalid Access-Control-Request-Method: null')
  }
  if (!methods.has(method) || ruleFor(space, origin) === undefined) throw forbidden(space, origin, method)
  const asked = headers.get('access-control-request-headers')
  return {
    ...corsHeaders(space, origin),
    ...(asked !== null && { 'access-control-allow-headers': asked.toLowerCase() }),
  }
}

function ruleFor({ corsOrigins = [] }: Space, origin: string): string | undefined {
  return corsOrigins.find((rule) => matchesWildcards(rule, origin))
}

function forbidden(space: Space, origin: string, method: string): DeliveryRefused {
  const message = space.corsOrigins
    ? "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
    : 'CORSResponse: CORS is not enabled for this bucket.'
  return new DeliveryRefused('AmazonS3', 403, 'AccessForbidden', message, {
    details: { Method: method, ResourceType: 'OBJECT' },
    diagnosis: originMistake(space, origin, method),
  })
}

/** Why a page does not get to see an answer, though it has been sent. */
export function originMistake({ corsOrigins }: Space, origin: string, method: string): Diagnosis {
  const allowed = corsOrigins ? `GET and HEAD, to ${corsOrigins.join(', ')}` : 'nothing, to nobody'
  const message = `Pages of ${origin} may not ${method}; allowed is ${allowed}`
  const hint = 'enable-hls takes allowedOrigins; without them they are https://*'
  return { mistakes: [{ code: 'origin-not-allowed', message, hint }] }
}
