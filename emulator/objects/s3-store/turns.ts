// One at a time, by name: what an S3 does with an object and what the world knows of it must not cross.

export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** Waits until all who came before for that name have let go. Answers how to let go; to be called once. */
  async take(name: string): Promise<() => void> {
    const before = this.#last.get(name)
    const { promise, resolve } = Promise.withResolvers<void>()
    const mine = before ? before.then(() => promise) : promise
    this.#last.set(name, mine)
    await before
    return () => {
      if (this.#last.get(name) === mine) this.#last.delete(name)
      resolve()
    }
  }

  async within<R>(name: string, work: () => Promise<R>): Promise<R> {
    const letGo = await this.take(name)
    try {
      return await work()
    } finally {
      letGo()
    }
  }
}
