// What the double's ports need for TLS: an authority, a certificate for every name that is the double's to answer to, and outbound
// requests that trust it too.
import { networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, getCACertificates } from 'node:tls'
import { matchesName, vendorNames } from '../vendor-names.ts'
import { openAuthority } from './node-authority.ts'
import { createNodeTransport } from './node-transport.ts'
import type { Certificate, Tls, TlsOptions } from './platform.ts'

/** @param mostNames certificates that are kept: clients make names up, and must not fill the memory */
export async function openTlsOnNode({ data, names }: TlsOptions, mostNames = 1000): Promise<Tls> {
  const authority = await openAuthority(data === undefined ? {} : { directory: join(data, 'tls') })
  const answered = [...vendorNames, ...names.map((name) => name.toLowerCase())]
  // For clients that do not say which name they mean: by address, or too old to.
  const usual = await authority.issue([
    'localhost',
    ...answered.filter((name) => isIP(name) !== 0 || !name.slice(1).includes('*')),
    ...addresses(),
  ])
  const issued = new Map<string, Promise<Certificate>>()
  return {
    caCertificate: authority.certificate,
    caFile: authority.file,
    async certificateFor(requested) {
      const name = requested?.toLowerCase() ?? ''
      if (!isLocal(name) && !answered.some((pattern) => matchesName(pattern, name))) return usual
      const certificate = issued.get(name) ?? authority.issue([name])
      issued.delete(name)
      issued.set(name, certificate)
      const [oldest] = issued.keys()
      if (issued.size > mostNames && oldest !== undefined) issued.delete(oldest)
      return certificate
    },
    transport: createNodeTransport({
      secureContext: createSecureContext({ ca: [authority.certificate, ...getCACertificates('default')] }),
    }),
  }
}

/** Names that nobody on the public web can have: `localhost` and all below, a compose service, Docker's name for the host. */
function isLocal(name: string): boolean {
  if (!/^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?$/.test(name)) return false
  return !name.includes('.') || name.endsWith('.localhost') || name === 'host.docker.internal'
}

/** Of this machine: a container is reached by its own. */
function addresses(): string[] {
  const own = Object.values(networkInterfaces()).flatMap((some) => (some ?? []).map(({ address }) => address))
  return [...new Set(['127.0.0.1', '::1', ...own.filter((address) => !address.includes('%'))])]
}
