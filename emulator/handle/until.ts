// Lets a world's time pass, job by job, until something has happened.
import { describeEntry } from '../journal-text.ts'
import type { World } from '../world.ts'
import { type Duration, milliseconds } from './duration.ts'
import { NeverHappened } from './never-happened.ts'

export interface UntilOptions {
  /** The most time of the world that may pass. Default: until no job waits but housekeeping. */
  within?: Duration
  /** What is waited for, in the words of the error: `the video is encoded`. */
  what?: string
}

/** The last ones are the likeliest reasons. */
const mostEntries = 20

/**
 * Moves the clock from job to job until `predicate` answers something that is true, and answers that. The predicate may ask the double itself, as the app
 * under test would; what it throws is thrown.
 * @throws {NeverHappened} with the journal's last entries
 */
export async function until<T>(
  world: World,
  predicate: () => T | Promise<T>,
  { within, what = 'what was waited for' }: UntilOptions = {},
): Promise<Exclude<T, false | 0 | '' | null | undefined>> {
  const end = within === undefined ? Infinity : world.clock.now() + milliseconds(within)
  for (;;) {
    await world.jobs.settle()
    const answer = await predicate()
    if (isTruthy(answer)) return answer
    const due = world.jobs.nextDue()
    if (due === undefined) throw new NeverHappened(tell(world, `${what} never happened: no job waits any more`))
    if (due > end) throw new NeverHappened(tell(world, `${what} did not happen within ${within}`))
    await world.jobs.advanceToNext()
  }
}

function isTruthy<T>(value: T): value is Exclude<T, false | 0 | '' | null | undefined> {
  return Boolean(value)
}

function tell(world: World, what: string): string {
  const now = new Date(world.clock.now()).toISOString()
  const { entries } = world.journal.list({ limit: mostEntries })
  const lines = entries.toReversed().map(describeEntry)
  for (const { kind, status, lastError } of world.jobs.list())
    if (status === 'failed') lines.push(`the job ${kind} failed for good: ${lastError}`)
  return [
    `${what[0]?.toUpperCase()}${what.slice(1)}. It is ${now} in ${world.name}.`,
    lines.length === 0 ? 'Its journal is empty.' : 'The end of its journal:',
    ...lines,
  ].join('\n')
}
