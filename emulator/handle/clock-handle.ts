// A world's clock as its user holds it.
import type { ClockMode } from '../time/clock.ts'
import { setClock } from '../time/set-clock.ts'
import type { World } from '../world.ts'
import { type Duration, milliseconds } from './duration.ts'

export interface WorldClock {
  /** What time it is in the world. */
  readonly now: Date
  /** `frozen`: it stands still until it is moved; `real`: it runs. */
  readonly mode: ClockMode
  /**
   * Moves time forward, by a length of time, to an instant, or until no job waits but housekeeping. Jobs that fall due on the
   * way (an encoding's progress, a webhook's retry, an upload's expiry) run in their order, each at its own time.
   * Answers how many ran.
   * @throws {RangeError} for an instant that has passed
   */
  advance: (by: Duration | { to: Date | string } | { until: 'idle' }) => Promise<number>
  /** Freezes it, lets it run, or moves it to any instant, also back. What is left out stays as it is. */
  set: (to: { mode?: ClockMode; now?: Date | string }) => Promise<void>
}

export function clockHandle({ clock, jobs }: Pick<World, 'clock' | 'jobs'>): WorldClock {
  return {
    get now() {
      return new Date(clock.now())
    },
    get mode() {
      return clock.mode
    },
    async advance(by) {
      if (typeof by === 'object' && 'until' in by) return jobs.advanceUntilIdle()
      const now = clock.now()
      const instant = typeof by === 'object' ? instantOf(by.to) : now + milliseconds(by)
      if (instant < now) {
        const [asked, is] = [new Date(instant), new Date(now)].map((date) => date.toISOString())
        throw new RangeError(`It is ${is} in this world already, after ${asked}; clock.set moves it back`)
      }
      return jobs.advanceTo(instant)
    },
    set: ({ mode, now }) => setClock({ clock, jobs }, { mode, now: now === undefined ? undefined : instantOf(now) }),
  }
}

/** ms. */
function instantOf(instant: Date | string): number {
  const ms = instant instanceof Date ? instant.getTime() : Date.parse(instant)
  if (Number.isNaN(ms))
    throw new RangeError(`"${String(instant)}" is no instant; it takes a Date, or 2026-01-01T00:00:00Z`)
  return ms
}
