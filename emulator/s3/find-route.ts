// Which operation a request asks for.
import { methodNotAllowed, notImplemented } from './errors.ts'
import type { Query } from './query.ts'
import { notServed, type Route, routeOf, type Scope } from './routes.ts'

/** @throws {S3Error} NotImplemented, MethodNotAllowed */
export function findRoute(request: Request, query: Query, bucket: string, key: string): Route {
  const { method } = request
  const scope: Scope = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object'
  const copies = method === 'PUT' && scope === 'object' && request.headers.has('x-amz-copy-source')
  for (const name of query.names()) {
    const route = routeOf(method, scope, copies ? `${name} x-amz-copy-source` : name) ?? routeOf(method, scope, name)
    if (route && name !== '') return route
    if (notServed.has(name)) throw notImplemented(name)
  }
  const route = routeOf(method, scope, copies ? 'x-amz-copy-source' : '')
  if (!route) throw methodNotAllowed(method, scope.toUpperCase())
  return route
}
