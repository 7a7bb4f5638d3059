// Chance with a seed: the same seed and number make the same request, whatever came before.

export class Chance {
  #state: number

  /** @param number of the request, or of whatever else one seed has many of */
  constructor(seed: number, number = 0) {
    // Two numbers that are near make states that are far from each other.
    this.#state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)) >>> 0
    for (let turn = 0; turn < 4; turn += 1) this.fraction()
  }

  /** From 0 up to, and without, 1. (Mulberry32) */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end)
  }

  /** True so often: 0.1 is one time in ten. */
  one(share: number): boolean {
    return this.fraction() < share
  }

  /** @throws {RangeError} when there is nothing to choose from */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('There is nothing to choose from')
    // An index below the length is one of the list's.
    return from[this.below(from.length)] as T
  }

  /** So many of them, at most, from none. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make)
  }
}
