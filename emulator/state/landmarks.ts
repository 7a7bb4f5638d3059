// Rows whose place in a listing is known, so that whoever walks through its pages does not count from the first each time.

export interface Landmark {
  /** Rows before it. */
  position: number
  seq: number
}

const most = 256

export class Landmarks {
  /** By position, ascending. */
  readonly #known: Landmark[] = []

  /** The last one at or before a position. */
  before(position: number): Landmark | undefined {
    return this.#known.findLast((landmark) => landmark.position <= position)
  }

  add(position: number, seq: number): void {
    const at = this.#known.findLastIndex((landmark) => landmark.position <= position)
    if (this.#known[at]?.position === position) return
    if (this.#known.length >= most) this.#known.shift()
    this.#known.splice(this.#known.findLastIndex((landmark) => landmark.position <= position) + 1, 0, { position, seq })
  }
}
