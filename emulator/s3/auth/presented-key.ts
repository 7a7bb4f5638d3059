// The access key that a request names, before anything of it is believed: it chooses the world.

/** Undefined when it names none, or none that can be read; then nobody need look for a world. */
export function presentedAccessKey({ request, query }: { request: Request; query: string }): string | undefined {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return keyOf(/Credential=([^,\s]+)/.exec(authorization)?.[1])
  const credential = /(?:^|&)X-Amz-Credential=([^&]+)/.exec(query)?.[1]
  if (credential === undefined) return undefined
  try {
    return keyOf(decodeURIComponent(credential))
  } catch {
    // No UTF-8: what is wrong with it is said when it is verified.
    return undefined
  }
}

/** A key may hold slashes; the four parts behind it may not. */
function keyOf(credential: string | undefined): string | undefined {
  return credential?.split('/').slice(0, -4).join('/') || undefined
}
