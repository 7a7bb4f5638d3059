// The hosts that a client may have signed: it knows the API by a name that need not be the one the request arrived under.

/**
 * Every host to try for a `Host` header, the likeliest first (§2.2): without its port, lower-cased, then as sent; then both with
 * the port; then the public names, for clients that reach the double through a hosts file.
 */
export function acceptableHosts(
  hostHeader: string,
  publicNames: readonly string[] = [],
): readonly [string, ...string[]] {
  const bare = withoutPort(hostHeader)
  const likeliest = bare.toLowerCase()
  const others = new Set([bare, hostHeader.toLowerCase(), hostHeader, ...publicNames])
  others.delete(likeliest)
  return [likeliest, ...others]
}

/** `[::1]` for `[::1]:4600`. */
function withoutPort(hostHeader: string): string {
  const colon = hostHeader.lastIndexOf(':')
  return colon > hostHeader.lastIndexOf(']') ? hostHeader.slice(0, colon) : hostHeader
}
