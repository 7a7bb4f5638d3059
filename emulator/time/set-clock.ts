// Sets a world's clock; what falls due by that happens, as when time passes by itself.
import type { Clock, ClockMode } from './clock.ts'
import type { Jobs } from './jobs.ts'

/**
 * Freezes the clock, lets it run, or moves it to any instant, also back. When it moves forward, jobs that fall due on the way run first, in
 * their order.
 * @param to.now ms
 */
export async function setClock(
  { clock, jobs }: { clock: Clock; jobs: Jobs },
  to: { mode?: ClockMode | undefined; now?: number | undefined },
): Promise<void> {
  if (to.now === undefined) clock.set(to.mode ?? clock.mode)
  else {
    if (to.now > clock.now()) await jobs.advanceTo(to.now)
    clock.set(to.mode ?? clock.mode, to.now)
  }
  jobs.wake()
  await jobs.settle()
}
