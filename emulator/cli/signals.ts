// Signals by their numbers, and the wish to stop.
import { constants } from 'node:os'

/** What a shell answers for a process that a signal ended. */
export function statusOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

/** Calls `stop` for the first SIGINT or SIGTERM; the second ends the process at once. */
export function onStop(stop: (signal: NodeJS.Signals) => void): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(statusOfSignal(signal))
      stopping = true
      stop(signal)
    })
  }
}
