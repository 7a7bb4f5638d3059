// An API of resources by `X-Api-Key` (§3.9, §3.10): JSON in and out, no `.json` in its paths, errors as a list.
import { Hono } from 'hono'
import { BodyAborted, BodyMalformed, BodyTooLarge, readBody } from '../../../body/index.ts'
import { parseJson } from '../../../body/parse-json.ts'
import { answerJson, type Exchange } from '../../../exchange.ts'
import type { World } from '../../../world.ts'
import type { Api } from '../api.ts'
import { apiKeySelector, authenticateApiKey } from '../api-key.ts'
import { blobSink } from '../call.ts'
import { isObject } from '../input.ts'
import { operationFinder } from '../router.ts'
import { answerErrors, malformedBody, noSuchRoute } from './errors.ts'

export interface JsonCall {
  readonly exchange: Exchange
  readonly world: World
  readonly query: URLSearchParams
  /** Empty when none was sent. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Answers what is sent as JSON with 200; undefined is 204 without a body. */
export type JsonHandler = (call: JsonCall, path: Readonly<Record<string, string>>) => unknown

export type JsonRoute = readonly [
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  operation: string,
  handler: JsonHandler,
]

/** @param prefix also named in `service.ts` */
export function createJsonApi(prefix: string, routes: readonly JsonRoute[]): Api {
  const router = new Hono<{ Bindings: { exchange: Exchange } }>({
    getPath: (_request, options) => routePath(prefix, options?.env as { exchange?: Exchange } | undefined),
  })
  for (const [method, path, operation, handler] of routes) {
    router.on(method, path, async (c) => {
      const { exchange } = c.env
      exchange.operation = operation
      const { world } = exchange
      const call = { exchange, world, query: new URLSearchParams(exchange.query), body: await readJson(exchange) }
      const value = await handler(call, c.req.param())
      return value === undefined ? new Response(null, { status: 204 }) : answerJson(exchange, 200, value)
    })
  }
  router.notFound(({ env: { exchange } }) => {
    throw noSuchRoute(exchange.request.method, exchange.path)
  })
  router.onError((error) => {
    throw error
  })

  const operationOf = operationFinder([prefix], routes)
  return {
    prefixes: [prefix],
    select: apiKeySelector,
    operationOf,
    async handle(exchange) {
      try {
        authenticateApiKey(exchange)
        return await router.fetch(exchange.request, { exchange })
      } catch (error) {
        exchange.operation ??= operationOf(exchange)
        const answer = answerErrors(exchange, error)
        if (!answer) throw error
        return answer
      }
    },
  }
}

/** Without slashes at the end. */
function routePath(prefix: string, env: { exchange?: Exchange } | undefined): string {
  return (env?.exchange?.path ?? prefix).slice(prefix.length).replace(/\/+$/, '') || '/'
}

/** @throws {ListedErrors} 400 */
async function readJson(exchange: Exchange): Promise<Record<string, unknown>> {
  const { request, world } = exchange
  if (request.method === 'GET' || request.body === null || request.headers.get('content-length') === '0') return {}
  const type = request.headers.get('content-type') ?? ''
  // Over a socket, what is without a body looks like what has one.
  if (type === '' && (await isEmpty(request.body))) return {}
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw malformedBody(`must be JSON, sent as application/json, not as ${type || 'nothing'}`)
  try {
    const body = await readBody(request, { sink: blobSink(world.blobs), deepestJson: deepest })
    const text = 'text' in body ? body.text : ''
    exchange.requestBody = text
    if (body.kind === 'deep-json') throw malformedBody(`must not be nested deeper than ${deepest}`)
    return text.trim() === '' ? {} : await parse(text)
  } catch (error) {
    if (error instanceof BodyTooLarge) throw malformedBody(`must not be larger than ${error.limit} bytes`)
    if (error instanceof BodyMalformed) throw malformedBody(error.message)
    if (error instanceof BodyAborted) throw malformedBody('broke off')
    throw error
  }
}

async function isEmpty(body: ReadableStream<Uint8Array>): Promise<boolean> {
  for await (const chunk of body) if (chunk.length > 0) return false
  return true
}

/** Far more than any document of the API; far less than what a recursion could not bear. */
const deepest = 32

async function parse(text: string): Promise<Record<string, unknown>> {
  let value: unknown
  try {
    value = await parseJson(text)
  } catch (error) {
    throw malformedBody(`is not valid JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!isObject(value)) throw malformedBody('must be a JSON object')
  return value
}
