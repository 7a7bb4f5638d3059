// The URL of a port as a client on this machine writes it.

/** @param options.host where it listens; all addresses are reached by the loopback one */
export function listeningUrl({ host, tls }: { host: string; tls: boolean }, port: number | string): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}
