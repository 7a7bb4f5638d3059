// Limits of rate (§5.1): requests are counted by operation and platform, a minute at a time, by the world's clock.
import type { World } from '../../world.ts'
import { type Caller, callerName } from './caller.ts'
import { tooManyRequests } from './errors.ts'

export const platforms = ['server_side', 'android', 'ios', 'web', 'unity'] as const
export type Platform = (typeof platforms)[number]

export interface Rate {
  readonly limit: number
  readonly remaining: number
  /** Seconds since 1970. */
  readonly reset: number
}

const minute = 60_000
/** What answers tell where no limit is set; nobody is refused then, because a frozen clock has no next minute. */
const told = 60_000

interface Counted {
  minute: number
  requests: Map<string, number>
}

/** Not kept with the state: a count that is written would make every read a write. */
const counters = new WeakMap<World, Counted>()

export function platformOf({ headers }: Request, caller: Caller | undefined): Platform {
  if (caller === undefined || caller.kind === 'server') return 'server_side'
  // `stream-video-react-v1.2.3|os=iOS|browser=Safari` is a web client: its own name comes first.
  const [client = ''] = headers.get('x-stream-client')?.toLowerCase().split('|') ?? []
  if (client.includes('unity')) return 'unity'
  if (client.includes('android')) return 'android'
  return /swift|ios/.test(client) ? 'ios' : 'web'
}

/** Counts a request and answers what is left. */
export function countRequest(world: World, operation: string, platform: Platform): Rate {
  const { requests } = counted(world)
  const key = `${platform}/${operation}`
  requests.set(key, (requests.get(key) ?? 0) + 1)
  return rateOf(world, operation, platform)
}

export function rateOf(world: World, operation: string, platform: Platform): Rate {
  const { requests, minute: number } = counted(world)
  const limit = limitOf(world, operation) ?? told
  const remaining = Math.max(0, limit - (requests.get(`${platform}/${operation}`) ?? 0))
  return { limit, remaining, reset: ((number + 1) * minute) / 1000 }
}

/** To be asked before the request is counted. @throws {StreamError} 429/9 where a limit is set, and as many have come within the minute */
export function refuseBeyondLimit(world: World, operation: string, platform: Platform, caller: Caller): void {
  const limit = limitOf(world, operation)
  if (limit === undefined || (counted(world).requests.get(`${platform}/${operation}`) ?? 0) < limit) return
  const { reset } = rateOf(world, operation, platform)
  throw tooManyRequests(callerName(caller), Math.max(1, Math.ceil(reset - world.clock.now() / 1000)))
}

/** Begins anew, as a world does that is reset. */
export function forgetCounts(world: World): void {
  counters.delete(world)
}

export function rateHeaders({ limit, remaining, reset }: Rate): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  }
}

function limitOf(world: World, operation: string): number | undefined {
  const limits = world.settings.stream.rateLimits
  return limits[operation] ?? limits['*']
}

function counted(world: World): Counted {
  const now = Math.floor(world.clock.now() / minute)
  let count = counters.get(world)
  if (count?.minute !== now) counters.set(world, (count = { minute: now, requests: new Map() }))
  return count
}
