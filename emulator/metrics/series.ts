// What is counted, by labels; how many combinations of them there are has an end, whatever clients make up.

/** In the place of a label that would be one too many. */
export const other = '_other'

/** Combinations of labels of one metric. */
const mostSeries = 2_000

export interface Labelled<V> {
  labels: readonly string[]
  value: V
}

/** The values of one metric, in the order in which their labels came. */
export class Series<V> {
  readonly #known = new Map<string, Labelled<V>>()
  readonly #begin: () => V

  constructor(begin: () => V) {
    this.#begin = begin
  }

  /** That of these labels; when there are too many already, that of all the others. */
  of(labels: readonly string[]): Labelled<V> {
    const key = labels.join('\0')
    const known = this.#known.get(key)
    if (known) return known
    const rest = labels.map(() => other)
    if (this.#known.size >= mostSeries && labels.some((label) => label !== other)) return this.of(rest)
    const added = { labels, value: this.#begin() }
    this.#known.set(key, added)
    return added
  }

  list(): Labelled<V>[] {
    return [...this.#known.values()]
  }
}

export class Counter extends Series<number> {
  constructor() {
    super(() => 0)
  }

  add(labels: readonly string[]): void {
    this.of(labels).value += 1
  }
}

/** Upper bounds, in seconds: from what a request in memory takes to what somebody waits for. */
export const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

export interface Durations {
  /** How many were within each bound and above the one before; the last is for those above all. */
  counts: number[]
  /** Seconds. */
  sum: number
}

export class Histogram extends Series<Durations> {
  constructor() {
    super(() => ({ counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }))
  }

  observe(labels: readonly string[], seconds: number): void {
    observe(this.of(labels).value, seconds)
  }
}

/** Counts one that took so long. */
export function observe(durations: Durations, seconds: number): void {
  let at = 0
  while (at < bounds.length && seconds > (bounds[at] ?? Infinity)) at += 1
  durations.counts[at] = (durations.counts[at] ?? 0) + 1
  durations.sum += seconds
}
