// Long work in slices, so that others are served in between: one slice a turn of the event loop, whoever it is of.
import { nextTurn } from '#platform'
import { stopwatch } from './time/stopwatch.ts'

/** ms of a slice: what whoever is served meanwhile waits longer, a turn. */
const sliceMs = 3
/** ms of the first one, which nobody has waited for: most work is done by then. */
const firstMs = 1

let last: Promise<unknown> = Promise.resolve()

/**
 * Does work that says by yielding where it can be interrupted, which should be each fraction of a ms. It begins at once; what takes longer
 * goes on as soon as other long work of this process is done.
 * @throws what the work throws
 */
export function inSlices<R>(work: Iterator<void, R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const step = (ms: number): boolean => {
      try {
        const done = forSome(work, ms)
        if (!done) return false
        resolve(done.value)
      } catch (error) {
        reject(error)
      }
      return true
    }
    if (step(firstMs)) return
    last = goOn(last, () => step(sliceMs))
  })
}

async function goOn(others: Promise<unknown>, isDone: () => boolean): Promise<void> {
  await others
  do await nextTurn()
  while (!isDone())
}

/** The same work at a stretch, for what is known to be small. @throws what the work throws */
export function atOnce<R>(work: Iterator<void, R>): R {
  const done = forSome(work, Infinity)
  if (!done) throw new Error('Work without an end ended')
  return done.value
}

function forSome<R>(work: Iterator<void, R>, ms: number): { value: R } | undefined {
  const elapsed = stopwatch()
  do {
    const step = work.next()
    if (step.done === true) return { value: step.value }
  } while (elapsed() < ms)
  return undefined
}

/** For loops that wait anyway, but only for what is there already: others come in once a slice is over. */
export class Pace {
  #elapsed = stopwatch()

  /** To be awaited between two steps; undefined while there is time. */
  rest(): Promise<void> | undefined {
    if (this.#elapsed() < sliceMs) return undefined
    return nextTurn().then(() => void (this.#elapsed = stopwatch()))
  }
}
