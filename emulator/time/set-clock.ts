// Sets a world's clock; what falls due by that happens, as when time passes by itself.
import type { Clock, ClockMode } from './clock.ts'
import type { Jobs } from './jobs.ts'

/**
 * Freezes the clock, lets it run, or moves it to any instant, also back. Jobs that are due, or fall due on the way when it moves forward,
 * run first, in their order.
 * @param to.now ms
 */
export async function setClock(
  { clock, jobs }: { clock: Clock; jobs: Jobs },
  to: { mode?: ClockMode | undefined; now?: number | undefined },
): Promise<void> {
  if (to.now === undefined) clock.set(to.mode ?? clock.mode)
  else {
    // What is due already would wait until its time comes again if the clock went back before it is done.
    await jobs.advanceTo(Math.max(to.now, clock.now()))
    clock.set(to.mode ?? clock.mode, to.now)
  }
  jobs.wake()
  await jobs.settle()
}
