// From a path and a method to a route.
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import { inputError, noSuchRoute } from './errors.ts'
import type { Route } from './route.ts'

export interface Match {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** @throws {StreamError} 404/16 for a path that is none, and for a method that the path does not have */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] })
  for (const route of routes) router.add(route.method, route.path, route)
  return function match(method, path) {
    const [[found] = [], stash] = router.match(method, path)
    if (!found) throw noSuchRoute()
    const [route, places] = found
    const parameters: Record<string, string> = {}
    for (const name in places) {
      const place = places[name] ?? ''
      parameters[name] = decode(typeof place === 'number' ? (stash?.[place] ?? '') : place)
    }
    return { route, parameters }
  }
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw inputError('the path is not percent-encoded UTF-8')
  }
}
