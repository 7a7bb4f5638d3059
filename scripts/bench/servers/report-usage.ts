// The end of a benchmarked server's process that answers its parent: where it listens, and what it has used.
import { setInterval } from 'node:timers'

export interface Usage {
  /** ms of processor time since the process began. */
  cpu: number
  /** Resident bytes now. */
  resident: number
  /** The most resident bytes since the last time somebody asked. */
  peak: number
  /**
   * The most ms of processor time that the event loop worked at a stretch since the last time somebody asked; 0 where nobody watches.
   * Not of the clock's time: what other processes take is none of the server's doing.
   */
  stall: number
}

export interface Collected {
  /** Bytes of objects, and of buffers beside them, that somebody has still. */
  living: number
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
  let stall = 0
  if (watched) {
    let before = threadCpu()
    setInterval(() => {
      const now = threadCpu()
      stall = Math.max(stall, now - before)
      before = now
    }, 1).unref()
  }
  process.on('message', async (asked) => {
    if (asked === 'collect') return process.send?.(await collect())
    const resident = look()
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: (user + system) / 1000, resident, peak, stall } satisfies Usage)
    peak = resident
    stall = 0
  })
  // Not by a signal: a CPU profile is written only when the process ends by itself.
  process.on('disconnect', () => process.exit())
  process.send?.(ready)
}

/** Needs `--expose-gc`. */
async function collect(): Promise<Collected> {
  // Finalizers run in turns of their own, and let go of more.
  for (let n = 0; n < 3; n += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
  const { external, heapUsed } = process.memoryUsage()
  return { living: heapUsed + external }
}

/** ms of processor time of the thread that JavaScript runs on. */
function threadCpu(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
