// A world's clock: real, or frozen at an instant until somebody moves it. The only reader of the system's time.
import type { State } from '../state/state.ts'

export type ClockMode = 'real' | 'frozen'

/** A frozen world starts here unless it is told otherwise, so that in-process tests read the same dates on every machine. */
export const defaultInstant = Date.parse('2026-01-01T00:00:00Z')

interface Saved {
  mode: ClockMode
  /** ms since 1970: the frozen instant, or what a real clock is ahead of the system's. */
  at: number
}

export class Clock {
  readonly #state: State
  #mode: ClockMode
  #at: number

  /**
   * @param state where the clock is kept; a saved one wins over `start`
   * @param start `real`, `frozen` (at `defaultInstant`) or an instant in ms to be frozen at
   */
  constructor(state: State, start: ClockMode | number) {
    this.#state = state
    const saved = state.read<Saved>('clock')
    this.#mode = saved?.mode ?? (start === 'real' ? 'real' : 'frozen')
    this.#at = saved?.at ?? (start === 'real' ? 0 : start === 'frozen' ? defaultInstant : start)
  }

  /** Begins anew, as a new world does. */
  restart(start: ClockMode | number): void {
    this.#mode = start === 'real' ? 'real' : 'frozen'
    this.#at = start === 'real' ? 0 : start === 'frozen' ? defaultInstant : start
  }

  get mode(): ClockMode {
    return this.#mode
  }

  /** ms since 1970, in this world. */
  now(): number {
    return this.#mode === 'real' ? Date.now() + this.#at : this.#at
  }

  /** Sets the mode and the instant, in ms; both default to what they are. A real clock runs on from the instant. */
  set(mode: ClockMode = this.#mode, now: number = this.now()): void {
    this.#mode = mode
    this.#at = mode === 'real' ? now - Date.now() : now
    this.#state.write('clock', { mode: this.#mode, at: this.#at } satisfies Saved)
  }

  /** Moves forward to an instant; one that has passed changes nothing. */
  moveTo(instant: number): void {
    if (instant > this.now()) this.set(this.#mode, instant)
  }
}
