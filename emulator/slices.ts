// Long work in slices, so that others are served in between: of each turn of the event loop it has a share, whoever it is of.
import { nextTurn } from '#platform'
import { stopwatch } from './time/stopwatch.ts'

/** ms that all long work of this process takes of a turn: what whoever is served meanwhile waits longer. */
const shareMs = 1

/** How long ago the first long work of this turn began. */
let sinceBegun: (() => number) | undefined

/** Whether long work has had its share of this turn; who asks first begins it. */
function isSpent(): boolean {
  if (sinceBegun) return sinceBegun() >= shareMs
  sinceBegun = stopwatch()
  void nextTurn().then(() => void (sinceBegun = undefined))
  return false
}

/** Who waits for a share of a later turn, in the order of asking. */
const waiting: (() => void)[] = []

function nextShare(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    void serveNext()
  })
}

/** In a turn's step of its own, so that what one does is done, and measured, before the next goes on. */
async function serveNext(): Promise<void> {
  do await nextTurn()
  while (isSpent())
  waiting.shift()?.()
}

/** To be awaited before a piece of long work, of a ms at most; undefined while there is time. Who waits goes on in the order of asking. */
export function share(): Promise<void> | undefined {
  return isSpent() ? nextShare() : undefined
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Does work that says by yielding where it can be interrupted, which should be each fraction of a ms. It begins at once, while there is time;
 * what takes longer goes on as soon as other such work of this process is done.
 * @throws what the work throws
 */
export function inSlices<R>(work: Iterator<void, R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const step = (): boolean => {
      try {
        const done = advance(work, isSpent)
        if (!done) return false
        resolve(done.value)
      } catch (error) {
        reject(error)
      }
      return true
    }
    if (!isSpent() && step()) return
    last = goOn(last, step)
  })
}

async function goOn(others: Promise<unknown>, isDone: () => boolean): Promise<void> {
  await others
  do await nextShare()
  while (!isDone())
}

/** The same work at a stretch, for what is known to be small. @throws what the work throws */
export function atOnce<R>(work: Iterator<void, R>): R {
  const done = advance(work, () => false)
  if (!done) throw new Error('Work without an end ended')
  return done.value
}

function advance<R>(work: Iterator<void, R>, isOver: () => boolean): { value: R } | undefined {
  do {
    const step = work.next()
    if (step.done === true) return { value: step.value }
  } while (!isOver())
  return undefined
}
