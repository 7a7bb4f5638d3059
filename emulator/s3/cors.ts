// What pages of other origins may do: as a bucket's CORS configuration says, and without one, to read.
import type { CorsRule } from '../objects/bucket-settings.ts'
import { accessForbidden, S3Error } from './errors.ts'
import { like } from './policy.ts'

/**
 * S3 lets no page do anything in a bucket without a configuration. Here pages may read what they may read otherwise: players
 * fetch segments, and need their ranges and sizes.
 */
export const readersOnly: readonly CorsRule[] = [
  {
    allowedMethods: ['GET', 'HEAD'],
    allowedOrigins: ['*'],
    allowedHeaders: ['*'],
    exposeHeaders: [
      'Accept-Ranges',
      'Content-Length',
      'Content-Range',
      'ETag',
      'Last-Modified',
      'x-amz-request-id',
      'x-amz-version-id',
    ],
    maxAge: 3600,
  },
]

const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'

/** What an answer to a page says, by the first rule that lets its origin use the method; nothing when none does. */
export function corsHeaders(rules: readonly CorsRule[], request: Request): Record<string, string> {
  const origin = request.headers.get('origin')
  if (origin === null) return {}
  const rule = rules.find((each) => each.allowedMethods.includes(request.method) && allowsOrigin(each, origin))
  return rule ? permission(rule, origin) : {}
}

/**
 * The answer to a preflight. It permits the question only: what is not public is refused when it is asked for.
 * @throws {S3Error} BadRequest, AccessForbidden
 */
export function preflight(
  rules: readonly CorsRule[] | undefined,
  { headers }: Request,
  resource: string,
): Record<string, string> {
  const origin = headers.get('origin')
  const method = headers.get('access-control-request-method')
  if (origin === null) throw new S3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.')
  if (method === null || !['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].includes(method))
    throw new S3Error(400, 'BadRequest', `Invalid Access-Control-Request-Method: ${method ?? 'null'}`)
  const asked = (headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const rule = (rules ?? []).find(
    (each) =>
      each.allowedMethods.includes(method) &&
      allowsOrigin(each, origin) &&
      asked.every((name) => each.allowedHeaders.some((pattern) => like(pattern.toLowerCase(), name))),
  )
  if (!rule)
    throw accessForbidden(
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      { Method: method, ResourceType: resource },
    )
  return {
    ...permission(rule, origin),
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    ...(rule.maxAge !== undefined && { 'access-control-max-age': String(rule.maxAge) }),
  }
}

function permission(rule: CorsRule, origin: string): Record<string, string> {
  const anyOrigin = rule.allowedOrigins.includes('*')
  return {
    'access-control-allow-origin': anyOrigin ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposeHeaders.length > 0 && { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    ...(!anyOrigin && { 'access-control-allow-credentials': 'true' }),
    vary,
  }
}

function allowsOrigin({ allowedOrigins }: CorsRule, origin: string): boolean {
  return allowedOrigins.some((pattern) => like(pattern, origin))
}
