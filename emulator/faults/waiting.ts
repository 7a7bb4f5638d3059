// Who waits because of a fault: until the world's clock passes an instant, or for real time. Nobody waits longer than the world is there.
import { sleep } from '../time/sleep.ts'
import { within } from '../time/patience.ts'
import type { Job } from '../time/jobs.ts'
import type { World } from '../world.ts'

interface Waiter {
  /** The id of the fault. */
  because: string
  resolve: () => void
  /** Ends when what waited has been done, so that it is done at its own time. */
  done: Promise<unknown>
}

/** Why somebody waits. */
export interface Reason {
  /** The id of the fault. */
  because: string
  /** Of the fault, from when it happened. */
  patience: AbortSignal
  /** Ends when what waits has been done. */
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
  /** Aborted when a fault is taken back, by its id. */
  readonly #takenBack = new Map<string, AbortController>()
  #ending = new AbortController()

  constructor(world: World) {
    this.#world = world
  }

  /** Aborts when nobody may wait any more. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  /** Aborts when nobody has to wait because of a fault any more. */
  patienceFor(fault: string): AbortSignal {
    const known = this.#takenBack.get(fault) ?? new AbortController()
    this.#takenBack.set(fault, known)
    return known.signal
  }

  /**
   * Waits; not at all once the fault has been taken back.
   * @throws {WaitEnded} when the world ends before, or begins anew
   */
  async wait(ms: number, clock: 'world' | 'real', { because, patience, done }: Reason): Promise<void> {
    const { signal } = this
    if (clock === 'real') await sleep(ms, patience)
    else if (ms > 0 && !patience.aborted) await this.#untilReleased(this.#world.clock.now() + ms, because, done)
    if (signal.aborted) throw new WaitEnded('The world ended while a fault held this up')
  }

  /** Whoever waits because of a fault goes on at once. */
  letGo(fault: string): void {
    this.#takenBack.get(fault)?.abort()
    this.#takenBack.delete(fault)
    const held = [...this.#waiters].filter(([, { because }]) => because === fault)
    for (const [job, { resolve }] of held) {
      this.#waiters.delete(job)
      resolve()
    }
    if (held.length > 0) this.#world.jobs.cancel(subjectOf(fault))
  }

  /** To be called when a fault is not kept any more: it cannot be taken back then. */
  forget(fault: string): void {
    this.#takenBack.delete(fault)
  }

  /** Lets everybody go. */
  end(): void {
    const ending = this.#ending
    this.#ending = new AbortController()
    ending.abort()
    for (const controller of this.#takenBack.values()) controller.abort()
    this.#takenBack.clear()
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

  #untilReleased(dueAt: number, because: string, done: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { id } = this.#world.jobs.schedule({ kind: releaseJob, dueAt, subject: subjectOf(because) })
    this.#waiters.set(id, { because, resolve, done })
    return promise
  }
}

const subjectOf = (fault: string) => `fault/${fault}`
