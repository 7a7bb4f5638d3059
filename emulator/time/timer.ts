// One wake-up call in real time, which does not keep a process alive.

export class Timer {
  #handle: ReturnType<typeof setTimeout> | undefined

  /** Calls `wake` after `ms`, instead of whatever was set before. Longer than a day is asked again after a day. */
  set(ms: number, wake: () => void): void {
    this.clear()
    const day = 86_400_000
    this.#handle = setTimeout(wake, Math.min(Math.max(ms, 0), day))
    if (typeof this.#handle === 'object' && 'unref' in this.#handle) this.#handle.unref()
  }

  clear(): void {
    clearTimeout(this.#handle)
    this.#handle = undefined
  }
}
