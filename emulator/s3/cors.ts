// What pages of other origins may do: read what is public, as media players in a page do.

/**
 * Real S3 says these things of a bucket with a CORS configuration. A page's player reads segments by `fetch`, which needs
 * the permission, and their ranges and sizes, which need to be exposed.
 */
export const publicAnswer: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified, x-amz-request-id',
}

/** The answer to a preflight. It permits the question only: what is not public is refused when it is asked for. */
export function preflight(request: Request): Response {
  const headers = new Headers({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-max-age': '3600',
  })
  const asked = request.headers.get('access-control-request-headers')
  if (asked !== null) headers.set('access-control-allow-headers', asked)
  return new Response(null, { status: 200, headers })
}
