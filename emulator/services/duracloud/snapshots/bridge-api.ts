// The bridge's own API, as far as the preservation system and people use it: `/bridge/…`, JSON, for root alone (§2.7).
import { BodyAborted, BodyTooLarge } from '../../../body/index.ts'
import { answerText, type Exchange } from '../../../exchange.ts'
import { deepestJson } from '../../../body/is-deeper.ts'
import { parseJson } from '../../../body/parse-json.ts'
import { wholeText, type WholeText } from '../../../body/whole-text.ts'
import type { World } from '../../../world.ts'
import { accountHost } from '../account.ts'
import { authenticate, hasRole } from '../auth.ts'
import { errorPage, unauthorized } from '../errors.ts'
import { type Json, prettyJson } from '../tasks/jackson-writer.ts'
import { BridgeError } from './bridge-error.ts'
import * as restores from './restores.ts'
import { preserve } from './snapshot-steps.ts'
import * as snapshots from './snapshots.ts'

export const bridgePrefix = '/bridge'

interface Asked {
  world: World
  id: string
  query: URLSearchParams
  body: Record<string, unknown>
}

type Route = readonly [
  method: string,
  path: RegExp,
  operation: string,
  status: number,
  handler: (asked: Asked) => Json | Promise<Json>,
]

/** The first whose path matches answers. */
export const bridgeRoutes: readonly Route[] = [
  ['GET', /^\/snapshot\/?$/, 'snapshots', 200, ({ world, query }) => snapshots.list(world, storeOf(query))],
  [
    'GET',
    /^\/snapshot\/total$/,
    'snapshots-total',
    200,
    ({ world, query }) => snapshots.totals(world, storeOf(query), query.get('status') ?? ''),
  ],
  ['GET', /^\/snapshot\/([^/]+)$/, 'snapshot', 200, ({ world, id }) => snapshots.details(world, id)],
  [
    'GET',
    /^\/snapshot\/([^/]+)\/content$/,
    'snapshot-content',
    200,
    ({ world, id, query }) => snapshots.contents(world, id, { ...pageOf(query), prefix: query.get('prefix') ?? '' }),
  ],
  [
    'GET',
    /^\/snapshot\/([^/]+)\/history$/,
    'snapshot-history',
    200,
    ({ world, id, query }) => snapshots.historyOf(world, id, pageOf(query)),
  ],
  [
    'POST',
    /^\/snapshot\/([^/]+)\/complete$/,
    'snapshot-complete',
    200,
    async ({ world, id, body }) => {
      const given = Array.isArray(body.alternateIds) ? body.alternateIds : []
      await preserve(world, id, given.map(String))
      return { description: 'Snapshot complete request processed', status: 'CLEANING_UP' }
    },
  ],
  [
    'POST',
    /^\/snapshot\/([^/]+)\/error$/,
    'snapshot-error',
    200,
    ({ world, id, body }) => snapshots.fail(world, id, typeof body.error === 'string' ? body.error : ''),
  ],
  ['POST', /^\/snapshot\/([^/]+)\/cancel$/, 'snapshot-cancel', 200, ({ world, id }) => snapshots.cancel(world, id)],
  ['POST', /^\/snapshot\/([^/]+)\/restart$/, 'snapshot-restart', 202, ({ world, id }) => snapshots.restart(world, id)],
  [
    'GET',
    /^\/restore\/by-snapshot\/([^/]+)$/,
    'restore-by-snapshot',
    200,
    ({ world, id }) => restores.detailsBySnapshot(world, id),
  ],
  ['GET', /^\/restore\/([^/]+)$/, 'restore', 200, ({ world, id }) => restores.details(world, id)],
  ['POST', /^\/restore\/([^/]+)\/complete$/, 'restore-complete', 200, ({ world, id }) => restores.retrieved(world, id)],
  ['POST', /^\/restore\/([^/]+)\/cancel$/, 'restore-cancel', 200, ({ world, id }) => restores.cancel(world, id)],
  ['POST', /^\/restore\/([^/]+)\/restart$/, 'restore-restart', 200, ({ world, id }) => restores.restart(world, id)],
]

function decode(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    throw errorPage(400, 'Invalid URI: the path is not percent-encoded UTF-8')
  }
}

/** The store whose snapshots are asked for; an account at another host has none here. */
function storeOf(query: URLSearchParams): string {
  const known = query.get('host') === accountHost
  return known ? (query.get('storeId') ?? '') : ''
}

/** @throws {BridgeError} 404 for what is no number, as JAX-RS has it */
function pageOf(query: URLSearchParams): snapshots.Page {
  return snapshots.pageOf(wholeNumber(query.get('page')), wholeNumber(query.get('pageSize')))
}

function wholeNumber(text: string | null): number {
  if (text !== null && !/^-?\d{1,9}$/.test(text)) throw new BridgeError(404, 'Not Found')
  return Number(text ?? 0)
}

/** What the journal calls a request to the bridge. */
export function bridgeOperation({ path, request }: Exchange): string | undefined {
  const rest = path.slice(bridgePrefix.length)
  const route = bridgeRoutes.find(([method, pattern]) => method === request.method && pattern.test(rest))
  return route && `bridge.${route[2]}`
}

export async function handleBridge(exchange: Exchange): Promise<Response> {
  const { request, world, path } = exchange
  if (!hasRole(authenticate(exchange), 'ROLE_ROOT')) throw unauthorized('The bridge is for root alone')
  const rest = path.slice(bridgePrefix.length)
  const route = bridgeRoutes.find(([method, pattern]) => method === request.method && pattern.test(rest))
  if (!route) throw errorPage(404, 'Not Found')
  const [, pattern, operation, status, handler] = route
  exchange.operation = `bridge.${operation}`
  const [, id = ''] = pattern.exec(rest) ?? []
  const json = { 'content-type': 'application/json' }
  try {
    const body = await readJson(exchange)
    const asked = { world, id: decode(id), query: new URLSearchParams(exchange.query), body }
    return answerText(exchange, status, prettyJson(await handler(asked)), json)
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error
    return answerText(exchange, error.status, prettyJson({ message: error.message }), json)
  }
}

/** Bytes. */
const limit = 1024 * 1024

/** @throws {BridgeError} 400, 413 */
async function readBody(request: Request): Promise<WholeText> {
  try {
    return await wholeText(request, { maxBytes: limit, deepest: deepestJson })
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new BridgeError(413, `The body is larger than ${limit} bytes`)
    if (error instanceof BodyAborted) throw new BridgeError(400, 'The request broke off')
    throw error
  }
}

/** The members of a JSON object; none when there is no body. @throws {BridgeError} 400 */
async function readJson(exchange: Exchange): Promise<Record<string, unknown>> {
  const { text, isDeeper } = await readBody(exchange.request)
  exchange.requestBody = text
  if (isDeeper) throw new BridgeError(400, 'The body is no JSON object')
  if (text.trim() === '') return {}
  try {
    const value = await parseJson(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new BridgeError(400, 'The body is no JSON object')
}
