// What an emulator counts of its worlds while it runs. Nothing of it is part of a world's state, and no world can see it.
import { Meter } from './meter.ts'
import { Counter, Histogram, other } from './series.ts'

/** Worlds that have a label of their own: `main`, and the first of those whose names somebody chose. */
const mostWorlds = 20

export class Metrics {
  readonly requests = new Counter()
  readonly refusals = new Counter()
  readonly durations = new Histogram()
  readonly deliveries = new Counter()
  readonly outbound = new Counter()
  readonly faults = new Counter()
  readonly jobs = new Counter()
  readonly #worlds = new Set(['main'])

  /** For a world that begins. */
  meter(world: string): Meter {
    return new Meter(this.labelOf(world), this)
  }

  /**
   * How a world is called here. A label stays with its name, so that no series of a counter ever goes back; names that nobody chose
   * (`world-7`), and those beyond the first 20, share one.
   */
  labelOf(world: string): string {
    if (this.#worlds.has(world)) return world
    if (this.#worlds.size >= mostWorlds || /^world-\d+$/.test(world)) return other
    this.#worlds.add(world)
    return world
  }
}
