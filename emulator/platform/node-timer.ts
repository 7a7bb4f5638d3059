// Node's timers, for what may not take longer.
import type { Timer } from '../outbound/transport.ts'

/** A longer delay would overflow Node's timers and fire at once. */
const longestDelay = 2 ** 31 - 1

/** Keeps no process alive. @param ms Infinity for never, or nearly */
export function startTimer(ms: number): Timer {
  const controller = new AbortController()
  const timeout = setTimeout(
    () => controller.abort(new DOMException('The time is over', 'TimeoutError')),
    Math.min(ms, longestDelay),
  )
  timeout.unref()
  return { signal: controller.signal, stop: () => clearTimeout(timeout) }
}
