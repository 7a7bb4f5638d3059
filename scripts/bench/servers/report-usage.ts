// The end of a benchmarked server's process that answers its parent: where it listens, and what it has used.
import { setInterval } from 'node:timers'

export interface Usage {
  /** ms of processor time since the process began. */
  cpu: number
  /** Resident bytes now. */
  resident: number
  /** The most resident bytes since the last time somebody asked. */
  peak: number
}

/** Tells the parent that the server is ready, and from then on answers each message with the usage. */
export function reportUsage(ready: Record<string, unknown>): void {
  let peak = 0
  const look = (): number => {
    const resident = process.memoryUsage.rss()
    peak = Math.max(peak, resident)
    return resident
  }
  setInterval(look, 20).unref()
  process.on('message', () => {
    const resident = look()
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: (user + system) / 1000, resident, peak } satisfies Usage)
    peak = resident
  })
  // Not by a signal: a CPU profile is written only when the process ends by itself.
  process.on('disconnect', () => process.exit())
  process.send?.(ready)
}
