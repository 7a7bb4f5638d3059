// What a command does about errors that nobody handles.
import { exitStatus } from './failure.ts'
import type { Log } from './log.ts'

/** Nothing that nobody waited for ends the double in silence. */
export function tellOfAccidents(log: Log): void {
  process.on('unhandledRejection', (error) => log.problem('Something failed that nobody waited for', error))
  process.on('uncaughtException', (error) => {
    log.problem('Something failed that nobody expected; the double stops', error)
    void leave(log, exitStatus.failed)
  })
}

/** Ends the process when everything is told. */
export async function leave(log: Log, status?: number): Promise<void> {
  await log.flush()
  process.exit(status)
}
