// The requests under way in a world, so that a reset can wait for them and hold back those that arrive meanwhile.
import { within } from './time/patience.ts'

/** How long to wait for requests under way, in ms of real time: a stalled upload must not hold up a reset for ever. */
const patience = 5_000

export class Traffic {
  #underWay = 0
  #halt: Promise<unknown> | undefined
  #empty: (() => void) | undefined

  /** What a request waits for before it enters; undefined when the way is free. */
  get halted(): Promise<unknown> | undefined {
    return this.#halt
  }

  enter(): void {
    this.#underWay += 1
  }

  leave(): void {
    this.#underWay -= 1
    if (this.#underWay === 0) this.#empty?.()
  }

  /** Does `work` while no request is under way: after those that are, and before those that come. Halts queue up. */
  async halt<R>(work: () => R | Promise<R>): Promise<R> {
    while (this.#halt) await this.#halt
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#halt = promise
    try {
      if (this.#underWay > 0) await within(patience, new Promise<void>((empty) => (this.#empty = empty)))
      return await work()
    } finally {
      this.#halt = undefined
      this.#empty = undefined
      resolve()
    }
  }
}
