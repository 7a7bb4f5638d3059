// The URL of a request as it was sent. Whatever parses a URL resolves its segments of dots; to S3 they are a part of the key.
const sent = new WeakMap<Request, string>()

/** @param target what stood behind the method: a path that begins with a slash, and perhaps a query */
export function keepTarget(request: Request, target: string): void {
  const { url } = request
  const end = url.indexOf('/', url.indexOf('://') + 3)
  sent.set(request, (end === -1 ? url : url.slice(0, end)) + target)
}

/** The same as `request.url` for nearly every request: without a port there is nothing else to know. */
export function sentUrl(request: Request): string {
  return sent.get(request) ?? request.url
}
