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
    const { mode, at } = state.read<Saved>('clock') ?? startingAt(start)
    this.#mode = mode
    this.#at = at
  }

  /** To be called when the state is another one: begins as a new world's does, or where the restored one stood. */
  restart(start: ClockMode | number): void {
    const { mode, at } = this.#state.read<Saved>('clock') ?? startingAt(start)
    this.#mode = mode
    this.#at = at
  }

  /** Writes into the copy of a state how this clock goes: a frozen one stands, and a real one runs on with the system's. */
  copyInto(copy: State): void {
    copy.write('clock', { mode: this.#mode, at: this.#at } satisfies Saved)
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

function startingAt(start: ClockMode | number): Saved {
  if (start === 'real') return { mode: 'real', at: 0 }
  return { mode: 'frozen', at: start === 'frozen' ? defaultInstant : start }
}

/** Makes the clock of a world that is to be opened start anew, wherever that of the copied one was. */
export function startClock(copy: State, start: ClockMode | number): void {
  copy.write('clock', startingAt(start))
}
