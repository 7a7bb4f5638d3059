// Browsers call Stream from any origin, so that every answer says they may.
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after',
} as const

/** What a browser asks before it sends a header of Stream's. */
export function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers':
        request.headers.get('access-control-request-headers') ??
        'authorization, content-type, stream-auth-type, x-stream-client, x-client-request-id',
      'access-control-max-age': '86400',
    },
  })
}
