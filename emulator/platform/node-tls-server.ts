// node:https with the double's own certificates; loaded only when they are wanted.
import type { RequestListener, ServerOptions } from 'node:http'
import { createServer, type Server } from 'node:https'
import { createSecureContext, type SecureContext } from 'node:tls'
import { callbackify } from 'node:util'
import type { Certificate, Tls } from './platform.ts'

/** ms; a client that connects and says nothing. */
const handshakeTimeout = 20_000

export async function createTlsServer(tls: Tls, options: ServerOptions, listener: RequestListener): Promise<Server> {
  const contexts = new WeakMap<Certificate, SecureContext>()
  async function contextFor(name: string): Promise<SecureContext> {
    const certificate = await tls.certificateFor(name)
    const context =
      contexts.get(certificate) ?? createSecureContext({ cert: certificate.certificate, key: certificate.key })
    contexts.set(certificate, context)
    return context
  }
  const { certificate, key } = await tls.certificateFor(undefined)
  return createServer(
    {
      ...options,
      handshakeTimeout,
      cert: certificate,
      key,
      SNICallback: callbackify(contextFor),
    },
    listener,
  )
}
