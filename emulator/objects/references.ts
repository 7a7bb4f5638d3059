// How often each blob is referenced, while the process runs. States hold the truth; this is counted again at every start.

export class References {
  readonly #counts = new Map<string, number>()

  has(hash: string): boolean {
    return this.#counts.has(hash)
  }

  add(hash: string, count = 1): void {
    this.#counts.set(hash, (this.#counts.get(hash) ?? 0) + count)
  }

  /** One more where there is one; answers whether there is. */
  share(hash: string): boolean {
    const known = this.#counts.has(hash)
    if (known) this.add(hash)
    return known
  }

  retain(hash: string, count: number): void {
    if (!this.#counts.has(hash)) throw new Error(`Nobody has a reference to the blob ${hash}, so nobody can share one`)
    this.add(hash, count)
  }

  /** Answers whether the last one is gone. */
  release(hash: string, count: number): boolean {
    const left = (this.#counts.get(hash) ?? 0) - count
    if (left < 0) throw new Error(`The blob ${hash} has not that many references to give back`)
    if (left > 0) this.#counts.set(hash, left)
    else this.#counts.delete(hash)
    return left === 0
  }

  replace(referenced: Iterable<readonly [string, number]>): void {
    this.#counts.clear()
    for (const [hash, count] of referenced) this.add(hash, count)
  }
}
