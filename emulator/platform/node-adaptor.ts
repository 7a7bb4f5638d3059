// The web's Request and Response over Node's, by Hono's adaptor. Loaded by the first request that needs more than its stand-ins: all of Node's
// fetch comes with it.
import { getRequestListener, RequestError } from '@hono/node-server'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { ConnectionReset } from '../faults/connection-reset.ts'
import { wantsLightGlobals } from './node-globals.ts'
import { relateNow } from './node-stand-ins.ts'

if (wantsLightGlobals()) {
  // First: the light ones look into what they take for their own, `new Response(null, response)` of a stand-in say, and fail.
  relateNow()
  getRequestListener(() => new Response(), { overrideGlobalObjects: true })
}

/** Answers a request that has become one of the web's. */
export type Handler = Parameters<typeof getRequestListener>[0]

export interface Adaptor {
  /** Has the handler answer. */
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void
  /** Sends what is made, or what becomes of it when that throws. */
  send: (make: () => Response, incoming: IncomingMessage, outgoing: ServerResponse) => void
}

/** @param host of requests that name none */
export function adaptorFor(host: string, handle: Handler): Adaptor {
  // Globals stay as they are: this also runs inside other people's processes.
  const options = { hostname: authority(host), overrideGlobalObjects: false, errorHandler: breakOff }
  const answer = getRequestListener(handle, options)
  let made = (): Response => new Response(null, { status: 500 })
  /** Sends what was made before it was called: the adaptor asks for it at once. */
  const sendMade = getRequestListener(() => made(), options)
  return {
    answer: (incoming, outgoing) => void answer(incoming, outgoing),
    send(make, incoming, outgoing) {
      made = make
      void sendMade(incoming, outgoing)
    },
  }
}

/** What was to break breaks, and is answered by nothing; any other failure is the client's, or one of ours. */
function breakOff(error: unknown): Response | undefined {
  if (error instanceof RequestError) return new Response(null, { status: 400 })
  if (!(error instanceof ConnectionReset) || !(error.peer instanceof Socket)) return new Response(null, { status: 500 })
  const { peer } = error
  // TLS has no reset of its own: without its end, the client sees that it was cut off.
  if ('encrypted' in peer) peer.destroy()
  else peer.resetAndDestroy()
  return undefined
}

function authority(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
