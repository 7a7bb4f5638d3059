// What a route of Stream's API is.
import type { Call } from './call.ts'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Without its mount: `/video/call/:type/:id`, `/external_storage/:name`. `call.param('name')` answers what stands there. */
  readonly path: string
  /** OpenAPI's operationId: errors begin with it, and limits of rate are counted by it. */
  readonly operation: string
  /** A user's token is refused with 403/17. */
  readonly serverOnly: boolean
  /**
   * Answers the body of the success, in the vendor's names and without `duration`. POST and PUT are answered 201, all others 200 (§1.9). Dates are
   * `at(ms)` of wire.ts; refusals are thrown, from errors.ts.
   */
  readonly handle: (call: Call) => object | Promise<object>
}

/** A row of a table of routes; most are for users too, whose capabilities decide. */
export const route = (
  method: Route['method'],
  path: string,
  operation: string,
  handle: Route['handle'],
  serverOnly = false,
): Route => ({ method, path, operation, serverOnly, handle })
