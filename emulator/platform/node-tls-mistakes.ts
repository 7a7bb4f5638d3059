// What goes wrong between TLS and a client, in words for whoever runs the double.

/** What a failed handshake or a request that is no HTTP says about its client; undefined when it is nothing about TLS. */
export function tlsMistake(error: NodeJS.ErrnoException, port: number): string | undefined {
  const code = error.code ?? ''
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/.test(code))
    return `A client of port ${port} does not trust the certificate; give it the CA of GET /_stuntdouble/ca.pem, or ask for a name that the double has: --tls-name adds one`
  if (code === 'ERR_SSL_HTTP_REQUEST')
    return `A client speaks http to port ${port}, where --tls makes it https; its base URL begins with https://`
  if ('rawPacket' in error && error.rawPacket instanceof Uint8Array && isHandshake(error.rawPacket))
    return `A client speaks https to port ${port}, which is plain http; start with --tls, or let its base URL begin with http://`
  return undefined
}

/** A record of TLS begins so. */
function isHandshake([type, major]: Uint8Array): boolean {
  return type === 0x16 && major === 3
}
