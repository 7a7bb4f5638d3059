// Who waits because of a fault: until the world's clock passes an instant, or for real time. Nobody waits longer than the world is there.
import { sleep } from '../time/sleep.ts'
import { within } from '../time/patience.ts'
import type { Job } from '../time/jobs.ts'
import type { World } from '../world.ts'

interface Waiter {
  resolve: () => void
  /** Ends when what waited has been done, so that it is done at its own time. */
  done: Promise<unknown>
}

/** How long the clock stands still for what was released, in ms of real time. */
const patience = 2_000

export const releaseJob = 'faults.release'

/** The world ends, or begins anew. */
export class WaitEnded extends Error {
  override name = 'WaitEnded'
}

export class Waiting {
  readonly #world: World
  readonly #waiters = new Map<string, Waiter>()
  #ending = new AbortController()

  constructor(world: World) {
    this.#world = world
  }

  /** Aborts when nobody may wait any more. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  /**
   * Waits.
   * @param done ends when what waits has been done
   * @throws {WaitEnded} when the world ends before, or begins anew
   */
  async wait(ms: number, clock: 'world' | 'real', done: Promise<unknown>): Promise<void> {
    const { signal } = this
    if (clock === 'real') await sleep(ms, signal)
    else if (ms > 0) await this.#untilReleased(this.#world.clock.now() + ms, done)
    if (signal.aborted) throw new WaitEnded('The world ended while a fault held this up')
  }

  /** Lets everybody go. */
  end(): void {
    const ending = this.#ending
    this.#ending = new AbortController()
    ending.abort()
    for (const { resolve } of this.#waiters.values()) resolve()
    this.#waiters.clear()
  }

  async release({ id }: Job): Promise<void> {
    const waiter = this.#waiters.get(id)
    // The program that it waited in is gone.
    if (!waiter) return
    this.#waiters.delete(id)
    waiter.resolve()
    // What is released may ask for what is due: it must not wait for itself.
    if (this.#world.clock.mode === 'frozen') await this.#world.jobs.outside(() => within(patience, waiter.done))
  }

  #untilReleased(dueAt: number, done: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { id } = this.#world.jobs.schedule({ kind: releaseJob, dueAt })
    this.#waiters.set(id, { resolve, done })
    return promise
  }
}
