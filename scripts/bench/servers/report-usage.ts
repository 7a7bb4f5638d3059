// The end of a benchmarked server's process that answers its parent: where it listens, and what it has used.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setInterval } from 'node:timers'

export interface Usage {
  /** ms of processor time since the process began. */
  cpu: number
  /** Resident bytes now. */
  resident: number
  /** The most resident bytes since the last time somebody asked. */
  peak: number
  /** ms that the event loop stood still at most since the last time somebody asked; 0 where nobody watches. */
  stall: number
}

/**
 * Tells the parent that the server is ready, and from then on answers each message with the usage.
 * @param watched looks each ms whether the event loop goes on, which costs a little
 */
export function reportUsage(ready: Record<string, unknown>, watched = false): void {
  let peak = 0
  const look = (): number => {
    const resident = process.memoryUsage.rss()
    peak = Math.max(peak, resident)
    return resident
  }
  setInterval(look, 20).unref()
  const delays = watched ? monitorEventLoopDelay({ resolution: 1 }) : undefined
  delays?.enable()
  process.on('message', () => {
    const resident = look()
    const { user, system } = process.cpuUsage()
    const stall = (delays?.max ?? 0) / 1e6
    process.send?.({ cpu: (user + system) / 1000, resident, peak, stall } satisfies Usage)
    peak = resident
    delays?.reset()
  })
  // Not by a signal: a CPU profile is written only when the process ends by itself.
  process.on('disconnect', () => process.exit())
  process.send?.(ready)
}
