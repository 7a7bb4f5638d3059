// From a call to its handler: the routes of one API, matched without version and `.json`.
import { Hono } from 'hono'
import { answerJson, type Exchange } from '../../exchange.ts'
import type { Call } from './call.ts'
import { noSuchRoute, onlyJson } from './errors.ts'
import type { Route } from './routes.ts'

/**
 * Answers calls by these routes, with 200 and JSON.
 * @throws {TelestreamError} 404 for a path or method that is none; and what the handler throws
 */
export function createRouter(routes: readonly Route[]): (call: Call) => Response | Promise<Response> {
  const router = new Hono<{ Bindings: { call: Call } }>({
    getPath: (_request, options) => routePath((options?.env as { call?: Call } | undefined)?.call?.resourcePath ?? ''),
  })
  for (const [method, path, operation, handler] of routes) {
    router.on(method, path, async (c) => {
      const { call } = c.env
      call.exchange.operation = operation
      return answerJson(call.exchange, 200, await handler(call, c.req.param()))
    })
  }
  router.notFound(({ env: { call } }) => {
    throw noSuchRoute(call.exchange.request.method, call.exchange.path)
  })
  router.onError((error) => {
    throw error
  })
  return function route(call) {
    return router.fetch(call.exchange.request, { call })
  }
}

/** @throws {TelestreamError} 400 for a path without `.json` */
export function refuseOtherFormats({ path }: Exchange): void {
  if (!/\.json\/*$/.test(path)) throw onlyJson()
}

/** Without `.json`, which panda_client_python writes twice (§3.3), and without slashes that Python and PHP trim. */
function routePath(path: string): string {
  return path.replace(/^\/*/, '/').replace(/(\.json)+\/*$/, '')
}
