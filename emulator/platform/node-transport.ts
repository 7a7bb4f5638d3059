// Node's sockets for outbound requests, pinned to addresses that the guard has checked.
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { OutboundRefused } from '../outbound/refused.ts'
import type { Transport, TransportRequest, TransportResponse } from '../outbound/transport.ts'
import { startTimer } from './node-timer.ts'

// Agents of our own: no connection outlives its exchange (the next one is checked anew), and NODE_USE_ENV_PROXY, which makes
// the global agents connect somewhere else, has no effect.
const httpAgent = new http.Agent({ keepAlive: false })
const httpsAgent = new https.Agent({ keepAlive: false })

const bodiless = new Set([204, 205, 304])

/** Every address of a name as the operating system sees it: hosts file, container network and DNS. */
export async function resolveHost(hostname: string): Promise<string[]> {
  const answers = await lookup(hostname, { all: true, order: 'verbatim' })
  return answers.map(({ address }) => address)
}

/** Answers Node's own look-up, which it makes while it connects, with what was checked. */
function pinned(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }))
  return (hostname, options, callback) => {
    const fitting = answers.filter(({ family }) => !options.family || options.family === family)
    const [first] = fitting
    if (first === undefined)
      callback(new Error(`No checked address of ${hostname} is of family ${options.family}`), '', 0)
    else if (options.all) callback(null, fitting)
    else callback(null, first.address, first.family)
  }
}

function responseHeaders(message: http.IncomingMessage): Headers {
  const headers = new Headers()
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i] ?? '', message.rawHeaders[i + 1] ?? '')
  }
  return headers
}

/**
 * Makes a transport over node:http and node:https.
 * @param options.idleMs how long a connection may be silent; default 30 s
 * @param options.secureContext whom to trust; default those whom the process trusts
 */
export function createNodeTransport(options: { idleMs?: number; secureContext?: SecureContext } = {}): Transport {
  const { idleMs = 30_000, secureContext } = options
  return {
    resolve: resolveHost,

    startTimer,

    send: ({ url, addresses, method, headers, body, signal }: TransportRequest) =>
      new Promise<TransportResponse>((resolve, reject) => {
        const secure = url.protocol === 'https:'
        // Node connects to an address without a look-up, so an address is put in as it was checked (0.0.0.0 as 127.0.0.1).
        const literal = url.hostname.startsWith('[') || isIP(url.hostname) !== 0
        const request = (secure ? https : http).request({
          agent: secure ? httpsAgent : httpAgent,
          hostname: literal ? addresses[0] : url.hostname,
          port: url.port === '' ? undefined : url.port,
          path: url.pathname + url.search,
          method,
          // The bytes as they are stored, not a compressed form of them.
          headers: { 'accept-encoding': 'identity', ...Object.fromEntries(headers), host: url.host },
          lookup: pinned(addresses),
          signal,
          ...(secureContext && { secureContext }),
        })
        let answer: http.IncomingMessage | undefined
        request.setTimeout(idleMs, () => {
          const silent = new OutboundRefused('timeout', `${url.host} was silent for ${idleMs} ms`)
          // Once there is an answer, its reader is the one to tell.
          answer?.destroy(silent)
          request.destroy(silent)
        })
        request.on('error', reject)
        request.on('response', (message) => {
          answer = message
          try {
            const status = message.statusCode ?? 0
            const empty = method === 'HEAD' || bodiless.has(status)
            if (empty) message.resume()
            resolve({ status, headers: responseHeaders(message), body: empty ? null : Readable.toWeb(message) })
          } catch (error) {
            request.destroy()
            reject(error)
          }
        })
        request.end(body)
      }),
  }
}

/** The sockets of this process. */
export const nodeTransport: Transport = createNodeTransport()
