// A fault as it is told: in the words in which it was asked for, with what it has done so far.
import { defined } from '../defined.ts'
import { type FaultEffect, isOver, type StoredFault } from './model.ts'

export interface Fault extends Omit<
  StoredFault,
  'effect' | 'kind' | 'window' | 'from' | 'until' | 'createdAt' | 'lastFiredAt'
> {
  /** `over`: it can happen no more. `waiting`: its time has not come. */
  state: 'active' | 'waiting' | 'over'
  /** What it does: `{ error: 'unavailable' }`. */
  effect: Readonly<Record<string, unknown>>
  /** ISO instants, in the world's time. */
  from?: string
  until?: string
  createdAt: string
  lastFiredAt?: string
}

/** @param now ms of the world's clock */
export function describeFault(fault: StoredFault, now: number): Fault {
  const { kind: _kind, window: _window, effect, from, until, createdAt, lastFiredAt, ...rest } = fault
  return {
    ...rest,
    state: isOver(fault, now) ? 'over' : from !== undefined && from > now ? 'waiting' : 'active',
    effect: describeEffect(effect),
    createdAt: iso(createdAt),
    ...(from !== undefined && { from: iso(from) }),
    ...(until !== undefined && { until: iso(until) }),
    ...(lastFiredAt !== undefined && { lastFiredAt: iso(lastFiredAt) }),
  }
}

function describeEffect(effect: FaultEffect): Record<string, unknown> {
  switch (effect.kind) {
    case 'error': {
      const details = Object.keys(effect.details).length > 0 ? effect.details : undefined
      return defined({ error: effect.error, details, when: effect.after ? 'after' : undefined })
    }
    case 'latency':
      return { latency: { ms: effect.ms, clock: effect.clock } }
    case 'rate-limit':
      return { rateLimit: { limit: effect.limit, window: effect.windowMs } }
    case 'truncate':
      return { truncate: { bytes: effect.bytes } }
    case 'slow':
      return { slow: { bytesPerSecond: effect.bytesPerSecond, clock: effect.clock } }
    case 'reset':
      return { reset: defined({ afterBytes: effect.afterBytes, when: effect.after ? 'after' : 'before' }) }
    case 'disorder':
      return { disorder: defined({ by: effect.byMs, within: effect.byMs === undefined ? effect.withinMs : undefined }) }
    default:
      return { [effect.kind]: true }
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
