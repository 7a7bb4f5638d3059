// The signed encoding API, V2 and V3.0.
import type { Exchange } from '../../exchange.ts'
import type { Api } from './api.ts'
import { authenticate, credentialKey } from './auth.ts'
import { type Call, dropFile, prefixesOf, readCall } from './call.ts'
import { answerError } from './errors.ts'
import { allowPages, isPageUpload, isPreflight } from './page-uploads.ts'
import { createRouter, operationFinder, refuseOtherFormats } from './router.ts'
import { routes } from './routes.ts'

/** A call, or the error that reading it ended in: the world is chosen first, then the error is answered in its journal. */
type Reading = { call: Call } | { error: unknown }

const route = createRouter(routes)

function read(exchange: Exchange): Reading | Promise<Reading> {
  try {
    const call = readCall(exchange)
    return call instanceof Promise
      ? call.then(
          (read) => ({ call: read }),
          (error: unknown) => ({ error }),
        )
      : { call }
  } catch (error) {
    return { error }
  }
}

/** The parameters of a GET are read at once; a body is waited for, because the credential may stand in it (gem, PHP). */
function select(exchange: Exchange): string | undefined | Promise<string | undefined> {
  const reading = read(exchange)
  return reading instanceof Promise ? reading.then((done) => keep(exchange, done)) : keep(exchange, reading)
}

function keep(exchange: Exchange, reading: Reading): string | undefined {
  exchange.parsed = reading
  return 'call' in reading ? credentialKey(reading.call.parameters) : undefined
}

function handle(exchange: Exchange): Response | Promise<Response> {
  const reading = (exchange.parsed as Reading | undefined) ?? read(exchange)
  return reading instanceof Promise ? reading.then((done) => answer(exchange, done)) : answer(exchange, reading)
}

function answer(exchange: Exchange, reading: Reading): Response | Promise<Response> {
  if (isPreflight(exchange)) return allowPages(exchange, new Response(null, { status: 204 }))
  const answered = answerCall(exchange, reading)
  if (!isPageUpload(exchange.request)) return answered
  return Promise.resolve(answered).then((response) => allowPages(exchange, response))
}

function answerCall(exchange: Exchange, reading: Reading): Response | Promise<Response> {
  if ('error' in reading) return refuse(exchange, reading.error)
  const { call } = reading
  let pending = false
  try {
    refuseOtherFormats(exchange)
    const proving = authenticate(call)
    const response = proving ? proving.then(() => route(call)) : route(call)
    if (!(response instanceof Promise)) return response
    pending = true
    return response.catch((error: unknown) => refuse(exchange, error)).finally(() => dropFile(call))
  } catch (error) {
    return refuse(exchange, error)
  } finally {
    if (!pending) dropFile(call)
  }
}

function refuse(exchange: Exchange, error: unknown): Response {
  // Who is refused has not come as far as the routes.
  exchange.operation ??= operationOf(exchange)
  const refusal = answerError(exchange, error)
  if (!refusal) throw error
  return refusal
}

/** Lets go of a file that came with a request that is not handled. */
export function dropCall({ parsed }: Exchange): void {
  const reading = parsed as Reading | undefined
  if (reading && 'call' in reading) dropFile(reading.call)
}

const prefixes = prefixesOf('v2', 'v3.0')
const operationOf = operationFinder(prefixes, routes)

export const signedApi: Api = { prefixes, select, handle, operationOf }
