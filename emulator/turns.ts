// Whose turn it is at something that only a few can have at once: owners take turns, and each owner's own go by priority.

interface Waiting {
  priority: number
  begin: () => void
}

export class Turns {
  readonly #places: number
  /** By owner; whoever was served last stands at the end. */
  readonly #queues = new Map<string, Waiting[]>()
  #taken = 0

  /** @param places how many may have it at once */
  constructor(places: number) {
    this.#places = places
  }

  /** How many wait. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0)
  }

  /**
   * Waits for a turn, and answers how to end it.
   * @param owner owners are served in turn, so that one with many makes the others wait for one of its own only
   * @param priority lower goes first among those of one owner; equals go in the order in which they came
   * @throws the signal's reason, when it aborts while waiting
   */
  async take(owner: string, priority: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#leave(owner, waiting)
        reject(signal.reason)
      }
      const begin = () => {
        signal.removeEventListener('abort', giveUp)
        this.#taken += 1
        resolve()
      }
      const waiting: Waiting = { priority, begin }
      signal.addEventListener('abort', giveUp, { once: true })
      this.#join(owner, waiting)
      this.#serve()
    })
    let over = false
    return () => {
      if (over) return
      over = true
      this.#taken -= 1
      this.#serve()
    }
  }

  #join(owner: string, waiting: Waiting): void {
    const queue = this.#queues.get(owner) ?? []
    const behind = queue.findIndex(({ priority }) => priority > waiting.priority)
    queue.splice(behind === -1 ? queue.length : behind, 0, waiting)
    this.#queues.set(owner, queue)
  }

  #leave(owner: string, waiting: Waiting): void {
    const queue = (this.#queues.get(owner) ?? []).filter((other) => other !== waiting)
    if (queue.length > 0) this.#queues.set(owner, queue)
    else this.#queues.delete(owner)
  }

  #serve(): void {
    for (const [owner, [first, ...others]] of this.#queues) {
      if (this.#taken >= this.#places) return
      this.#queues.delete(owner)
      if (others.length > 0) this.#queues.set(owner, others)
      first?.begin()
    }
  }
}
