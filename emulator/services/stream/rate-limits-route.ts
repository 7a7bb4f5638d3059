// GET /rate_limits: what is left of each operation (§5.1).
import type { Call } from './call.ts'
import { type Platform, platforms, rateOf } from './rate-limits.ts'
import type { Route } from './route.ts'

/** @param operations those that are told of where a client names none; a client may name any. */
export function rateLimitsRoute(operations: readonly string[]): Route {
  function get(call: Call): object {
    const asked = platforms.filter((platform) => call.flag(platform))
    const named = (call.query.get('endpoints') ?? '').split(',').filter(Boolean)
    const told = named.length > 0 ? named : [...new Set(operations)]
    const ratesOn = (platform: Platform) =>
      Object.fromEntries(told.map((operation) => [operation, rateOf(call.world, operation, platform)]))
    return Object.fromEntries((asked.length > 0 ? asked : platforms).map((platform) => [platform, ratesOn(platform)]))
  }
  return { method: 'GET', path: '/rate_limits', operation: 'GetRateLimits', serverOnly: true, handle: get }
}
