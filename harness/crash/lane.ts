// One kind of work under which a double is killed, and what must be true of it afterwards.
import type { RunningDouble } from './running-double.ts'

export interface Lane {
  name: string
  /** Once, before anything else. */
  prepare?: (double: RunningDouble) => Promise<void>
  /** Does one thing, and notes what was acknowledged; throws as soon as the connection breaks. */
  work: (double: RunningDouble) => Promise<void>
  /** After each restart: what is wrong with what can be seen. */
  check: (double: RunningDouble) => Promise<string[]>
  /** In the end: what never came to be, or came twice. Waits for what is under way. */
  settle: (double: RunningDouble) => Promise<string[]>
  /** How much was acknowledged, for the report. */
  acknowledged: () => number
}

/** So many wrong things of a lane say enough: each more would be waited for. */
export const enoughWrong = 5

/** Asks until an answer is good. Undefined when it never is, within half a minute. */
export async function eventually<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T | undefined> {
  for (const end = performance.now() + 30_000; performance.now() < end;) {
    const answer = await ask()
    if (good(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return undefined
}
