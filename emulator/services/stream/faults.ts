// How Stream fails: APIErrors by code (§1.6), and what goes wrong with its storages.
import { answerText, type Exchange } from '../../exchange.ts'
import type { ErrorFault, Limited, ServiceFaults } from '../../faults/catalogue.ts'
import { plainText } from '../../plain-text.ts'
import { corsHeaders } from './cors.ts'
import { notAllowed, StreamError, tooManyRequests, unauthorized } from './errors.ts'
import { mounted } from './mount.ts'
import { rateHeaders, rateOf } from './rate-limits.ts'
import { createRouter } from './router.ts'
import { routes } from './routes.ts'
import { cdnOperation, cdnPrefix } from './storages/stream-storage.ts'
import { errorBody, writeJson } from './wire.ts'

let match: ReturnType<typeof createRouter> | undefined

function operationOf({ path, request: { method } }: Exchange): string | undefined {
  if (path.startsWith(`${cdnPrefix}/`)) return cdnOperation(method)
  if (method === 'OPTIONS') return 'Preflight'
  match ??= createRouter(routes)
  try {
    return match(method, mounted(path).path).route.operation
  } catch (error) {
    // A path that nobody answers.
    if (error instanceof StreamError) return undefined
    throw error
  }
}

/** As the API answers, with the headers that tell of its limits; files come from a CDN, which knows no codes. */
function answer(exchange: Exchange, error: StreamError): Response {
  const { path, world } = exchange
  if (path.startsWith(`${cdnPrefix}/`)) {
    const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>ServiceUnavailable</Code><Message>Please reduce your request rate.</Message></Error>`
    return answerText(exchange, error.status, text, { 'content-type': 'text/xml', 'access-control-allow-origin': '*' })
  }
  const operation = operationOf(exchange)
  const body = errorBody(error, operation)
  return answerText(exchange, error.status, writeJson(body, mounted(path).dates), {
    'content-type': 'application/json; charset=utf-8',
    ...corsHeaders,
    ...rateHeaders(rateOf(world, operation ?? 'Request', 'server_side')),
    ...error.headers,
  })
}

const said = (summary: string, status: number, error: (exchange: Exchange) => StreamError): ErrorFault => ({
  summary,
  status,
  answer: (exchange) => answer(exchange, error(exchange)),
})

function headersOf({ limit, remaining, resetAt }: Limited): Record<string, string> {
  return rateHeaders({ limit, remaining, reset: Math.ceil(resetAt / 1000) })
}

/** Of the token, before anything of it is believed. */
function userOf({ request, query }: Exchange): string | undefined {
  const sent = request.headers.get('authorization') ?? new URLSearchParams(query).get('authorization') ?? ''
  const [, claims = ''] = sent.replace(/^bearer\s+/i, '').split('.')
  try {
    const read: unknown = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof read === 'object' && read !== null && 'user_id' in read ? plainText(read.user_id) : undefined
  } catch {
    // No token: what is wrong with it is said when it is verified.
    return undefined
  }
}

export const streamFaults: ServiceFaults = {
  operationOf,
  credentialsOf(exchange) {
    const user = userOf(exchange)
    return user === undefined ? [] : [`stream/user/${user}`]
  },
  errors: {
    internal: said('500 with code -1: internal system error', 500, () => new StreamError(500, -1, 'internal error')),
    unavailable: {
      summary: '503 by the load balancer before the API; a page and no APIError',
      status: 503,
      answer: (exchange) =>
        answerText(
          exchange,
          503,
          '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n',
          { 'content-type': 'text/html', 'access-control-allow-origin': '*' },
        ),
    },
    timeout: said(
      '408 with code 23: the request took too long',
      408,
      () => new StreamError(408, 23, 'request timed out'),
    ),
    'rate-limited': {
      summary: '429 with code 9: too many requests, with Stream’s headers and Retry-After',
      status: 429,
      answer: (exchange) => {
        const reset = Math.floor(exchange.world.clock.now() / 60_000) * 60_000 + 60_000
        const retryAfter = Math.max(1, Math.ceil((reset - exchange.world.clock.now()) / 1000))
        return limited(exchange, { limit: 60, remaining: 0, resetAt: reset, retryAfter })
      },
    },
    'token-expired': said('401 with code 40, though the token is good', 401, () =>
      unauthorized(40, 'JWTAuth error: token is expired (exp)'),
    ),
    'not-allowed': said('403 with code 17, though it is allowed', 403, () =>
      notAllowed('You are not allowed to do this'),
    ),
    'app-suspended': said(
      '403 with code 99: the app is suspended',
      403,
      () => new StreamError(403, 99, 'app is suspended'),
    ),
    'not-found': said('404 with code 16, though it is there', 404, () => new StreamError(404, 16, 'does not exist')),
    'input-error': said(
      '400 with code 4, though the input is right',
      400,
      () => new StreamError(400, 4, 'invalid input'),
    ),
    'no-sfu': said(
      '500 with code 101: no SFU is available, as a join may be answered',
      500,
      () => new StreamError(500, 101, 'no SFU available'),
    ),
  },
  events: {
    'storage-check-fails': {
      summary: 'The check of an external storage fails; `path` is its name',
      event: 'storage-check',
      details: { providerCode: 'AccessDenied', message: 'Access Denied' },
    },
    'upload-fails': {
      summary: 'A recording or transcription does not get into its storage; `path` is the call, `default:ID`',
      event: 'upload',
      details: { providerCode: 'ServiceUnavailable', message: 'Please reduce your request rate.' },
    },
  },
  limited,
  limitHeaders: headersOf,
}

function limited(exchange: Exchange, given: Limited): Response {
  const error = tooManyRequests(userOf(exchange) ?? 'server', given.retryAfter)
  const response = answer(exchange, error)
  exchange.answered = undefined
  for (const [name, value] of Object.entries(headersOf(given))) response.headers.set(name, value)
  return response
}
