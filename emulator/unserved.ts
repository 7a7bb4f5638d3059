// Answers to what is no service's: the root, paths that nobody has, and worlds that there are not.
import { wantsPage } from './control/page.ts'
import type { UrlParts } from './exchange.ts'
import { services } from './service.ts'
import type { Worlds } from './worlds.ts'

export function welcome({ headers }: Request): Response {
  if (wantsPage(headers)) return new Response(null, { status: 302, headers: { location: '/_stuntdouble/' } })
  const apis = services.flatMap((service) => service.prefixes)
  return Response.json({
    stuntdouble: 'a local stand-in for media clouds',
    apis,
    console: '/_stuntdouble/',
    control: '/_stuntdouble/openapi.json',
    health: '/_stuntdouble/health',
  })
}

export function noSuchWorld(name: string): Response {
  return Response.json(
    { error: 'NotFound', message: `There is no world ${name}; POST /_stuntdouble/worlds creates one` },
    { status: 404 },
  )
}

/** Nobody's path, and in the journal all the same: a mistake in a client's base URL looks just like this. */
export function notServed(
  worlds: Worlds,
  request: Request,
  { path, prefix }: UrlParts,
  elapsed: () => number,
): Response {
  const known = services.flatMap((service) => service.prefixes).join(', ')
  const isS3 = isForBuckets(request)
  const message = isS3
    ? `stuntdouble serves no S3 here; its buckets have a port of their own, which \`stuntdouble env\` prints as AWS_ENDPOINT_URL_S3`
    : `stuntdouble serves nothing at ${path}; it serves ${known} and /_stuntdouble`
  const response = isS3
    ? // In words that its SDK shows.
      new Response(`<Error><Code>NotFound</Code><Message>${message}</Message></Error>`, {
        status: 404,
        headers: { 'content-type': 'application/xml' },
      })
    : Response.json({ error: 'NotFound', message }, { status: 404 })
  const world = (prefix !== undefined && worlds.get(prefix)) || worlds.main
  world.journal.record({
    at: world.clock.now(),
    service: 'none',
    direction: 'in',
    method: request.method,
    url: request.url,
    status: response.status,
    requestHeaders: request.headers,
    responseHeaders: response.headers,
    durationMs: elapsed(),
    error: message,
  })
  return response
}

/** An S3 SDK that was given the address of the vendors' APIs. */
export function isForBuckets({ headers, url }: Request): boolean {
  return /^AWS4?[- ]/.test(headers.get('authorization') ?? '') || /[?&](?:X-Amz-Signature|AWSAccessKeyId)=/.test(url)
}
