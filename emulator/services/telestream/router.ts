// From a call to its handler: the routes of one API, matched without version and `.json`.
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import { answerJson, answerJsonText, type Exchange } from '../../exchange.ts'
import type { Call } from './call.ts'
import { badRequest, noSuchRoute, onlyJson } from './errors.ts'
import type { PathParameters, Route } from './routes.ts'

/**
 * Answers calls by these routes, with 200 and JSON; at once, where the handler answers at once. Hono's router is used without its
 * contexts and promises: what reads an entity is the hottest path of the double.
 * @throws {TelestreamError} 404 for a path or method that is none; and what the handler throws
 */
export function createRouter(routes: readonly Route[]): (call: Call) => Response | Promise<Response> {
  const router = matcherOf(routes)
  return function route(call) {
    const { method } = call.exchange.request
    const [[found] = [], stash] = router.match(method === 'HEAD' ? 'GET' : method, routePath(call.resourcePath))
    if (!found) throw noSuchRoute(method, call.exchange.path)
    const [[, , operation, handler], parameters] = found
    call.exchange.operation = operation
    const answer = handler(call, readParameters(parameters, stash))
    return answer instanceof Promise ? answer.then((value) => reply(call, value)) : reply(call, answer)
  }
}

/** What a handler answers that has its JSON already. */
export class JsonText {
  readonly text: string

  constructor(value: unknown) {
    this.text = JSON.stringify(value)
  }
}

type Named = readonly [method: string, path: string, operation: string, ...unknown[]]

function matcherOf<R extends Named>(routes: readonly R[]): SmartRouter<R> {
  const router = new SmartRouter<R>({ routers: [new RegExpRouter(), new TrieRouter()] })
  for (const route of routes) router.add(route[0], route[1], route)
  return router
}

/** Answers what these routes call a request; made by the first who asks. */
export function operationFinder(
  prefixes: readonly string[],
  routes: readonly Named[],
): (exchange: Exchange) => string | undefined {
  let router: SmartRouter<Named> | undefined
  return function operationOf({ request: { method }, path }) {
    router ??= matcherOf(routes)
    const prefix = prefixes.find((mount) => path.startsWith(`${mount}/`)) ?? ''
    const [[found] = []] = router.match(method === 'HEAD' ? 'GET' : method, routePath(path.slice(prefix.length)))
    return found?.[0][2]
  }
}

function reply({ exchange }: Call, value: unknown): Response {
  const response =
    value instanceof JsonText ? answerJsonText(exchange, 200, value.text) : answerJson(exchange, 200, value)
  return exchange.request.method === 'HEAD' ? new Response(null, response) : response
}

/** The routers answer either the parameters, or where they are among the matches. */
function readParameters(
  parameters: Record<string, string | number>,
  stash: readonly string[] | undefined,
): PathParameters {
  const read: Record<string, string> = {}
  for (const name in parameters) {
    const value = parameters[name] ?? ''
    read[name] = decode(typeof value === 'number' ? (stash?.[value] ?? '') : value)
  }
  return read
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest('The path is not percent-encoded UTF-8')
  }
}

/** @throws {TelestreamError} 400 for a path without `.json` */
export function refuseOtherFormats({ path }: Exchange): void {
  if (!path.endsWith('.json') && !/\.json\/*$/.test(path)) throw onlyJson()
}

/** Without `.json`, which panda_client_python writes twice (§3.3), and without slashes that Python and PHP trim. */
function routePath(path: string): string {
  return path.replace(/^\/*/, '/').replace(/(\.json)+\/*$/, '')
}
