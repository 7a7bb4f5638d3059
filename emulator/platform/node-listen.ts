// A TCP port of a Node process: node:http or node:https, with limits for slow but honest clients, behind the web's Request and Response.
import { sourceOf } from '../body/byte-source.ts'
import { createServer, IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { keepTarget } from '../sent-url.ts'
import type { Adaptor, Handler } from './node-adaptor.ts'
import { type BodilessRequest, bodilessRequest, hasDots } from './node-bodiless-request.ts'
import { discardReceived } from './node-received.ts'
import { receiveBody } from './node-received-body.ts'
import { spell, SpelledResponse } from './node-spelled-response.ts'
import { directBody, sendDirectly } from './node-stream-response.ts'
import { asResponse, type Plain, PlainResponse } from './node-plain-response.ts'
import { tlsMistake } from './node-tls-mistakes.ts'
import type { Listener, ListenOptions } from './platform.ts'
import { PortUnavailable } from './port-unavailable.ts'

const serverOptions = {
  ServerResponse: SpelledResponse,
  /** Signed requests of the 2016 SDKs carry everything in the query, so more than Node's 16 KiB. */
  maxHeaderSize: 64 * 1024,
  headersTimeout: 60_000,
  /** None: an upload may take as long as it keeps coming. */
  requestTimeout: 0,
  /** Longer than clients keep idle connections (browsers, Go and Java take up to a minute), so that none is reused while it closes. */
  keepAliveTimeout: 75_000,
}

/** For requests in flight when the port is closed. */
const closePatience = 10_000
/** How long a client that was already answered may be silent before the rest of its request is given up. */
const drainPatience = 10_000

/**
 * Listens on a TCP port.
 * @throws {PortUnavailable} when the port is taken, forbidden, or the host is not one of this machine
 */
export async function listenOnNode(options: ListenOptions): Promise<Listener> {
  const { host, port, fetch, tls, onMistake } = options
  const handle: Handler = (request, { incoming }) => {
    if (incoming instanceof IncomingMessage) receiveBody(request, incoming)
    if (incoming.url !== undefined && hasDots(incoming.url)) keepTarget(request, incoming.url)
    const response = fetch(request, incoming.socket)
    return response instanceof Promise ? response.then(asResponse) : asResponse(response)
  }
  let adaptor: Adaptor | undefined
  /** At once, unless it has to be loaded yet. */
  function adapted(then: (adaptor: Adaptor) => void, outgoing: ServerResponse): void {
    if (adaptor) return then(adaptor)
    import('./node-adaptor.ts').then(
      ({ adaptorFor }) => then((adaptor ??= adaptorFor(host, handle))),
      (error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined),
    )
  }
  const scheme = tls ? 'https' : 'http'
  const conversations = new WeakMap<Duplex, Conversation>()
  const inFlight = new Set<ServerResponse>()
  /** Connections that have not asked anything yet, by their other ends: browsers open some in advance. */
  const silent = new Map<string, Socket>()
  const mistakes = new Set<string>()
  let closing = false
  let opening = port

  const server = tls
    ? await (await import('./node-tls-server.ts')).createTlsServer(tls, serverOptions, respond)
    : createServer(serverOptions, respond)
  /** For every answer alike: a closure for each, and one around it that listens once, would cost more than it does. */
  function leave(this: ServerResponse): void {
    inFlight.delete(this)
    const conversation = conversations.get(this.req.socket)
    conversation?.unanswered.delete(this)
    if (conversation?.mistake) refuseInTurn(conversation, this.req.socket)
    if (closing) setImmediate(() => server.closeIdleConnections())
  }
  function respond(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { socket } = incoming
    const conversation = conversations.get(socket)
    if (conversation) {
      conversation.incoming = incoming
      conversation.outgoing = outgoing
      conversation.unanswered.add(outgoing)
    } else {
      silent.delete(peerOf(socket))
      conversations.set(socket, { incoming, outgoing, unanswered: new Set([outgoing]), mistake: undefined })
    }
    inFlight.add(outgoing)
    if (closing) outgoing.shouldKeepAlive = false
    outgoing.on('close', leave)
    // Listeners cost; what has no body, as nearly every GET, needs no more.
    if (mayBringBody(incoming)) {
      outgoing.once('finish', () => {
        if (!incoming.complete) drain(incoming)
      })
      // Either side may be the last: an early answer, or the rest of a request that has been answered.
      incoming.once('close', () => {
        if (closing) setImmediate(() => server.closeIdleConnections())
      })
    }
    const request = bodilessRequest(incoming, scheme)
    if (request) answerBodiless(request, incoming, outgoing)
    else adapted((adaptor) => adaptor.answer(incoming, outgoing), outgoing)
  }
  /** Nearly every request, and nearly all of them are answered by a text or few bytes: past the adaptor, which knows neither. */
  function answerBodiless(request: BodilessRequest, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const send = (response: Response): void => {
      const plain = response instanceof PlainResponse && request.method === 'GET' ? response.plain : undefined
      if (plain) return sendPlain(outgoing, response.status, plain)
      const body = request.method === 'GET' ? directBody(response) : undefined
      if (body) sendDirectly(outgoing, response, sourceOf(body)).catch(fail)
      else sendMade(() => asResponse(response))
    }
    const sendMade = (make: () => Response): void =>
      adapted((adaptor) => adaptor.send(make, incoming, outgoing), outgoing)
    const fail = (error: unknown): void =>
      sendMade(() => {
        throw error
      })
    try {
      const response = fetch(request, incoming.socket)
      if (!(response instanceof Promise)) return send(response)
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) request.abort()
      })
      response.then(send).catch(fail)
    } catch (error) {
      fail(error)
    }
  }
  // An Expect that asks for something else than to go on is none: S3 answers as if it were not there.
  server.on('checkExpectation', respond)
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    silent.set(peer, socket)
    socket.once('close', () => silent.delete(peer))
  })
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    const destroySoon = socket.destroySoon.bind(socket)
    // Node and the adaptor close by this while the body of a refused request is still arriving; the kernel would then reset the
    // connection, and the client would lose the answer. So the connection is read to the end of the request first.
    socket.destroySoon = () => {
      const conversation = conversations.get(socket)
      if (!conversation || conversation.incoming.complete || socket.destroyed) return destroySoon()
      if (!conversation.outgoing.shouldKeepAlive) conversation.incoming.once('close', destroySoon)
    }
  })
  server.on('clientError', (error: Mistaken, socket) => {
    tell(error)
    const conversation = conversations.get(socket)
    if (conversation) {
      conversation.mistake ??= error
      refuseInTurn(conversation, socket)
    } else refuse(error, socket, false)
    if (error.rawPacket) discardReceived(error.rawPacket)
  })
  server.on('tlsClientError', tell)
  function tell(error: Error): void {
    const mistake = tlsMistake(error, opening)
    if (mistake === undefined || mistakes.has(mistake)) return
    mistakes.add(mistake)
    onMistake?.(mistake)
  }

  await opened(server, host, port)
  ;({ port: opening } = server.address() as AddressInfo)
  return {
    port: opening,
    async close() {
      closing = true
      for (const outgoing of inFlight) outgoing.shouldKeepAlive = false
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      for (const socket of silent.values()) socket.destroy()
      const timer = setTimeout(() => server.closeAllConnections(), closePatience)
      await closed
      clearTimeout(timer)
    },
  }
}

/** What has been said on a connection. */
interface Conversation {
  /** The request that came last, and its answer. */
  incoming: IncomingMessage
  outgoing: ServerResponse
  /** Answers that have not left yet; several where a client does not wait for one before it asks again. */
  readonly unanswered: Set<ServerResponse>
  /** What could not be read, behind those or within the last. */
  mistake: Mistaken | undefined
}

/** Refuses what could not be read once all that was asked before it is answered: a client takes answers in the order of its requests. */
function refuseInTurn({ incoming, outgoing, unanswered, mistake }: Conversation, socket: Duplex): void {
  if (!mistake) return
  const isWithin = !incoming.complete
  const before = unanswered.size - (isWithin && unanswered.has(outgoing) ? 1 : 0)
  if (before === 0 || mistake.code === 'ECONNRESET') refuse(mistake, socket, isWithin && outgoing.headersSent)
}

/** What Node could not read, or could no more: it tells of each packet that still arrives. */
interface Mistaken extends NodeJS.ErrnoException {
  rawPacket?: Uint8Array
}

/** All headers at once, as Node takes them soonest: one by one they took a twentieth of a small answer. */
function sendPlain(outgoing: ServerResponse, status: number, { body, headers }: Plain): void {
  // Its client may have gone while it was made.
  if (outgoing.destroyed) return
  const flat: string[] = []
  for (const name in headers) flat.push(spell(name), headers[name] ?? '')
  if (headers['content-length'] === undefined && status !== 204 && status !== 304)
    flat.push('Content-Length', String(Buffer.byteLength(body)))
  outgoing.writeHead(status, flat)
  outgoing.end(body)
}

/** Few a GET has a body, and none that anybody reads; but the connection is not free before it has come. */
function mayBringBody({ headers, method }: IncomingMessage): boolean {
  if (method !== 'GET' && method !== 'HEAD') return true
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** The same for a connection and for what TLS makes of it. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/** Reads on and throws away what still arrives of a request that has its answer. */
function drain(incoming: IncomingMessage): void {
  const giveUp = setTimeout(() => incoming.socket.destroy(), drainPatience)
  // A stream over the body that nobody reads any more would hold the rest back.
  incoming.removeAllListeners('data')
  incoming.on('data', (chunk: Buffer) => {
    discardReceived(chunk)
    giveUp.refresh()
  })
  incoming.once('close', () => clearTimeout(giveUp))
  incoming.resume()
}

const statusOf: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Answers what is not HTTP, and closes. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, began: boolean): void {
  if (socket.destroyed || socket.writableEnded) return
  if (began || error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusOf[error.code ?? ''] ?? 400
  const body = `${status} ${STATUS_CODES[status] ?? ''}: ${error.message}\n`
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  // Not at once: what the client has sent unread would make the kernel reset the connection before the answer is read.
  setTimeout(() => socket.destroy(), 500).unref()
}

function opened(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => reject(unavailable(error, host, port))
    server.once('error', refused)
    server.listen(port, host, () => {
      server.off('error', refused)
      // Of single connections that could not be accepted, for want of file descriptors; the others live on.
      server.on('error', (error) => process.emitWarning(error))
      resolve()
    })
  })
}

function unavailable(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const options = { cause: error }
  switch (error.code) {
    case 'EADDRINUSE':
      return new PortUnavailable(port, 'taken', `Port ${port} is taken; free it or choose another`, options)
    case 'EACCES':
    case 'EPERM':
      return new PortUnavailable(
        port,
        'forbidden',
        `Port ${port} needs more rights than this process has; choose one above 1023`,
        options,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new PortUnavailable(port, 'no-such-host', `${host} is no address of this machine`, options)
    default:
      return error
  }
}
